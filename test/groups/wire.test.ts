import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { findAcl, findScope, unlisted } from "../../src/capabilities/types";
import { wireCapability } from "../../src/capabilities/wire";
import { canonicalGroup } from "../../src/groups/canonical";
import { toWire } from "../../src/groups/wire";
import { group, type Json, respelled } from "./any-group";

// Thousands of made-up groups take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const owner = "proj/dev/g#0123456789ab";

const cases: readonly (readonly [what: string, content: Json, sent: Json])[] = [
  ["only what is set", { name: "g" }, { name: "g" }],
  [
    "nothing that is empty, null or not set",
    { name: "g", sourceId: "", members: null, capabilities: null, metadata: null, attributes: null },
    { name: "g" },
  ],
  ["no null in attributes", { name: "g", attributes: { token: { appIds: null } } }, { name: "g" }],
  ["no token of null", { name: "g", attributes: { token: null } }, { name: "g" }],
  ["no empty metadata", { name: "g", metadata: {} }, { name: "g" }],
  ["an empty list of capabilities", { name: "g", capabilities: [] }, { name: "g", capabilities: [] }],
  ["each member once", { name: "g", members: ["b", "a", "b"] }, { name: "g", members: ["b", "a"] }],
  ["all user accounts", { name: "g", members: "allUserAccounts" }, { name: "g", members: "allUserAccounts" }],
  [
    "each application once",
    { name: "g", attributes: { token: { appIds: ["a", "a"] } } },
    { name: "g", attributes: { token: { appIds: ["a"] } } },
  ],
  [
    "keys that every object has",
    { name: "g", metadata: JSON.parse('{"__proto__":"x","constructor":"y"}') },
    { name: "g", metadata: JSON.parse('{"__proto__":"x","constructor":"y"}') },
  ],
];

const capabilities: readonly (readonly [what: string, declared: Json, sent: Json])[] = [
  [
    "ids as numbers, each once",
    { timeSeriesAcl: { actions: ["READ"], scope: { idscope: { ids: ["3", 1, "001", 3, "9007199254740991"] } } } },
    { timeSeriesAcl: { actions: ["READ"], scope: { idscope: { ids: [3, 1, 9007199254740991] } } } },
  ],
  [
    "each action once",
    { assetsAcl: { actions: ["READ", "WRITE", "READ"], scope: { all: {} } } },
    { assetsAcl: { actions: ["READ", "WRITE"], scope: { all: {} } } },
  ],
  [
    "names as text, even where they look like numbers",
    { dataModelsAcl: { actions: ["READ"], scope: { spaceIdScope: { spaceIds: ["12", "012", "12"] } } } },
    { dataModelsAcl: { actions: ["READ"], scope: { spaceIdScope: { spaceIds: ["12", "012"] } } } },
  ],
  [
    "RAW tables in the notation that the service takes",
    {
      rawAcl: {
        actions: ["READ"],
        scope: {
          tableScope: { dbsToTables: { flat: ["b", "a", "b"], nested: { tables: ["12"] }, whole: {}, none: [] } },
        },
      },
    },
    {
      rawAcl: {
        actions: ["READ"],
        scope: {
          tableScope: {
            dbsToTables: {
              flat: { tables: ["b", "a"] },
              nested: { tables: ["12"] },
              whole: { tables: [] },
              none: { tables: [] },
            },
          },
        },
      },
    },
  ],
  [
    "a database of an odd name",
    {
      rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: JSON.parse('{"__proto__":["t"],"a.b":{}}') } } },
    },
    {
      rawAcl: {
        actions: ["READ"],
        scope: { tableScope: { dbsToTables: JSON.parse('{"__proto__":{"tables":["t"]},"a.b":{"tables":[]}}') } },
      },
    },
  ],
  [
    "the catalogue's spelling of the ACL and the scope that the ACL has",
    { extractionpipelinesAcl: { actions: ["READ"], scope: { IDSCOPE: { ids: [1] } } } },
    { extractionPipelinesAcl: { actions: ["READ"], scope: { idScope: { ids: [1] } } } },
  ],
  [
    "the other spelling where the ACL has that one",
    { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idScope: { ids: ["1"] } } } },
    { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [1] } } } },
  ],
  [
    "the projects that it is limited to",
    { assetsAcl: { actions: ["READ"], scope: { all: {} } }, projectUrlNames: { urlNames: ["p"] } },
    { assetsAcl: { actions: ["READ"], scope: { all: {} } }, projectUrlNames: { urlNames: ["p"] } },
  ],
  [
    "an unlisted one to the letter, without our own mark",
    { ...unlisted({ assetsAcl: { actions: ["FLY", "FLY"], scope: { datasetscope: { ids: ["1"] } } } }) },
    { assetsAcl: { actions: ["FLY", "FLY"], scope: { datasetscope: { ids: ["1"] } } } },
  ],
];

describe("a create call sends", () => {
  test.each(cases)("%s", (_, content, sent) => {
    expect(toWire(content, undefined)).toStrictEqual(sent);
  });

  test.each(capabilities)("a capability: %s", (_, declared, sent) => {
    expect(toWire({ name: "g", capabilities: [declared] }, undefined)).toStrictEqual({
      name: "g",
      capabilities: [sent],
    });
  });

  test("the owner's mark, beside the metadata or alone", () => {
    expect(toWire({ name: "g", metadata: { a: "1" } }, owner).metadata).toEqual({ a: "1", pulumi: owner });
    expect(toWire({ name: "g" }, owner).metadata).toEqual({ pulumi: owner });
    expect(toWire({ name: "g", metadata: { a: "1" } }, undefined).metadata).toEqual({ a: "1" });
  });

  test("nothing that this package keeps beside the content of a group", () => {
    const inputs = { name: "g", owner, importId: "1", __provider: "x", project: "p", groupId: 1 };
    expect(toWire(inputs, undefined)).toStrictEqual({ name: "g" });
  });
});

test("making the body of a create call leaves the inputs as they are", () => {
  const declared = { name: "g", members: ["a", "a"], capabilities: [capabilities[0]?.[1]], metadata: { a: "1" } };
  const before = structuredClone(declared);
  toWire(declared, owner);
  expect(declared).toEqual(before);
});

/** Every value in some JSON, with the path to it. */
function* valuesIn(
  value: unknown,
  path: readonly string[] = [],
): Generator<{ value: unknown; path: readonly string[] }> {
  yield { value, path };
  if (typeof value === "object" && value !== null)
    for (const [key, each] of Object.entries(value)) yield* valuesIn(each, [...path, key]);
}

test("any group goes out in one spelling, without null or undefined, and says the same", () => {
  fc.assert(
    fc.property(
      group.chain((each) => fc.tuple(fc.constant(each), respelled(each))),
      ([declared, spelled]) => {
        const sent = toWire(spelled, owner);
        expect(canonicalGroup(sent)).toBe(canonicalGroup(declared));
        expect(toWire(sent, owner)).toEqual(sent);
        for (const { value } of valuesIn(sent)) expect(value ?? undefined).toBeDefined();
        expect(sent.sourceId !== undefined && sent.members !== undefined).toBe(
          typeof spelled["sourceId"] === "string" && spelled["sourceId"] !== "" && spelled["members"] != null,
        );
        for (const capability of (sent.capabilities ?? []) as Json[])
          for (const [acl, grant] of Object.entries(capability)) {
            const known = findAcl(acl);
            if (known === undefined) continue;
            expect(acl).toBe(known.name);
            const [[scope, content] = ["", {}]] = Object.entries((grant as { scope: Json }).scope);
            expect(findScope(scope, known.scopes)).toBe(scope);
            for (const id of (content as { ids?: unknown[] }).ids ?? []) expect(typeof id).toBe("number");
          }
      },
    ),
    { numRuns: 200 },
  );
});

test("a capability of the service that lacks something is not filled up", () => {
  expect(wireCapability({ assetsAcl: { scope: { all: {} } } })).toStrictEqual({ assetsAcl: { scope: { all: {} } } });
  expect(wireCapability({ assetsAcl: { actions: ["READ"] } })).toStrictEqual({ assetsAcl: { actions: ["READ"] } });
  expect(wireCapability({ assetsAcl: null })).toStrictEqual({ assetsAcl: null });
});
