import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { unlisted } from "../../../src/capabilities/types";
import type { Group } from "../../../src/client/groups";
import { canonicalGroup, type GroupContent } from "../../../src/groups/canonical";
import { alignTo, contentOf } from "../../../src/groups/drift/align";
import { toWire } from "../../../src/groups/wire";
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

const assets = (...ids: unknown[]) => ({ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids } } } });
const events = { eventsAcl: { actions: ["READ"], scope: { all: {} } } };
const files = { filesAcl: { actions: ["READ"], scope: { all: {} } } };
const labels = { labelsAcl: { actions: ["READ"], scope: { all: {} } } };
const raw = (dbsToTables: Json) => ({ rawAcl: { actions: ["READ", "WRITE"], scope: { tableScope: { dbsToTables } } } });

type Case = readonly [what: string, declared: Json, live: Json, shown: Json];

const cases: readonly Case[] = [
  ["another name", { name: "g" }, { name: "h" }, { name: "h" }],
  ["a sourceId gone", { name: "g", sourceId: "s" }, { name: "g", sourceId: "" }, { name: "g" }],
  [
    "members instead of a sourceId",
    { name: "g", sourceId: "s" },
    { name: "g", sourceId: "s", members: ["u"] },
    { name: "g", members: ["u"] },
  ],
  ["members gone", { name: "g", members: ["u"] }, { name: "g" }, { name: "g", members: [] }],
  ["metadata gone", { name: "g", metadata: { a: "1" } }, { name: "g", metadata: {} }, { name: "g", metadata: {} }],
  ["capabilities gone", { name: "g", capabilities: [events] }, { name: "g" }, { name: "g", capabilities: [] }],
  [
    "attributes gone",
    { name: "g", attributes: { token: { appIds: ["a"] } } },
    { name: "g", attributes: null },
    { name: "g" },
  ],
  [
    "all user accounts instead of members",
    { name: "g", members: ["u"] },
    { name: "g", members: "allUserAccounts" },
    { name: "g", members: "allUserAccounts" },
  ],
  [
    "a member exchanged",
    { name: "g", members: ["a", "b", "c"] },
    { name: "g", members: ["c", "x", "a"] },
    { name: "g", members: ["a", "x", "c"] },
  ],
  [
    "a member gone from the middle: the last one moves up",
    { name: "g", members: ["a", "b", "c", "d"] },
    { name: "g", members: ["d", "c", "a"] },
    { name: "g", members: ["a", "d", "c"] },
  ],
  [
    "a member twice, and another gone",
    { name: "g", members: ["a", "a", "b"] },
    { name: "g", members: ["a"] },
    { name: "g", members: ["a", "a"] },
  ],
  [
    "one value of metadata",
    { name: "g", metadata: { a: "1", b: "2" } },
    { name: "g", metadata: { b: "3", a: "1", pulumi: "p/s/g#0" } },
    { name: "g", metadata: { a: "1", b: "3" } },
  ],
  [
    "metadata under names that every object has",
    { name: "g", metadata: { constructor: "x", a: "1" } },
    { name: "g", metadata: JSON.parse('{"a":"2","toString":"y","__proto__":"z"}') },
    { name: "g", metadata: JSON.parse('{"a":"2","toString":"y","__proto__":"z"}') },
  ],
  [
    "a capability exchanged stays in its place",
    { name: "g", capabilities: [events, assets(1), files] },
    { name: "g", capabilities: [labels, files, events] },
    { name: "g", capabilities: [events, labels, files] },
  ],
  [
    "a capability gone: the last one moves up",
    { name: "g", capabilities: [events, assets(1), files, labels] },
    { name: "g", capabilities: [labels, files, events] },
    { name: "g", capabilities: [events, labels, files] },
  ],
  [
    "an id more, in a capability whose ids are strings and out of order",
    { name: "g", capabilities: [events, assets("3", 1, "002")] },
    { name: "g", capabilities: [assets("1", "2", "3", "4"), events] },
    { name: "g", capabilities: [events, assets("3", 1, "002", 4)] },
  ],
  [
    "an action exchanged, in another spelling of the ACL and the scope",
    {
      name: "g",
      capabilities: [{ extractionpipelinesAcl: { actions: ["READ", "WRITE"], scope: { IDSCOPE: { ids: ["1"] } } } }],
    },
    {
      name: "g",
      capabilities: [{ extractionPipelinesAcl: { actions: ["WRITE", "FLY"], scope: { idScope: { ids: [1] } } } }],
    },
    {
      name: "g",
      capabilities: [{ extractionpipelinesAcl: { actions: ["FLY", "WRITE"], scope: { IDSCOPE: { ids: ["1"] } } } }],
    },
  ],
  [
    "one of several rights of an ACL, found by what it still has",
    { name: "g", capabilities: [assets(1), assets(2), { assetsAcl: { actions: ["WRITE"], scope: { all: {} } } }] },
    {
      name: "g",
      capabilities: [{ assetsAcl: { actions: ["READ", "WRITE"], scope: { all: {} } } }, assets(2), assets(3)],
    },
    {
      name: "g",
      capabilities: [assets(3), assets(2), { assetsAcl: { actions: ["READ", "WRITE"], scope: { all: {} } } }].map(
        (each, i) => (i === 2 ? { assetsAcl: { actions: ["WRITE", "READ"], scope: { all: {} } } } : each),
      ),
    },
  ],
  [
    "one whose scope is still there rather than one whose actions are",
    {
      name: "g",
      capabilities: [assets(2), assets(1)],
    },
    {
      name: "g",
      capabilities: [assets(3), { assetsAcl: { actions: ["WRITE"], scope: { datasetScope: { ids: [2] } } } }],
    },
    {
      name: "g",
      capabilities: [{ assetsAcl: { actions: ["WRITE"], scope: { datasetScope: { ids: [2] } } } }, assets(3)],
    },
  ],
  [
    "two gone from the middle: the last one takes the first place, the one before it the second",
    { name: "g", members: ["a", "b", "c", "d", "e", "f"] },
    { name: "g", members: ["a", "d", "e", "f"] },
    { name: "g", members: ["a", "f", "e", "d"] },
  ],
  [
    "a table more, beside databases in every notation",
    {
      name: "g",
      capabilities: [raw({ nested: { tables: ["b", "a"] }, flat: ["b", "a"], whole: {}, none: [], gone: {} })],
    },
    {
      name: "g",
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
      name: "g",
      capabilities: [
        raw({ nested: { tables: ["b", "a"] }, flat: ["b", "a", "c"], whole: {}, none: [], fresh: { tables: [] } }),
      ],
    },
  ],
  [
    "a whole database that is now some tables",
    { name: "g", capabilities: [raw({ db: {} })] },
    { name: "g", capabilities: [raw({ db: { tables: ["t"] } })] },
    { name: "g", capabilities: [raw({ db: { tables: ["t"] } })] },
  ],
  [
    "what nobody knows yet is left as it is",
    {
      name: "g",
      capabilities: [
        unlisted({
          newAcl: { actions: ["A"], scope: { moonScope: { area: { sea: { depth: 1 } }, craters: [1, "x"] } } },
        }),
      ],
    },
    {
      name: "g",
      capabilities: [
        { newAcl: { actions: ["B"], scope: { moonScope: { area: { sea: { depth: 1 } }, craters: ["x", "1"] } } } },
      ],
    },
    {
      name: "g",
      capabilities: [
        unlisted({
          newAcl: { actions: ["B"], scope: { moonScope: { area: { sea: { depth: 1 } }, craters: [1, "x"] } } },
        }),
      ],
    },
  ],
  [
    "limited to another project",
    { name: "g", capabilities: [{ ...events, projectUrlNames: { urlNames: ["a", "b"] } }] },
    { name: "g", capabilities: [{ projectUrlNames: { urlNames: ["c", "b"] }, ...events }] },
    { name: "g", capabilities: [{ ...events, projectUrlNames: { urlNames: ["c", "b"] } }] },
  ],
];

describe("refresh shows drift in its place:", () => {
  test.each(cases)("%s", (_, declared, live, shown) => {
    const aligned = alignTo(declared, answered(live));
    expect(differences(aligned, shown)).toEqual([]);
    expect(aligned).toEqual(shown);
  });
});

test("refresh shows nothing where nothing has changed, however the service spells it", () => {
  fc.assert(
    fc.property(
      group.chain((each) => fc.tuple(respelled(each), respelled(each))),
      ([declared, live]) => {
        const aligned = alignTo(declared, answered(live));
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
      const aligned = alignTo(declared, answered(live));
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
        const aligned = alignTo(declared, answered(live));
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
    expect(contentOf(answered(bare))).toEqual({ name: "g" });
    for (const attributes of [{}, { token: {} }, { token: { appIds: [] } }])
      expect(contentOf(answered({ name: "g", attributes }))).toEqual({ name: "g" });
    expect(contentOf(answered({ name: "g", sourceId: "added", members: [] }))).toEqual({ name: "g", members: [] });
  });

  test("has the catalogue's spelling, ids as numbers, and what nobody knows yet untouched", () => {
    const live = {
      name: "g",
      capabilities: [
        { entityMatchingAcl: { actions: ["READ"], scope: { all: {} } } },
        { timeSeriesAcl: { actions: ["READ"], scope: { IDSCOPE: { ids: ["2", "10"] } } } },
        { rawAcl: { actions: ["LIST"], scope: { tableScope: { dbsToTables: { db: {}, flat: ["t"] } } } } },
        { newAcl: { actions: ["FLY"], scope: { moonScope: { craters: ["1"] } }, until: 5 } },
        { oddAcl: { scope: { all: {} } } },
        { emptyAcl: {} },
      ],
    };
    expect(contentOf(answered(live))["capabilities"]).toStrictEqual([
      { entitymatchingAcl: { actions: ["READ"], scope: { all: {} } } },
      { timeSeriesAcl: { actions: ["READ"], scope: { idscope: { ids: [2, 10] } } } },
      {
        rawAcl: {
          actions: ["LIST"],
          scope: { tableScope: { dbsToTables: { db: { tables: [] }, flat: { tables: ["t"] } } } },
        },
      },
      { newAcl: { actions: ["FLY"], scope: { moonScope: { craters: ["1"] } }, until: 5 } },
      { oddAcl: { scope: { all: {} } } },
      { emptyAcl: {} },
    ]);
  });
});
