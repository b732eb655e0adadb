import type { ResourceValidation, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { describe, expect, test } from "vitest";
import { policies } from "../../../examples/policy-pack/rules";
import { acls } from "../../../src/capabilities/catalogue";
import { readingActions } from "../../../src/cli/access/actions";
import { pluginTypeToken, typeToken } from "../../../src/contract/resource-types";
import { can, inDataSets } from "../../support/capability";

const write = can("assetsAcl", ["READ", "WRITE"]);
const scoped = can("assetsAcl", ["READ", "WRITE"], inDataSets(1));
const manage = can("groupsAcl", ["LIST", "CREATE"], { currentuserscope: {} });

describe("the rules of the policy pack", () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string | undefined]>([
    ["no-project-wide-write", { capabilities: [write] }, {}, "it has assetsAcl WRITE in the whole project"],
    [
      "no-project-wide-write",
      { capabilities: [can("assetsAcl", ["WRITE"], { ALL: {} })] },
      {},
      "it has assetsAcl WRITE in the whole project",
    ],
    [
      "no-project-wide-write",
      { capabilities: [can("functionsAcl", ["RUN"])] },
      {},
      "it has functionsAcl RUN in the whole project",
    ],
    ["no-project-wide-write", { capabilities: [write] }, { except: ["a"] }, undefined],
    ["no-project-wide-write", { capabilities: [scoped, can("eventsAcl", ["READ"])] }, {}, undefined],
    ["no-project-wide-write", {}, {}, undefined],
    [
      "no-write-for-all-users",
      { members: "allUserAccounts", capabilities: [scoped] },
      {},
      "every user account of the organization would have assetsAcl WRITE",
    ],
    [
      "no-write-for-all-users",
      { members: "allUserAccounts", capabilities: [can("assetsAcl", ["READ"])] },
      {},
      undefined,
    ],
    ["no-write-for-all-users", { members: ["ada"], capabilities: [write] }, {}, undefined],
    [
      "groups-acl-only-in",
      { capabilities: [manage] },
      {},
      "it has groupsAcl CREATE, which only cdf-administrators may have",
    ],
    ["groups-acl-only-in", { capabilities: [manage] }, { groups: ["a"] }, undefined],
    ["groups-acl-only-in", { capabilities: [can("groupsAcl", ["LIST", "READ"])] }, {}, undefined],
    ["required-metadata", { metadata: { team: "" } }, {}, "its metadata lacks team"],
    ["required-metadata", {}, { keys: ["team", "ticket"] }, "its metadata lacks team, ticket"],
    ["required-metadata", { metadata: { team: "data" } }, {}, undefined],
    ["name-pattern", { name: "Data Readers" }, {}, "its name does not match ^[a-z][a-z0-9]*(-[a-z0-9]+)*$"],
    ["name-pattern", { name: "Data Readers" }, { pattern: "^Data " }, undefined],
    ["name-pattern", { name: "data-readers-2" }, {}, undefined],
  ])("judge by %s a group of %j with the config %j", (name, props, config, problem) => {
    const policy = policies.find((each) => each.name === name);
    if (policy === undefined) throw new Error(`There is no policy ${name}.`);
    const reports = reportsOf(policy, { name: "a", ...props }, config);
    expect(reports).toEqual(
      problem === undefined ? [] : [`Group "${props["name"] ?? "a"}": ${problem}. ${policy.remediationSteps}`],
    );
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      "every user account",
      { members: ["allUserAccounts"], capabilities: [write] },
      { members: "allUserAccounts", capabilities: [write] },
    ],
    ["named members", { members: ["ada"], capabilities: [write] }, { members: ["ada"], capabilities: [write] }],
    [
      "what the catalogue lacks",
      { capabilities: [{ unlisted: can("newAcl", ["FLY"]), projectUrlNames: { urlNames: ["p"] } }] },
      { capabilities: [{ ...can("newAcl", ["FLY"]), unlisted: true }] },
    ],
    [
      "groupsAcl that is not listed",
      { capabilities: [{ unlisted: can("GROUPSACL", ["CREATE"]) }] },
      { capabilities: [can("GROUPSACL", ["CREATE"])] },
    ],
  ])("say the same of %s in a group of the plugin", (_, ofPlugin, dynamic) => {
    const all = (props: object, type: string) =>
      policies.flatMap((policy) => reportsOf(policy, { name: "a", ...props }, {}, type));
    expect(all(ofPlugin, pluginTypeToken("Group"))).toEqual(all(dynamic, typeToken("Group")));
    expect(all(ofPlugin, pluginTypeToken("Group")).length).toBeGreaterThan(1);
  });

  test.each<[string, string[], string | undefined, string | undefined]>([
    ["all, with no setting", [], "dev", 'Group "a" in project "dev": '],
    ["one of its setting", ["prod", "dev"], "dev", 'Group "a" in project "dev": '],
    ["none of another", ["prod"], "dev", undefined],
    ["one that names no project", ["prod"], undefined, 'Group "a": '],
  ])("look, by project, at %s", (_, projects, project, beginning) => {
    for (const policy of policies) {
      const props = { name: "a", project, members: "allUserAccounts", capabilities: [write, manage] };
      const reports = reportsOf(policy, props, { projects, pattern: "^b" });
      expect(
        reports.map((report) => report.slice(0, beginning?.length)),
        policy.name,
      ).toEqual(beginning === undefined ? [] : [beginning]);
    }
  });

  test("look at groups only", () => {
    for (const policy of policies)
      expect(reportsOf(policy, { name: "A" }, {}, "other:index:Group"), policy.name).toEqual([]);
  });

  test("call write what `cognite-iam access` does", () => {
    const [wide] = policies;
    if (wide === undefined) throw new Error("There is no policy.");
    const words = new Set(Object.values(acls).flatMap(({ actions }): readonly string[] => actions));
    for (const word of words) {
      const reports = reportsOf(wide, { name: "a", capabilities: [can("assetsAcl", [word])] }, {});
      expect(reports.length === 0, word).toBe(readingActions.includes(word));
    }
  });

  test("each say what to do", () => {
    for (const { name, remediationSteps, description } of policies) {
      expect(remediationSteps?.length, name).toBeGreaterThan(20);
      expect(description.length, name).toBeGreaterThan(20);
    }
  });
});

function reportsOf(
  policy: ResourceValidationPolicy,
  props: object,
  config: object,
  type = typeToken("Group"),
): string[] {
  const defaults = Object.entries(policy.configSchema?.properties ?? {}).map(([key, schema]) => [key, schema.default]);
  const reports: string[] = [];
  const args = { type, props, getConfig: () => ({ ...Object.fromEntries(defaults), ...config }) };
  const validate = policy.validateResource as ResourceValidation;
  void validate(args as unknown as ResourceValidationArgs, (message) => void reports.push(message));
  return reports;
}
