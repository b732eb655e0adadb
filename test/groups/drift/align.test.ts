import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { unlisted } from "../../../src/capabilities/types";
import type { Group } from "../../../src/client/groups";
import { canonicalGroup, type GroupContent } from "../../../src/groups/canonical";
import { declarationOf, spellAsDeclared } from "../../../src/groups/drift/align";
import { toWire } from "../../../src/groups/wire";
import { can, inDataSets, inTables } from "../../support/capability";
import { group, type Json, name, respelled } from "../any-group";
import { mutations } from "../changes";

// Thousands of made-up groups take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const answered = (content: Json): Group => ({ id: 1, isDeleted: false, deletedTime: -1, ...content }) as Group;

/** The paths at which two values differ, lists compared by position as Pulumi's own diff does. */
function differences(before: unknown, after: unknown, path = ""): string[] {
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null)
    return Object.is(before, after) ? [] : [path];
  if (Array.isArray(before) !== Array.isArray(after)) return [path];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const own = (value: object) => (Object.hasOwn(value, key) ? (value as Json)[key] : undefined);
    return differences(own(before), own(after), path === "" ? key : `${path}.${key}`);
  });
}

const assets = (...ids: unknown[]) => can("assetsAcl", ["READ"], inDataSets(...ids));
const events = can("eventsAcl", ["READ"]);
const files = can("filesAcl", ["READ"]);
const labels = can("labelsAcl", ["READ"]);
const raw = (dbsToTables: Json) => can("rawAcl", ["READ", "WRITE"], inTables(dbsToTables));

/** Each of a group `g`, unless it has another name. */
type Case = readonly [what: string, declared: Json, live: Json, shown: Json];

const cases: readonly Case[] = [
  ["another name", {}, { name: "h" }, { name: "h" }],
  ["a sourceId gone", { sourceId: "s" }, { sourceId: "" }, {}],
  ["members instead of a sourceId", { sourceId: "s" }, { sourceId: "s", members: ["u"] }, { members: ["u"] }],
  ["members gone", { members: ["u"] }, {}, { members: [] }],
  ["metadata gone", { metadata: { a: "1" } }, { metadata: {} }, { metadata: {} }],
  ["capabilities gone", { capabilities: [events] }, {}, { capabilities: [] }],
  ["attributes gone", { attributes: { token: { appIds: ["a"] } } }, { attributes: null }, {}],
  [
    "all user accounts instead of members",
    { members: ["u"] },
    { members: "allUserAccounts" },
    { members: "allUserAccounts" },
  ],
  ["a member exchanged", { members: ["a", "b", "c"] }, { members: ["c", "x", "a"] }, { members: ["a", "x", "c"] }],
  [
    "a member gone from the middle: the last one moves up",
    { members: ["a", "b", "c", "d"] },
    { members: ["d", "c", "a"] },
    { members: ["a", "d", "c"] },
  ],
  ["a member twice, and another gone", { members: ["a", "a", "b"] }, { members: ["a"] }, { members: ["a", "a"] }],
  [
    "one value of metadata",
    { metadata: { a: "1", b: "2" } },
    { metadata: { b: "3", a: "1", pulumi: "p/s/g#0" } },
    { metadata: { a: "1", b: "3" } },
  ],
  [
    "metadata under names that every object has",
    { metadata: { constructor: "x", a: "1" } },
    { metadata: JSON.parse('{"a":"2","toString":"y","__proto__":"z"}') },
    { metadata: JSON.parse('{"a":"2","toString":"y","__proto__":"z"}') },
  ],
  [
    "a capability exchanged stays in its place",
    { capabilities: [events, assets(1), files] },
    { capabilities: [labels, files, events] },
    { capabilities: [events, labels, files] },
  ],
  [
    "a capability gone: the last one moves up",
    { capabilities: [events, assets(1), files, labels] },
    { capabilities: [labels, files, events] },
    { capabilities: [events, labels, files] },
  ],
  [
    "an id more, in a capability whose ids are strings and out of order",
    { capabilities: [events, assets("3", 1, "002")] },
    { capabilities: [assets("1", "2", "3", "4"), events] },
    { capabilities: [events, assets("3", 1, "002", 4)] },
  ],
  [
    "an action exchanged, in another spelling of the ACL and the scope",
    {
      capabilities: [can("extractionpipelinesAcl", ["READ", "WRITE"], { IDSCOPE: { ids: ["1"] } })],
    },
    {
      capabilities: [can("extractionPipelinesAcl", ["WRITE", "FLY"], { idScope: { ids: [1] } })],
    },
    {
      capabilities: [can("extractionpipelinesAcl", ["FLY", "WRITE"], { IDSCOPE: { ids: ["1"] } })],
    },
  ],
  [
    "one of several rights of an ACL, found by what it still has",
    { capabilities: [assets(1), assets(2), can("assetsAcl", ["WRITE"])] },
    {
      capabilities: [can("assetsAcl", ["READ", "WRITE"]), assets(2), assets(3)],
    },
    {
      capabilities: [assets(3), assets(2), can("assetsAcl", ["READ", "WRITE"])].map((each, i) =>
        i === 2 ? can("assetsAcl", ["WRITE", "READ"]) : each,
      ),
    },
  ],
  [
    "one whose scope is still there rather than one whose actions are",
    {
      capabilities: [assets(2), assets(1)],
    },
    {
      capabilities: [assets(3), can("assetsAcl", ["WRITE"], inDataSets(2))],
    },
    {
      capabilities: [can("assetsAcl", ["WRITE"], inDataSets(2)), assets(3)],
    },
  ],
  [
    "two gone from the middle: the last one takes the first place, the one before it the second",
    { members: ["a", "b", "c", "d", "e", "f"] },
    { members: ["a", "d", "e", "f"] },
    { members: ["a", "f", "e", "d"] },
  ],
  [
    "a table more, beside databases in every notation",
    {
      capabilities: [raw({ nested: { tables: ["b", "a"] }, flat: ["b", "a"], whole: {}, none: [], gone: {} })],
    },
    {
      capabilities: [
        raw({
          flat: { tables: ["a", "b", "c"] },
          whole: {},
          none: { tables: [] },
          nested: { tables: ["a", "b"] },
          fresh: {},
        }),
      ],
    },
    {
      capabilities: [
        raw({ nested: { tables: ["b", "a"] }, flat: ["b", "a", "c"], whole: {}, none: [], fresh: { tables: [] } }),
      ],
    },
  ],
  [
    "a whole database that is now some tables",
    { capabilities: [raw({ db: {} })] },
    { capabilities: [raw({ db: { tables: ["t"] } })] },
    { capabilities: [raw({ db: { tables: ["t"] } })] },
  ],
  [
    "what nobody knows yet is left as it is",
    {
      capabilities: [unlisted(can("newAcl", ["A"], { moonScope: { area: { sea: { depth: 1 } }, craters: [1, "x"] } }))],
    },
    {
      capabilities: [can("newAcl", ["B"], { moonScope: { area: { sea: { depth: 1 } }, craters: ["x", "1"] } })],
    },
    {
      capabilities: [unlisted(can("newAcl", ["B"], { moonScope: { area: { sea: { depth: 1 } }, craters: [1, "x"] } }))],
    },
  ],
  [
    "limited to another project",
    { capabilities: [{ ...events, projectUrlNames: { urlNames: ["a", "b"] } }] },
    { capabilities: [{ projectUrlNames: { urlNames: ["c", "b"] }, ...events }] },
    { capabilities: [{ ...events, projectUrlNames: { urlNames: ["c", "b"] } }] },
  ],
];

describe("refresh shows drift in its place:", () => {
  test.each(cases)("%s", (_, declared, live, shown) => {
    const aligned = spellAsDeclared({ name: "g", ...declared }, answered({ name: "g", ...live }));
    expect(differences(aligned, { name: "g", ...shown })).toEqual([]);
    expect(aligned).toEqual({ name: "g", ...shown });
  });
});

test("refresh shows nothing where nothing has changed, however the service spells it", () => {
  fc.assert(
    fc.property(
      group.chain((each) => fc.tuple(respelled(each), respelled(each))),
      ([declared, live]) => {
        const aligned = spellAsDeclared(declared, answered(live));
        for (const field of ["name", "sourceId", "members", "capabilities", "metadata", "attributes"])
          expect(aligned[field] ?? null).toBe(declared[field] ?? null);
      },
    ),
    { numRuns: 200 },
  );
});

describe("refresh shows one change and little else:", () => {
  const seed = Math.trunc(Math.random() * 2 ** 31);
  const groups = fc.sample(fc.tuple(group, name), { seed, numRuns: 60 });

  test.each(mutations)("%s", (_, change) => {
    for (const [i, [declared, word]] of groups.entries()) {
      const mutant = change(declared, (n) => (n === 0 ? 0 : i % n), word);
      if (mutant === undefined) continue;
      const [live = mutant] = fc.sample(respelled(mutant), { seed: seed + i, numRuns: 1 });
      const aligned = spellAsDeclared(declared, answered(live));
      const places = (value: GroupContent) => (value.capabilities ?? []) as unknown[];
      const moved = places(declared).filter((each, i) => differences(each, places(aligned)[i]).length > 0);
      if (canonicalGroup(aligned) !== canonicalGroup(mutant) || moved.length > 2)
        expect.fail(JSON.stringify({ seed, declared, live, aligned }, null, 2));
    }
  });
});

test("what comes back of what went out is what was declared", () => {
  fc.assert(
    fc.property(
      group.chain((each) =>
        fc.tuple(fc.constant(each), respelled(toWire(each, "p/s/g#0123456789ab") as unknown as Json)),
      ),
      ([declared, live]) => {
        expect(canonicalGroup(live)).toBe(canonicalGroup(declared));
        const aligned = spellAsDeclared(declared, answered(live));
        for (const [field, value] of Object.entries(declared)) expect(aligned[field]).toBe(value);
      },
    ),
    { numRuns: 200 },
  );
});

describe("a group that is read for the first time", () => {
  test("has only what is set, without the owner's mark and what the service adds", () => {
    const bare = {
      name: "g",
      sourceId: "",
      metadata: { pulumi: "p/s/g#0" },
      capabilities: null,
      members: null,
      attributes: {},
    };
    expect(declarationOf(answered(bare))).toEqual({ name: "g" });
    for (const attributes of [{}, { token: {} }, { token: { appIds: [] } }])
      expect(declarationOf(answered({ name: "g", attributes }))).toEqual({ name: "g" });
    expect(declarationOf(answered({ name: "g", sourceId: "added", members: [] }))).toEqual({ name: "g", members: [] });
  });

  test("has the catalogue's spelling, ids as numbers, and what nobody knows yet untouched", () => {
    const live = {
      name: "g",
      capabilities: [
        can("entityMatchingAcl", ["READ"]),
        can("timeSeriesAcl", ["READ"], { IDSCOPE: { ids: ["2", "10"] } }),
        can("rawAcl", ["LIST"], inTables({ db: {}, flat: ["t"] })),
        { newAcl: { actions: ["FLY"], scope: { moonScope: { craters: ["1"] } }, until: 5 } },
        { oddAcl: { scope: { all: {} } } },
        { emptyAcl: {} },
      ],
    };
    expect(declarationOf(answered(live))["capabilities"]).toStrictEqual([
      can("entitymatchingAcl", ["READ"]),
      can("timeSeriesAcl", ["READ"], { idscope: { ids: [2, 10] } }),
      can("rawAcl", ["LIST"], inTables({ db: { tables: [] }, flat: { tables: ["t"] } })),
      { newAcl: { actions: ["FLY"], scope: { moonScope: { craters: ["1"] } }, until: 5 } },
      { oddAcl: { scope: { all: {} } } },
      { emptyAcl: {} },
    ]);
  });
});
