import { beforeAll, describe, expect, test } from "vitest";
import type { LocalGroup } from "../../src/local/index";
import { can, inDataSets, inTables } from "../support/capability";
import { type Stack, type Workspace, workspace } from "./harness";

const declared = `
const group = (name, args) => new iam.Group(name, { name, ...args });
group("action-gone", { capabilities: [{ assetsAcl: { actions: ["READ", "WRITE"], scope: { all: {} } } }] });
group("action-new", { capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }] });
group("capability-gone", { capabilities: [
  { assetsAcl: { actions: ["READ"], scope: { all: {} } } },
  { eventsAcl: { actions: ["READ"], scope: { all: {} } } },
  { filesAcl: { actions: ["READ"], scope: { all: {} } } },
  { timeSeriesAcl: { actions: ["READ"], scope: { all: {} } } },
] });
group("capability-new", { capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }] });
group("scope-changed", { capabilities: [
  { assetsAcl: { actions: ["READ"], scope: { all: {} } } },
  { eventsAcl: { actions: ["READ"], scope: { all: {} } } },
  { eventsAcl: { actions: ["WRITE"], scope: { datasetScope: { ids: [1] } } } },
] });
group("id-changed", { capabilities: [{ eventsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [11, 12, 13, 14] } } } }] });
group("tables-changed", { capabilities: [
  { rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { a: ["t1", "t2"], b: {} } } } } },
] });
group("member-gone", { members: ["ann", "bob", "cy", "dan"] });
group("member-new", { members: ["ann"] });
group("metadata-changed", { metadata: { stage: "dev", team: "data" } });
group("source-changed", { sourceId: "idp-one" });
group("applications-changed", { sourceId: "idp-two", attributes: { token: { appIds: ["app-1", "app-2"] } } });
group("secret-changed", { sourceId: pulumi.secret("idp-hush"), metadata: { token: pulumi.secret("hush-hush") } });
group("name-changed", {});
group("deleted", {});
group("untouched", { capabilities: [{ eventsAcl: { actions: ["WRITE", "READ"], scope: { datasetScope: { ids: [3, 2, 1] } } } }] });
new iam.SecurityCategory("category-deleted", { name: "category-deleted" });
`;

/** What the groups have become behind Pulumi's back. */
const changes: Readonly<Record<string, Partial<LocalGroup>>> = {
  "action-gone": { capabilities: [can("assetsAcl", ["WRITE"])] },
  "action-new": { capabilities: [can("assetsAcl", ["WRITE", "READ"])] },
  "capability-gone": {
    capabilities: [can("timeSeriesAcl", ["READ"]), can("filesAcl", ["READ"]), can("assetsAcl", ["READ"])],
  },
  "capability-new": {
    capabilities: [can("filesAcl", ["WRITE"]), can("assetsAcl", ["READ"])],
  },
  "scope-changed": {
    capabilities: [
      can("eventsAcl", ["WRITE"], inDataSets("2")),
      can("eventsAcl", ["READ"]),
      can("assetsAcl", ["READ"]),
    ],
  },
  "id-changed": {
    capabilities: [can("eventsAcl", ["READ"], inDataSets("14", "13", "99", "11"))],
  },
  "tables-changed": {
    capabilities: [can("rawAcl", ["READ"], inTables({ b: {}, a: { tables: ["t1"] } }))],
  },
  "member-gone": { members: ["dan", "cy", "ann"] },
  "member-new": { members: ["eve", "ann"] },
  "metadata-changed": { metadata: { team: "ops", region: "eu", stage: "dev" } },
  "source-changed": { sourceId: "idp-other" },
  "applications-changed": { attributes: { token: { appIds: ["app-2", "app-3"] } } },
  "secret-changed": { sourceId: "idp-loud", metadata: { token: "loud" } },
  "name-changed": { name: "another-name" },
};

/** The lines of a resource in a diff that say what changes, without what stands around them. */
function changedLines(text: string, name: string): string[] {
  const blocks = text.split(/\n(?= {4}\S+ ?pulumi-nodejs:)/);
  const block = blocks.find((each) => each.includes(`::${name}]`)) ?? "";
  const lines = block.split("\n").map((line) => line.trim());
  return lines.filter((line) => /^[~+-] /.test(line) && !/[{[]$/.test(line) && !line.includes("pulumi-nodejs:"));
}

describe("drift on the engine", () => {
  let space: Workspace;
  let stack: Stack;
  let undo: () => void;
  let ids: ReadonlyMap<string, number>;

  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack("drift", declared);
    await stack.up();
    ids = new Map(space.groups().map(({ name, id }) => [name, id]));
    const all = space.iam.state().groups.flatMap((group) => {
      if (group.name === "deleted") return [];
      const { pulumi = "" } = group.metadata;
      const { metadata, ...rest } = { ...group, ...changes[group.name] };
      return [{ ...rest, metadata: { ...metadata, ...(pulumi && { pulumi }) } }];
    });
    // The public API cannot change a group in place, so the answer stands in for what can.
    undo = space.iam.fail({ operation: "groups.list", status: 200, body: { items: all }, times: Infinity });
    for (const { id } of space.iam.state().securityCategories) space.iam.deleteSecurityCategory(id);
  });

  test("is shown by refresh --preview-only --diff, each change in its place and in words, and nothing else", async () => {
    const run = await stack.pulumi(["refresh", "--preview-only", "--diff"]);
    const shown = [...ids.keys()].sort().map((name) => [name, changedLines(run.text, name)]);
    expect(Object.fromEntries(shown)).toEqual({
      "action-gone": ['~ [0]: "READ" => "WRITE"', '- [1]: "WRITE"'],
      "action-new": ['+ [1]: "WRITE"'],
      "applications-changed": ['~ [0]: "app-1" => "app-3"'],
      "capability-gone": [
        '-     [0]: "READ"',
        "- all: {}",
        '+     [0]: "READ"',
        "+ all: {}",
        '-     [0]: "READ"',
        "- all: {}",
      ],
      "capability-new": ['+     [0]: "WRITE"', "+ all: {}"],
      deleted: expect.arrayContaining(['- name   : "deleted"']),
      "id-changed": ["~ [1]: 12 => 99"],
      "member-gone": ['~ [1]: "bob" => "dan"', '- [3]: "dan"'],
      "member-new": ['+ [1]: "eve"'],
      "metadata-changed": ['+ region: "eu"', '~ team  : "data" => "ops"'],
      "name-changed": ['~ name   : "name-changed" => "another-name"'],
      "scope-changed": ["~ [0]: 1 => 2"],
      "secret-changed": [],
      "source-changed": ['~ sourceId: "idp-one" => "idp-other"'],
      "tables-changed": ['- [1]: "t2"'],
      untouched: [],
    });
    expect(run.text).toContain("~ 14 to update");
    expect(run.text).toContain("- 2 to delete");
    const words = [...run.text.matchAll(/Group "(.*)" \(\d+\) was changed outside this stack: (.*)/g)];
    expect(Object.fromEntries(words.map(([, name, changed]) => [name, changed]))).toEqual({
      "action-gone": "capabilities[0].assetsAcl.actions: READ removed",
      "action-new": "capabilities[0].assetsAcl.actions: WRITE added",
      "applications-changed": "attributes changed",
      "capability-gone": "capabilities[1].eventsAcl removed",
      "capability-new": "capabilities: filesAcl added",
      "id-changed":
        "capabilities[0].eventsAcl.scope.datasetScope.ids[1] removed; capabilities[0].eventsAcl.scope.datasetScope.ids: 1 added",
      "member-gone": "members[1] removed",
      "member-new": "members: 1 added",
      "metadata-changed": 'metadata["team"] changed; metadata["region"] new',
      "name-changed": "name changed",
      "scope-changed":
        "capabilities[2].eventsAcl.scope.datasetScope.ids[0] removed; capabilities[2].eventsAcl.scope.datasetScope.ids: 1 added",
      "secret-changed": 'sourceId changed; metadata["token"] changed',
      "source-changed": "sourceId changed",
      "tables-changed": "capabilities[0].rawAcl.scope changed",
    });
    for (const secret of ["hush", "loud"]) expect(run.text).not.toContain(secret);
    // A group is gone, so it is asked whether lists show all groups; but once.
    expect(new Set(run.calls)).toEqual(new Set(["groups.list", "inspect", "securityCategories.list"]));
    expect(run.calls.filter((call) => call === "inspect")).toHaveLength(1);
  });

  test("is repaired by refresh and up: all is as declared, one group for each", async () => {
    await stack.refresh();
    for (const [name, id] of ids) if (name !== "deleted") expect(stack.state()[name]?.id).toBe(String(id));
    expect(stack.state()["deleted"]).toBeUndefined();
    expect(stack.state()["category-deleted"]).toBeUndefined();
    space.iam.deleteGroup(ids.get("deleted") ?? 0);
    undo();
    const run = await stack.up();
    expect(run.calls.filter((call) => call === "groups.create")).toHaveLength(15);
    expect(space.groupNames()).toEqual([...ids.keys()].sort());
    for (const { name, id } of space.groups()) expect(stack.state()[name]?.id).toBe(String(id));
    expect(space.groups().find(({ name }) => name === "untouched")?.id).toBe(ids.get("untouched"));
    expect((await stack.up("--refresh", "--expect-no-changes")).text).not.toContain("was changed outside");
  });
});
