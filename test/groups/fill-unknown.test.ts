import { describe, expect, test } from "vitest";
import { differingFields, type GroupContent } from "../../src/groups/canonical";
import { fillUnknown } from "../../src/groups/fill-unknown";
import { unknownValue as unknown } from "../../src/validation/unknown";

const can = (acl: string, actions: unknown, scope: unknown) => ({ [acl]: { actions, scope } });
const ids = (...of: unknown[]) => can("assetsAcl", ["READ"], { datasetScope: { ids: of } });
const member = (...of: unknown[]) => can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: of } });
const raw = (dbsToTables: unknown) => can("rawAcl", ["READ"], { tableScope: { dbsToTables } });
const all = can("eventsAcl", ["READ"], { all: {} });
const app = (...appIds: unknown[]) => ({ token: { appIds } });

type Row = readonly [declared: GroupContent, live: GroupContent, differing: readonly string[]];

const capabilities = (declared: readonly unknown[] | string, live: readonly unknown[], same: boolean): Row => [
  { name: "g", capabilities: declared },
  { name: "g", capabilities: live },
  same ? [] : ["capabilities"],
];

const table: Record<string, readonly Row[]> = {
  "a whole field": [
    [{ name: unknown }, { name: "g" }, []],
    [{ name: "g", sourceId: unknown }, { name: "g", sourceId: "s" }, []],
    [{ name: "g", sourceId: unknown }, { name: "g" }, []],
    [{ name: "g", members: unknown }, { name: "g", members: "allUserAccounts" }, []],
    [{ name: "g", metadata: unknown }, { name: "g", metadata: { a: "1" } }, []],
    [{ name: "g", attributes: unknown }, { name: "g", attributes: app("a") }, []],
    [{ name: unknown, sourceId: "s" }, { name: "g", sourceId: "t" }, ["sourceId"]],
    [{ name: unknown, sourceId: "s", metadata: { a: "1" } }, { name: "g", sourceId: "t" }, ["sourceId", "metadata"]],
    capabilities(unknown, [all, ids(1)], true),
  ],
  ids: [
    capabilities([ids(unknown)], [ids(5)], true),
    capabilities([ids(unknown, 7)], [ids(7, 5)], true),
    capabilities([ids("7", unknown)], [ids(5, 7)], true),
    capabilities([ids(unknown, 7)], [ids(5, 8)], false),
    capabilities([ids(unknown, 7)], [ids(7)], false),
    capabilities([ids(unknown, 7)], [ids(5, 6, 7)], false),
    capabilities([ids(unknown, unknown)], [ids(5, 6)], true),
    capabilities([ids(7, 7, unknown)], [ids(7, 5)], true),
    capabilities([ids(unknown)], [ids()], false),
    capabilities([can("assetsAcl", ["READ"], { datasetScope: { ids: unknown } })], [ids(5, 6)], true),
    capabilities([can("assetsAcl", ["READ"], { DataSetScope: { ids: [unknown] } })], [ids(5)], true),
  ],
  "another right beside it": [
    capabilities([member(unknown), all], [all, member(5)], true),
    capabilities([member(unknown), all], [member(5)], false),
    capabilities([member(unknown)], [all, member(5)], false),
    capabilities([member(unknown), ids(1)], [member(5), ids(2)], false),
    capabilities([member(unknown), can("eventsAcl", ["WRITE"], { all: {} })], [member(5), all], false),
    capabilities([can("securityCategoriesAcl", ["LIST"], { idscope: { ids: [unknown] } })], [member(5)], false),
    capabilities([can("assetsAcl", unknown, { all: {} })], [can("assetsAcl", ["READ"], { all: {} })], true),
    capabilities([can("assetsAcl", ["READ"], unknown)], [ids(5)], true),
    capabilities([can("assetsAcl", ["WRITE"], unknown)], [ids(5)], false),
    capabilities(
      [{ newAcl: { actions: ["A"], scope: { s: unknown } }, unlisted: true }],
      [can("newAcl", ["A"], { s: 1 })],
      true,
    ),
  ],
  "several of one kind": [
    // Whichever the first takes, the second must find its own.
    capabilities([ids(unknown, unknown), ids(unknown, 1)], [ids(1, 2), ids(3, 4)], true),
    capabilities([ids(unknown, 1), ids(unknown, unknown)], [ids(1, 2), ids(3, 4)], true),
    capabilities([ids(unknown, 1), ids(unknown, 2)], [ids(1, 2), ids(3, 4)], false),
    capabilities([ids(unknown), ids(unknown)], [ids(1), ids(2)], true),
    capabilities([ids(unknown), unknown], [ids(1), all], true),
    capabilities([unknown, unknown], [all], false),
    capabilities([unknown], [], false),
  ],
  "RAW tables": [
    capabilities([raw({ db: [unknown] })], [raw({ db: { tables: ["t"] } })], true),
    capabilities([raw({ db: ["u", unknown] })], [raw({ db: { tables: ["t", "v"] } })], false),
    capabilities([raw({ db: { tables: unknown } })], [raw({ db: { tables: ["t", "v"] } })], true),
    capabilities([raw({ db: unknown })], [raw({ db: { tables: [] } })], true),
    capabilities([raw({ db: unknown, other: {} })], [raw({ db: { tables: [] } })], false),
    capabilities([raw({ DB: [unknown] })], [raw({ db: { tables: ["t"] } })], false),
  ],
  "members, metadata, attributes": [
    [{ members: ["a", unknown] }, { members: ["b", "a"] }, []],
    [{ members: ["a", unknown] }, { members: ["b", "c"] }, ["members"]],
    [{ members: ["a", unknown] }, { members: ["a"] }, ["members"]],
    [{ members: [unknown] }, { members: "allUserAccounts" }, ["members"]],
    [{ metadata: { a: unknown, b: "2" } }, { metadata: { b: "2", a: "1", pulumi: "mark" } }, []],
    [{ metadata: { a: unknown, b: "2" } }, { metadata: { b: "3", a: "1" } }, ["metadata"]],
    [{ metadata: { a: unknown } }, { metadata: {} }, ["metadata"]],
    [{ metadata: { a: unknown } }, { metadata: { a: "1", b: "2" } }, ["metadata"]],
    [{ attributes: app(unknown, "b") }, { attributes: app("b", "a") }, []],
    [{ attributes: app(unknown, "b") }, { attributes: app("c", "a") }, ["attributes"]],
    [{ attributes: app(unknown) }, {}, ["attributes"]],
  ],
};

describe.each(Object.entries(table))("what is not known yet stands for itself alone: %s", (_, rows) => {
  test.each(rows)("%j against %j differs in %j", (declared, live, differing) => {
    expect(differingFields(fillUnknown(declared, live), live)).toEqual(differing);
  });
});

test("what is known stays as declared, in its place", () => {
  const declared = { members: ["a", unknown, "c"], capabilities: [member(unknown, "7"), all] };
  const live = { members: ["c", "b", "a"], capabilities: [all, member(7, 5)] };
  expect(fillUnknown(declared, live)).toEqual({ members: ["a", "b", "c"], capabilities: [member(7, 5), all] });
});
