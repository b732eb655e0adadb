import { accessInState } from "../../../src/cli/access/from-state";
import { accessReport, type LiveAccess, type ReportOptions } from "../../../src/cli/access/report";
import type { Group } from "../../../src/client/groups";
import { pluginTypeToken, typeToken } from "../../../src/contract/resource-types";

/** A live project of some groups, each with an id by its place unless it says its own. */
export function live(groups: readonly Partial<Group>[], more: Partial<LiveAccess> = {}): LiveAccess {
  return {
    project: "test-project",
    groups: groups.map((group, i) => ({ id: i + 1, name: `group-${i + 1}`, sourceId: "idp", ...group })),
    categories: [],
    names: new Map(),
    targetNames: {},
    notes: [],
    ...more,
  };
}

/** The report of a live project. */
export const reportOf = (
  groups: readonly Partial<Group>[],
  more: Partial<LiveAccess> = {},
  options: ReportOptions = {},
) => accessReport({ live: live(groups, more) }, { at: new Date(0), ...options });

/** A resource of a state; its outputs are its inputs and what the service adds. */
export function resource(
  name: string,
  id: number,
  content: Record<string, unknown>,
  more: object = {},
): Record<string, unknown> {
  const inputs = { name, ...content };
  return {
    urn: `urn:pulumi:dev::test::${typeToken("Group")}::${name}`,
    type: typeToken("Group"),
    id: String(id),
    inputs,
    outputs: { ...inputs, groupId: id, project: "test-project", owner: `test/dev/${name}#0` },
    ...more,
  };
}

/** The same as the plugin has it: the schema's words, and no owner in the state. */
export function pluginResource(name: string, id: number, content: Record<string, unknown>): Record<string, unknown> {
  const inputs = { name, ...content };
  const type = pluginTypeToken("Group");
  const outputs = { ...inputs, groupId: id, project: "test-project" };
  return { urn: `urn:pulumi:dev::test::${type}::${name}`, type, id: String(id), inputs, outputs };
}

/** What `pulumi stack export` prints. */
export const exportOf = (...resources: unknown[]) => ({ version: 3, deployment: { resources } });

export const stateReport = (...resources: unknown[]) =>
  accessReport({ state: accessInState(exportOf(...resources)) }, { at: new Date(0) });

/** What stands in a state for a secret. */
export const secret = (ciphertext: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext,
});

/** The word of a preview for what is known after `up`. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
