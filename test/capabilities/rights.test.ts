import { expect, test } from "vitest";
import { missingCapabilities } from "../../src/client/index";

const all = { all: {} };
const datasets = (...ids: (number | string)[]) => ({ datasetScope: { ids } });

test.each([
  {
    what: "one action, of which the other is held",
    has: [{ assetsAcl: { actions: ["READ"], scope: all } }],
    wanted: [{ assetsAcl: { actions: ["READ", "WRITE"], scope: all } }],
    missing: [{ assetsAcl: { actions: ["WRITE"], scope: all } }],
  },
  {
    what: "each id by itself, in the order of the wish",
    has: [{ eventsAcl: { actions: ["READ"], scope: datasets(2) } }],
    wanted: [{ eventsAcl: { actions: ["READ"], scope: datasets(3, 2, 1) } }],
    missing: [
      { eventsAcl: { actions: ["READ"], scope: datasets(3) } },
      { eventsAcl: { actions: ["READ"], scope: datasets(1) } },
    ],
  },
  {
    what: "all, when only some of it is held",
    has: [{ eventsAcl: { actions: ["READ"], scope: datasets(1) } }],
    wanted: [{ eventsAcl: { actions: ["READ"], scope: all } }],
    missing: [{ eventsAcl: { actions: ["READ"], scope: all } }],
  },
  {
    what: "a whole RAW database, when one table is held, and a table of another",
    has: [{ rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { a: { tables: ["t"] } } } } } }],
    wanted: [{ rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { a: {}, b: ["t"] } } } } }],
    missing: [
      { rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { a: { tables: [] } } } } } },
      { rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { b: { tables: ["t"] } } } } } },
    ],
  },
  {
    what: "WRITE, which WRITE_PROPERTIES does not cover",
    has: [{ dataModelInstancesAcl: { actions: ["WRITE_PROPERTIES"], scope: all } }],
    wanted: [{ dataModelInstancesAcl: { actions: ["WRITE"], scope: { spaceIdScope: { spaceIds: ["s"] } } } }],
    missing: [{ dataModelInstancesAcl: { actions: ["WRITE"], scope: { spaceIdScope: { spaceIds: ["s"] } } } }],
  },
  {
    what: "an ACL that nobody knows, to the letter",
    has: [{ futureAcl: { actions: ["FLY"], scope: { skyScope: { height: 1 } } } }],
    wanted: [{ futureAcl: { actions: ["FLY"], scope: { skyScope: { height: 2 } } } }],
    missing: [{ futureAcl: { actions: ["FLY"], scope: { skyScope: { height: 2 } } } }],
  },
  {
    what: "a scope with a field that nobody knows, to the letter",
    has: [{ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [1, 2], except: [2] } } } }],
    wanted: [{ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [1], except: [2] } } } }],
    missing: [{ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [1], except: [2] } } } }],
  },
  {
    what: "everything, when nothing is held",
    has: [],
    wanted: { groupsAcl: { actions: ["LIST"], scope: { currentuserscope: {} } } },
    missing: [{ groupsAcl: { actions: ["LIST"], scope: { currentuserscope: {} } } }],
  },
])("missingCapabilities names $what", ({ has, wanted, missing }) => {
  expect(missingCapabilities(has, wanted)).toEqual(missing);
});

test.each([
  ["all", { assetsAcl: { actions: ["READ"], scope: all } }, { assetsAcl: { actions: ["READ"], scope: datasets(1) } }],
  [
    "ids as text",
    { assetsAcl: { actions: ["READ"], scope: datasets("1", "2") } },
    { assetsAcl: { actions: ["READ"], scope: datasets(2) } },
  ],
  [
    "a scope in another case",
    { datasetsAcl: { actions: ["READ"], scope: { idscope: { ids: [1] } } } },
    { datasetsAcl: { actions: ["READ"], scope: { idScope: { ids: [1] } } } },
  ],
  [
    "all for the caller's own",
    { groupsAcl: { actions: ["LIST"], scope: all } },
    { groupsAcl: { actions: ["LIST"], scope: { currentuserscope: {} } } },
  ],
  [
    "a RAW database for its tables",
    { rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { a: {} } } } } },
    { rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { a: { tables: ["t", "u"] } } } } } },
  ],
  [
    "WRITE for WRITE_PROPERTIES in the same space",
    { dataModelInstancesAcl: { actions: ["WRITE"], scope: { spaceIdScope: { spaceIds: ["s"] } } } },
    { dataModelInstancesAcl: { actions: ["WRITE_PROPERTIES"], scope: { spaceIdScope: { spaceIds: ["s"] } } } },
  ],
  [
    "WRITE everywhere for WRITE_PROPERTIES in a space",
    { dataModelInstancesAcl: { actions: ["WRITE"], scope: all } },
    { dataModelInstancesAcl: { actions: ["WRITE_PROPERTIES"], scope: { spaceIdScope: { spaceIds: ["s"] } } } },
  ],
  ["nothing for an ACL that is no longer in use", [], { genericsAcl: { actions: ["READ"], scope: all } }],
  ["nothing for an empty wish", [], []],
])("no capability is missing where what is held covers the wish: %s", (_, has, wanted) => {
  expect(missingCapabilities(has, wanted)).toEqual([]);
});

test("groups and a token's inspection are compared by what they hold, in the project that is meant", () => {
  const wanted = [{ assetsAcl: { actions: ["READ" as const], scope: all } }];
  const groups = [{ id: 1, capabilities: null }, { id: 2, capabilities: wanted }, { id: 3 }];
  expect(missingCapabilities(groups, wanted)).toEqual([]);
  const capabilities = [{ assetsAcl: { actions: ["READ"], scope: all }, projectScope: { projects: ["mine"] } }];
  const inspection = { subject: "me", projects: [], capabilities };
  expect(missingCapabilities(inspection, wanted, "mine")).toEqual([]);
  expect(missingCapabilities(inspection, wanted, "other")).toEqual(wanted);
  const everywhere = [{ ...capabilities[0], projectScope: { allProjects: {} } }];
  expect(missingCapabilities({ capabilities: everywhere }, wanted)).toEqual([]);
});

test("a capability of some projects only asks for the project that is meant", () => {
  const limited = [{ assetsAcl: { actions: ["READ"], scope: all }, projectUrlNames: { urlNames: ["mine"] } }];
  expect(() => missingCapabilities(limited, limited)).toThrow(
    expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringContaining("mine") }),
  );
  expect(missingCapabilities(limited, limited, "mine")).toEqual([]);
  expect(missingCapabilities([], limited, "other")).toEqual([]);
});
