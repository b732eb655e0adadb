import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { findAcl, findScope, unlisted } from "../../src/capabilities/types";
import { wireCapability } from "../../src/capabilities/wire";
import { canonicalGroup } from "../../src/groups/canonical";
import { toWire } from "../../src/groups/wire";
import { can, inTables } from "../support/capability";
import { group, type Json, respelled } from "./any-group";

// Thousands of made-up groups take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const owner = "proj/dev/g#0123456789ab";

/** What is sent of a group `g`. */
const cases: readonly (readonly [what: string, content: Json, sent: Json])[] = [
  ["only what is set", {}, {}],
  [
    "nothing that is empty, null or not set",
    { sourceId: "", members: null, capabilities: null, metadata: null, attributes: null },
    {},
  ],
  ["no null in attributes", { attributes: { token: { appIds: null } } }, {}],
  ["no token of null", { attributes: { token: null } }, {}],
  ["no empty metadata", { metadata: {} }, {}],
  ["an empty list of capabilities", { capabilities: [] }, { capabilities: [] }],
  ["each member once", { members: ["b", "a", "b"] }, { members: ["b", "a"] }],
  ["all user accounts", { members: "allUserAccounts" }, { members: "allUserAccounts" }],
  [
    "each application once",
    { attributes: { token: { appIds: ["a", "a"] } } },
    { attributes: { token: { appIds: ["a"] } } },
  ],
  [
    "keys that every object has",
    { metadata: JSON.parse('{"__proto__":"x","constructor":"y"}') },
    { metadata: JSON.parse('{"__proto__":"x","constructor":"y"}') },
  ],
];

const capabilities: readonly (readonly [what: string, declared: Json, sent: Json])[] = [
  [
    "ids as numbers, each once",
    can("timeSeriesAcl", ["READ"], { idscope: { ids: ["3", 1, "001", 3, "9007199254740991"] } }),
    can("timeSeriesAcl", ["READ"], { idscope: { ids: [3, 1, 9007199254740991] } }),
  ],
  ["each action once", can("assetsAcl", ["READ", "WRITE", "READ"]), can("assetsAcl", ["READ", "WRITE"])],
  [
    "names as text, even where they look like numbers",
    can("dataModelsAcl", ["READ"], { spaceIdScope: { spaceIds: ["12", "012", "12"] } }),
    can("dataModelsAcl", ["READ"], { spaceIdScope: { spaceIds: ["12", "012"] } }),
  ],
  [
    "RAW tables in the notation that the service takes",
    can("rawAcl", ["READ"], inTables({ flat: ["b", "a", "b"], nested: { tables: ["12"] }, whole: {}, none: [] })),
    can(
      "rawAcl",
      ["READ"],
      inTables({
        flat: { tables: ["b", "a"] },
        nested: { tables: ["12"] },
        whole: { tables: [] },
        none: { tables: [] },
      }),
    ),
  ],
  [
    "a database of an odd name",
    can("rawAcl", ["READ"], inTables(JSON.parse('{"__proto__":["t"],"a.b":{}}'))),
    can("rawAcl", ["READ"], inTables(JSON.parse('{"__proto__":{"tables":["t"]},"a.b":{"tables":[]}}'))),
  ],
  [
    "the catalogue's spelling of the ACL and the scope that the ACL has",
    can("extractionpipelinesAcl", ["READ"], { IDSCOPE: { ids: [1] } }),
    can("extractionPipelinesAcl", ["READ"], { idScope: { ids: [1] } }),
  ],
  [
    "the other spelling where the ACL has that one",
    can("securityCategoriesAcl", ["MEMBEROF"], { idScope: { ids: ["1"] } }),
    can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: [1] } }),
  ],
  [
    "the projects that it is limited to",
    { assetsAcl: { actions: ["READ"], scope: { all: {} } }, projectUrlNames: { urlNames: ["p"] } },
    { assetsAcl: { actions: ["READ"], scope: { all: {} } }, projectUrlNames: { urlNames: ["p"] } },
  ],
  [
    "an unlisted one to the letter, without our own mark",
    { ...unlisted(can("assetsAcl", ["FLY", "FLY"], { datasetscope: { ids: ["1"] } })) },
    can("assetsAcl", ["FLY", "FLY"], { datasetscope: { ids: ["1"] } }),
  ],
];

describe("a create call sends", () => {
  test.each(cases)("%s", (_, content, sent) => {
    expect(toWire({ name: "g", ...content }, undefined)).toStrictEqual({ name: "g", ...sent });
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
