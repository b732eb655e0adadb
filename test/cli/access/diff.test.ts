import { describe, expect, test } from "vitest";
import { type AccessDiff, accessDiff } from "../../../src/cli/access/diff";
import { accessInPreview } from "../../../src/cli/access/from-preview";
import { readReport } from "../../../src/cli/access/from-report";
import type { AccessReport } from "../../../src/cli/access/model";
import { targetText } from "../../../src/cli/access/phrases";
import type { Group } from "../../../src/client/groups";
import { can, inDataSets, inTables } from "../../support/capability";
import { exportOf, pluginResource, reportOf, resource, secret, stateReport, unknown } from "./groups";

const between = (before: readonly Partial<Group>[], after: readonly Partial<Group>[]): AccessDiff =>
  accessDiff(reportOf(before), reportOf(after));

/** A change in one line: what a reader of the tests needs. */
function lines({ changes }: Pick<AccessDiff, "changes">): string[] {
  return changes.map(({ change, name, gains, loses, gainsWrite }) => {
    const side = (sign: string, { who, rights }: typeof gains) => [
      ...who.map((each) => `${sign}${each}`),
      ...rights.map(
        ({ acl, read, write, scope }) =>
          `${sign}${acl} ${[...write, ...read].join("/")} ${[scope.key, ...scope.targets.map(targetText)].join(" ")}`,
      ),
    ];
    return [
      `${name} ${change}`,
      ...side("+", gains),
      ...side("-", loses),
      ...(gainsWrite.length > 0 ? ["WRITE"] : []),
    ].join("; ");
  });
}

const having = (...capabilities: Record<string, unknown>[]) => ({ capabilities });
const write = can("assetsAcl", ["WRITE"]);
const read = can("assetsAcl", ["READ"]);

describe("the difference of two reports shows, of a group:", () => {
  test.each<[string, Partial<Group>, Partial<Group>, string]>([
    ["no change", having(read), having(read), ""],
    [
      "another order and spelling",
      having(can("timeSeriesAcl", ["READ", "WRITE"], { idscope: { ids: ["7", 8] } })),
      having(can("timeSeriesAcl", ["WRITE", "READ"], { idScope: { ids: [8, 7] } })),
      "",
    ],
    ["a replaced id with nothing gained", { id: 1 }, { id: 2 }, "replaced"],
    ["read gained", {}, having(read), "changed; +assetsAcl READ all"],
    ["write gained", having(read), having(read, write), "changed; +assetsAcl WRITE all; WRITE"],
    ["write lost", having(write), {}, "changed; -assetsAcl WRITE all"],
    [
      "a scope widened to all",
      having(can("assetsAcl", ["WRITE"], inDataSets(1))),
      having(write),
      "changed; +assetsAcl WRITE all; WRITE",
    ],
    [
      "a scope narrowed",
      having(write),
      having(can("assetsAcl", ["WRITE"], inDataSets(1))),
      "changed; -assetsAcl WRITE all",
    ],
    [
      "a data set more",
      having(can("assetsAcl", ["READ"], inDataSets(1))),
      having(can("assetsAcl", ["READ"], inDataSets(1, 2))),
      "changed; +assetsAcl READ datasetScope 2",
    ],
    [
      "a table of a database that was whole",
      having(can("rawAcl", ["READ"], inTables({ a: {} }))),
      having(can("rawAcl", ["READ"], inTables({ a: { tables: ["t"] } }))),
      "changed; -rawAcl READ tableScope a",
    ],
    [
      "a database whose name reads like a table that was there",
      having(can("rawAcl", ["WRITE"], inTables({ a: { tables: ["b"] } }))),
      having(can("rawAcl", ["WRITE"], inTables({ "a/b": {} }))),
      'changed; +rawAcl WRITE tableScope "a/b"; -rawAcl WRITE tableScope a/b; WRITE',
    ],
    [
      "one whose name begins like a whole one",
      having(can("rawAcl", ["WRITE"], inTables({ a: {} }))),
      having(can("rawAcl", ["WRITE"], inTables({ a: {}, "a/x": {} }))),
      'changed; +rawAcl WRITE tableScope "a/x"; WRITE',
    ],
    [
      "a scope that nobody knows, of which a field has another name",
      having(can("fooAcl", ["WRITE"], { fooScope: { only: ["a"] } })),
      having(can("fooAcl", ["WRITE"], { fooScope: { except: ["a"] } })),
      'changed; +fooAcl WRITE fooScope {"except":["a"]}; -fooAcl WRITE fooScope {"only":["a"]}; WRITE',
    ],
    [
      "one that has an exception less",
      having(can("fooAcl", ["WRITE"], { fooScope: { except: ["a", "b"] } })),
      having(can("fooAcl", ["WRITE"], { fooScope: { except: ["a"] } })),
      'changed; +fooAcl WRITE fooScope {"except":["a"]}; -fooAcl WRITE fooScope {"except":["a","b"]}; WRITE',
    ],
    [
      "one in another order",
      having(can("fooAcl", ["WRITE"], { fooScope: { x: [2, 10], y: ["b", "a"] } })),
      having(can("fooAcl", ["WRITE"], { fooScope: { y: ["a", "b"], x: [10, 2] } })),
      "",
    ],
    [
      "WRITE_PROPERTIES where WRITE was",
      having(can("dataModelInstancesAcl", ["WRITE"])),
      having(can("dataModelInstancesAcl", ["WRITE", "WRITE_PROPERTIES"], { all: {} })),
      "",
    ],
    [
      "a member added to a group that writes",
      { members: ["u1"], capabilities: [write] },
      { members: ["u1", "u2"], capabilities: [write] },
      "changed; +u2; WRITE",
    ],
    [
      "a member added to one that reads",
      { members: ["u1"], capabilities: [read] },
      { members: ["u1", "u2"], capabilities: [read] },
      "changed; +u2",
    ],
    [
      "a member removed",
      { members: ["u1", "u2"], capabilities: [write] },
      { members: ["u1"], capabilities: [write] },
      "changed; -u2",
    ],
    [
      "opened to all users",
      { members: ["u1"], capabilities: [write] },
      { members: "allUserAccounts", capabilities: [write] },
      "changed; +all user accounts; -u1; WRITE",
    ],
    [
      "another sourceId",
      { sourceId: "a", capabilities: [write] },
      { sourceId: "b", capabilities: [write] },
      "changed; +identity provider group b; -identity provider group a; WRITE",
    ],
    ["write for nobody", { sourceId: "" }, { sourceId: "", capabilities: [write] }, "changed; +assetsAcl WRITE all"],
    [
      "somebody for that",
      { sourceId: "", capabilities: [write] },
      { sourceId: "a", capabilities: [write] },
      "changed; +identity provider group a; WRITE",
    ],
    [
      "limited to an application",
      { sourceId: "a", capabilities: [write] },
      { sourceId: "a", capabilities: [write], attributes: { token: { appIds: ["app"] } } },
      "changed; -identity provider group a",
    ],
    [
      "open to every application",
      { sourceId: "a", capabilities: [write], attributes: { token: { appIds: ["app"] } } },
      { sourceId: "a", capabilities: [write] },
      "changed; +identity provider group a; WRITE",
    ],
    ["a legacy ACL", {}, having(can("genericsAcl", ["WRITE"])), "changed; +genericsAcl WRITE all; WRITE"],
    [
      "a right no longer limited to a project",
      having({ ...write, projectUrlNames: { urlNames: ["p"] } }),
      having(write),
      "changed; +assetsAcl WRITE all; WRITE",
    ],
  ])("%s", (_, before, after, expected) => {
    const diff = between([before], [after]);
    expect(lines(diff)).toEqual(expected === "" ? [] : [`group-1 ${expected}`]);
    expect(diff.gainsWrite).toBe(expected.endsWith("WRITE"));
  });

  test("where a right was, or is instead", () => {
    const diff = between([{ capabilities: [can("assetsAcl", ["WRITE"], inDataSets(1))] }], [{ capabilities: [write] }]);
    expect(diff.changes[0]?.gains.rights[0]?.instead).toEqual([
      { reach: "scoped", key: "datasetScope", targets: [["ids", "1"]] },
    ]);
  });

  test("a new group and a removed one", () => {
    const diff = between(
      [{ id: 1, name: "old", capabilities: [read] }],
      [{ id: 2, name: "new", sourceId: "x", capabilities: [write] }],
    );
    expect(lines(diff)).toEqual([
      "new new; +identity provider group x; +assetsAcl WRITE all; WRITE",
      "old removed; -identity provider group idp; -assetsAcl READ all",
    ]);
  });

  test("groups of one name, told apart by who is in them", () => {
    const [a, b] = [
      { name: "same", sourceId: "a", capabilities: [read] },
      { name: "same", sourceId: "b", capabilities: [write] },
    ];
    expect(
      lines(
        between(
          [
            { ...a, id: 1 },
            { ...b, id: 2 },
          ],
          [
            { ...b, id: 3 },
            { ...a, id: 4 },
          ],
        ),
      ),
    ).toEqual(["same replaced", "same replaced"]);
  });

  test("a new name, when the rest is the same", () => {
    const diff = between(
      [{ id: 1, name: "old", capabilities: [write] }],
      [{ id: 2, name: "new", capabilities: [write] }],
    );
    expect(diff.changes).toMatchObject([{ change: "changed", name: "new", nameBefore: "old", gainsWrite: [] }]);
  });

  test("the risks that were not there before", () => {
    const before = { sourceId: "a", capabilities: [can("groupsAcl", ["CREATE"])] };
    const diff = between([before], [{ ...before, sourceId: "" }]);
    expect(diff.newRisks.map(({ rule }) => rule)).toEqual(["managing-lost", "nobody"]);
  });
});

describe("a change that cannot be seen", () => {
  const hushed = (ciphertext: string, id = 1) =>
    stateReport(resource("a", id, { sourceId: "s", capabilities: secret(ciphertext) }));

  test("counts as a gain of write, unless it is the same ciphertext", () => {
    expect(accessDiff(hushed("x"), hushed("x", 2))).toMatchObject({
      gainsWrite: false,
      changes: [{ change: "replaced" }],
    });
    expect(accessDiff(hushed("x"), hushed("y"))).toMatchObject({
      gainsWrite: true,
      changes: [{ gainsWrite: ["cannot tell: capabilities is hidden"] }],
    });
  });

  test("does not count for a name, a metadata value, or who may read", () => {
    const group = (ciphertext: string) =>
      stateReport(
        resource("a", 1, { sourceId: secret(ciphertext), metadata: { a: secret(ciphertext) }, capabilities: [read] }),
      );
    expect(accessDiff(group("x"), group("y"))).toMatchObject({ gainsWrite: false, changes: [] });
  });

  test("counts for who may write", () => {
    const group = (ciphertext: string) =>
      stateReport(resource("a", 1, { sourceId: secret(ciphertext), capabilities: [write] }));
    expect(accessDiff(group("x"), group("y")).gainsWrite).toBe(true);
  });

  test("counts for a data set that is known after up, not for a category's id", () => {
    const before = stateReport(
      resource("a", 1, { sourceId: "s", capabilities: [can("assetsAcl", ["WRITE"], inDataSets(1))] }),
    );
    const after = stateReport(
      resource("a", 1, { sourceId: "s", capabilities: [can("assetsAcl", ["WRITE"], inDataSets(unknown))] }),
    );
    expect(accessDiff(before, after).gainsWrite).toBe(true);
    const member = (id: unknown) =>
      stateReport(
        resource("a", 1, {
          sourceId: "s",
          capabilities: [can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: [id] } })],
        }),
      );
    expect(lines(accessDiff(member(7), member(unknown)))).toEqual([
      "a changed; +securityCategoriesAcl MEMBEROF idscope (known after up); -securityCategoriesAcl MEMBEROF idscope 7",
    ]);
    expect(accessDiff(member(7), member(unknown)).gainsWrite).toBe(false);
  });
});

describe("the access change of a preview", () => {
  const step = (op: string, oldState: unknown, newState: unknown, urn = "urn:a") => ({
    op,
    urn,
    ...(oldState !== undefined && { oldState }),
    ...(newState !== undefined && { newState }),
  });
  const of = (...steps: unknown[]) => {
    const { before, after, notes } = accessInPreview({ steps });
    const side = (groups: AccessReport["groups"]) => ({ groups, categories: [], categoriesComplete: false });
    return accessDiff(side(before), side(after), { notes });
  };
  const old = resource("a", 1, { sourceId: "s", capabilities: [read] });
  const { outputs: _, id: __, ...fresh } = resource("a", 1, { sourceId: "s", capabilities: [read, write] });

  test.each<[string, unknown[], string]>([
    ["nothing", [step("same", old, old)], ""],
    [
      "a new group",
      [step("create", undefined, fresh)],
      "a new; +identity provider group s; +assetsAcl WRITE/READ all; WRITE",
    ],
    [
      "a replacement, once",
      [step("create-replacement", old, fresh), step("replace", old, fresh), step("delete-replaced", old, undefined)],
      "a changed; +assetsAcl WRITE all; WRITE",
    ],
    ["a deletion", [step("delete", old, undefined)], "a removed; -identity provider group s; -assetsAcl READ all"],
    ["a look-up", [step("read", undefined, fresh)], ""],
    [
      "what a refresh finds",
      [step("refresh", old, resource("a", 1, { sourceId: "s", capabilities: [write] }))],
      "a changed; +assetsAcl WRITE all; -assetsAcl READ all; WRITE",
    ],
    [
      "what a refresh finds and up repairs",
      [step("refresh", old, fresh), step("replace", fresh, old)],
      "a changed; -assetsAcl WRITE all",
    ],
    ["a resource of another type", [step("create", undefined, { type: "other", inputs: {} })], ""],
  ])("with %s", (_, steps, expected) => {
    expect(lines(of(...steps))).toEqual(expected === "" ? [] : [expected]);
  });

  test("of a group that is taken over changes nothing, and says so", () => {
    const diff = of(step("create", undefined, { ...fresh, inputs: { ...(fresh["inputs"] as object), importId: "7" } }));
    expect(diff).toMatchObject({ changes: [], notes: ['"a" is imported unchanged, with its ID 7'] });
  });

  test("of the plugin's groups is read as one of dynamic resources, imports included", () => {
    const {
      outputs: _,
      id: __,
      ...added
    } = pluginResource("a", 1, { members: ["allUserAccounts"], capabilities: [write] });
    expect(of(step("create", undefined, added))).toMatchObject({
      gainsWrite: true,
      changes: [{ change: "new", gains: { who: ["all user accounts"] } }],
    });
    const found = pluginResource("a", 7, { capabilities: [write] });
    expect(of(step("import", undefined, found))).toMatchObject({
      changes: [],
      notes: ['"a" is imported unchanged, with its ID 7'],
    });
  });

  test("of a group that is kept changes nothing, and says so", () => {
    const diff = of(step("delete", { ...old, retainOnDelete: true }, undefined));
    expect(diff.changes).toEqual([]);
    expect(diff.notes.join()).toContain("retainOnDelete");
  });

  test.each(["replace", "create-replacement"])("that replaces (%s) a group that is kept only adds", (op) => {
    const changed = resource("a", 1, { sourceId: "s" });
    const diff = of(step(op, { ...old, retainOnDelete: true }, changed));
    expect(diff.changes.map(({ gains, loses }) => [gains.who.length, loses.who, loses.rights])).toEqual([[1, [], []]]);
    expect(diff.notes.join()).toContain("retainOnDelete");
  });

  test("with secrets, which the preview shows as a word, counts as a gain of write", () => {
    const before = resource("a", 1, { sourceId: "s", capabilities: "[secret]" });
    const { outputs: _, ...after } = resource("a", 1, { sourceId: "t", capabilities: "[secret]" });
    expect(of(step("replace", before, after)).gainsWrite).toBe(true);
  });

  test("of a program that does not compile is refused with the compiler's errors, without a stack", () => {
    const message = [
      "error: Running program '/access/index.ts' failed with an unhandled exception:",
      "TSError: \u2a2f Unable to compile TypeScript:",
      `index.ts(2,89): error TS2322: Type '"FLY"' is not assignable to type '"READ" | "WRITE"'.`,
      "",
      "    at createTSError (/access/node_modules/ts-node/src/index.ts:859:12)",
    ];
    const failed = { steps: [], diagnostics: [{ severity: "error", message: message.join("\n") }] };
    expect(() => accessInPreview(failed)).toThrow(
      [
        "is a preview that failed, so its changes are not known: Running program '/access/index.ts' failed with an unhandled exception:",
        "  TSError: \u2a2f Unable to compile TypeScript:",
        `  index.ts(2,89): error TS2322: Type '"FLY"' is not assignable to type '"READ" | "WRITE"'.`,
      ].join("\n"),
    );
    expect(() => accessInPreview(failed)).not.toThrow(/createTSError/);
  });

  test("is refused where the preview failed, or the file is none", () => {
    const failed = { steps: [step("same", old, old)], diagnostics: [{ severity: "error", message: "no token\n" }] };
    expect(() => accessInPreview(failed)).toThrow(/is a preview that failed, .*: no token$/);
    expect(() => accessInPreview({ diagnostics: [] })).toThrow("is not the output of `pulumi preview --json`");
    expect(() => accessInPreview([])).toThrow("is not the output of `pulumi preview --json`");
  });
});

describe("--before and --after of cognite-iam access take", () => {
  test("a report, as it was written", () => {
    const report = reportOf([{ capabilities: [read], members: ["u1"] }], { names: new Map([["u1", "Ada"]]) });
    expect(readReport(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  test("a report of version 1, whose fields have their present names then", () => {
    const state = resource("a", 1, {
      sourceId: secret("x"),
      metadata: { things: "kept" },
      capabilities: [can("assetsAcl", ["READ"], inDataSets(7))],
    });
    const now = stateReport(state);
    const group = { ...now.groups[0], managementStatus: "drifted" };
    const old = JSON.stringify({ ...now, version: 1, groups: [group] })
      .replaceAll('"targets":', '"things":')
      .replaceAll('"managementStatus":', '"standing":')
      .replaceAll('"fingerprint":', '"mark":');
    expect(old).toMatch(/"things":\[\[.*"mark":".*"standing":/);
    expect(readReport(JSON.parse(old))).toEqual({ ...now, groups: [group] });
  });

  test("a stack export", () => {
    expect(readReport(exportOf(resource("a", 1, {}))).groups.map(({ name }) => name)).toEqual(["a"]);
  });

  test.each<[string, unknown, string]>([
    ["something else", {}, "is neither a report"],
    ["a list", [], "is neither a report"],
    ["a report of a later version", { kind: "cognite-iam/access", version: 3 }, "version"],
    ["a broken one", { ...reportOf([{}]), groups: [{ name: 1 }] }, "groups.0.key"],
  ])("not %s", (_, json, message) => {
    expect(() => readReport(json)).toThrow(message);
  });
});
