import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { aclVariants, scopes } from "../../src/capabilities/catalogue";
import { findAcl, findScope } from "../../src/capabilities/types";
import { canonicalGroup, differingFields, type GroupContent } from "../../src/groups/canonical";
import { can, inTables } from "../support/capability";
import { group, type Json, name, respelled } from "./any-group";
import { mutations } from "./changes";

// Thousands of made-up groups take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const grant = { actions: ["READ"], scope: { all: {} } };

/** Real spellings that the service uses, each pair one group. */
const same: readonly (readonly [string, GroupContent, GroupContent])[] = [
  ["ids as decimal strings", scoped("datasetScope", { ids: [1, 2] }), scoped("datasetScope", { ids: ["2", "1"] })],
  ["a whole database as {} and as no tables", raw({ db: {} }), raw({ db: { tables: [] } })],
  ["a whole database as {} and as []", raw({ db: {} }), raw({ db: [] })],
  ["tables nested and not", raw({ db: { tables: ["a", "b"] } }), raw({ db: ["b", "a"] })],
  ["idScope and idscope", scoped("idScope", { ids: [1] }), scoped("idscope", { ids: [1] })],
  [
    "an ACL as the spec spells it",
    { capabilities: [{ entityMatchingAcl: grant }] },
    { capabilities: [{ entitymatchingAcl: grant }] },
  ],
  ["an empty sourceId", { name: "g" }, { name: "g", sourceId: "" }],
  ["a sourceId beside members", { members: ["u"] }, { members: ["u"], sourceId: "s" }],
  [
    "a sourceId beside all user accounts",
    { members: "allUserAccounts" },
    { members: "allUserAccounts", sourceId: "s" },
  ],
  ["nothing, and empty things", {}, { sourceId: "", members: [], capabilities: [], metadata: {}, attributes: {} }],
  ["an owner's mark", { metadata: { a: "1" } }, { metadata: { a: "1", pulumi: "p/s/g#0123456789ab" } }],
  ["an owner's mark alone", {}, { metadata: { pulumi: "p/s/g#0123456789ab" } }],
  ["unlisted or not", { capabilities: [{ a: grant, unlisted: true }] }, { capabilities: [{ a: grant }] }],
  [
    "ids as strings in a scope that is not known",
    scoped("moonScope", { craters: [7] }),
    scoped("MoonScope", { craters: ["7"] }),
  ],
];

/** Pairs that are easily taken for one group. */
const different: readonly (readonly [string, GroupContent, GroupContent])[] = [
  ["all and no ids", scoped("all", {}), scoped("datasetScope", { ids: [] })],
  ["ids of data sets and of assets", scoped("datasetScope", { ids: [1] }), scoped("idscope", { ids: [1] })],
  ["spaces 1 and 01", scoped("spaceIdScope", { spaceIds: ["1"] }), scoped("spaceIdScope", { spaceIds: ["01"] })],
  [
    "a space 12 as text and as number",
    scoped("spaceIdScope", { spaceIds: ["12"] }),
    scoped("spaceIdScope", { spaceIds: [12] }),
  ],
  ["a table 12 as text and as number", raw({ db: { tables: ["12"] } }), raw({ db: { tables: [12] } })],
  [
    "names 7 and 007 in a scope that is not known",
    scoped("moonScope", { names: ["7"] }),
    scoped("moonScope", { names: ["007"] }),
  ],
  ["fields of scopes in another case", scoped("moonScope", { Names: [] }), scoped("moonScope", { names: [] })],
  [
    "ids beyond what a number holds",
    scoped("idscope", { ids: ["9007199254740993"] }),
    scoped("idscope", { ids: ["9007199254740992"] }),
  ],
  ["no databases and one", raw({}), raw({ db: {} })],
  ["a database and one of its tables", raw({ db: {} }), raw({ db: ["db"] })],
  ["databases in another case", raw({ db: {} }), raw({ DB: {} })],
  ["a database __proto__ and none", raw(JSON.parse('{"__proto__":{"tables":["t"]}}')), raw({})],
  ["more about a database", raw({ db: { tables: ["t"], mode: "x" } }), raw({ db: { tables: ["t"] } })],
  ["a key __proto__ and none", { metadata: JSON.parse('{"__proto__":"x"}') }, { metadata: {} }],
  ["a key constructor and none", { metadata: { constructor: "x" } }, { metadata: {} }],
  ["two pairs and one whose key holds both", { metadata: { a: "x", b: "y" } }, { metadata: { 'a:"x",b': "y" } }],
  [
    "two pairs and one whose key holds both in quotes",
    { metadata: { a: "x", b: "y" } },
    { metadata: { 'a":"x","b': "y" } },
  ],
  ["a key Pulumi", { metadata: { Pulumi: "x" } }, { metadata: {} }],
  ["an empty value and none", { metadata: { a: "" } }, { metadata: {} }],
  ["two members and one of both names", { members: ["a", "b"] }, { members: ["a,b"] }],
  ["a member and a sourceId of one name", { members: ["a"] }, { sourceId: "a" }],
  ["é in one piece and in two", { name: "é" }, { name: "e\u0301" }],
  [
    "one capability with two actions and two with one",
    caps("READ", "WRITE"),
    { capabilities: [...list(caps("READ")), ...list(caps("WRITE"))] },
  ],
  [
    "applications in another case",
    { attributes: { token: { appIds: ["a"] } } },
    { attributes: { token: { appIds: ["A"] } } },
  ],
];

function scoped(scope: string, content: Json): GroupContent {
  return { capabilities: [can("timeSeriesAcl", ["READ"], { [scope]: content })] };
}

function raw(dbsToTables: Json): GroupContent {
  return { capabilities: [can("rawAcl", ["READ"], inTables(dbsToTables))] };
}

function caps(...actions: string[]): GroupContent {
  return { capabilities: [can("assetsAcl", actions)] };
}

function list({ capabilities }: GroupContent): unknown[] {
  return capabilities as unknown[];
}

const runs = { numRuns: 200 };

describe("two groups compare as equal:", () => {
  test.each(same)("%s", (_, a, b) => {
    expect(canonicalGroup(a)).toBe(canonicalGroup(b));
    expect(differingFields(a, b)).toEqual([]);
  });

  test("any group in any order and spelling", () => {
    fc.assert(
      fc.property(
        group.chain((each) => fc.tuple(fc.constant(each), respelled(each), respelled(each))),
        ([declared, one, other]) => {
          expect(differingFields(declared, one)).toEqual([]);
          expect(differingFields(one, other)).toEqual([]);
          expect(canonicalGroup(one)).toBe(canonicalGroup(declared));
        },
      ),
      runs,
    );
  });

  test("any group before and after JSON has carried it", () => {
    fc.assert(
      fc.property(group, (each) => {
        // V8 itself (Node 24.21) reads a key that ends in an escape as another one that it has seen.
        fc.pre(!/\\(.|u[0-9a-f]{4})":/.test(JSON.stringify(each)));
        expect(canonicalGroup(JSON.parse(JSON.stringify(each)))).toBe(canonicalGroup(each));
      }),
      runs,
    );
  });
});

describe("two groups compare as different:", () => {
  test.each(different)("%s", (_, a, b) => {
    expect(canonicalGroup(a)).not.toBe(canonicalGroup(b));
    expect(differingFields(a, b)).not.toEqual([]);
  });

  // Made once for all changes; with the seed, a failure comes again.
  const seed = Math.trunc(Math.random() * 2 ** 31);
  const numRuns = 300;
  const groups = fc.sample(
    group.chain((declared) => fc.record({ declared: fc.constant(declared), spelled: respelled(declared), word: name })),
    { seed, numRuns },
  );

  test.each(mutations)("any group, and the same with %s", (_, change) => {
    let changed = 0;
    for (const [i, { declared, spelled, word }] of groups.entries()) {
      const mutant = change(declared, (n) => (n === 0 ? 0 : i % n), word);
      if (mutant === undefined) continue;
      changed += 1;
      const text = canonicalGroup(mutant);
      if (text === canonicalGroup(declared) || text === canonicalGroup(spelled))
        expect.fail(JSON.stringify({ seed, declared, spelled, mutant }, null, 2));
      expect(differingFields(mutant, spelled)).toEqual(differingFields(mutant, declared));
    }
    expect(changed).toBeGreaterThan(0);
  });
});

test("the comparison of groups is an equivalence on any JSON, and by field the same as on the whole", () => {
  const json = fc.jsonValue({ maxDepth: 5 });
  const any = fc.record(
    { name: json, sourceId: json, members: json, capabilities: json, metadata: json, attributes: json },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(any, any, (a, b) => {
      expect(canonicalGroup(a)).toBe(canonicalGroup(structuredClone(a)));
      expect(canonicalGroup(a) === canonicalGroup(b)).toBe(differingFields(a, b).length === 0);
      expect(differingFields(a, b)).toEqual(differingFields(b, a));
    }),
    runs,
  );
});

test("a difference between groups is named by its fields", () => {
  const before = { name: "a", members: ["u"], metadata: { a: "1" } };
  const after = { name: "b", sourceId: "s", metadata: { a: "2" }, capabilities: [{ assetsAcl: grant }] };
  expect(differingFields(before, after)).toEqual(["name", "sourceId", "members", "capabilities", "metadata"]);
});

test("a value that is not known yet differs from every known one", () => {
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  for (const field of ["name", "sourceId", "members", "capabilities", "metadata", "attributes"])
    expect(differingFields({ [field]: unknown }, {})).toEqual([field]);
  expect(differingFields(scoped("datasetScope", { ids: [unknown] }), scoped("datasetScope", { ids: [1] }))).toEqual([
    "capabilities",
  ]);
});

test("every spelling of an ACL and a scope is found, and nothing else is", () => {
  for (const [variant, acl] of Object.entries(aclVariants)) expect(findAcl(variant)?.name).toBe(acl);
  for (const scope of Object.keys(scopes))
    expect(findScope(scope.toUpperCase())?.toLowerCase()).toBe(scope.toLowerCase());
  expect(findScope("idscope", ["all", "idScope"])).toBe("idScope");
  for (const nothing of ["", "constructor", "__proto__", "toString", "assets"]) {
    expect(findAcl(nothing)).toBeUndefined();
    expect(findScope(nothing)).toBeUndefined();
  }
});
