import { expect, test } from "vitest";
import { missingCapabilities } from "../../src/client/index";
import { can, inTables } from "../support/capability";

const all = { all: {} };
const datasets = (...ids: (number | string)[]) => ({ datasetScope: { ids } });

test.each([
  {
    what: "one action, of which the other is held",
    has: [can("assetsAcl", ["READ"])],
    wanted: [can("assetsAcl", ["READ", "WRITE"])],
    missing: [can("assetsAcl", ["WRITE"])],
  },
  {
    what: "each id by itself, in the order of the wish",
    has: [can("eventsAcl", ["READ"], datasets(2))],
    wanted: [can("eventsAcl", ["READ"], datasets(3, 2, 1))],
    missing: [can("eventsAcl", ["READ"], datasets(3)), can("eventsAcl", ["READ"], datasets(1))],
  },
  {
    what: "all, when only some of it is held",
    has: [can("eventsAcl", ["READ"], datasets(1))],
    wanted: [can("eventsAcl", ["READ"])],
    missing: [can("eventsAcl", ["READ"])],
  },
  {
    what: "a whole RAW database, when one table is held, and a table of another",
    has: [can("rawAcl", ["READ"], inTables({ a: { tables: ["t"] } }))],
    wanted: [can("rawAcl", ["READ"], inTables({ a: {}, b: ["t"] }))],
    missing: [
      can("rawAcl", ["READ"], inTables({ a: { tables: [] } })),
      can("rawAcl", ["READ"], inTables({ b: { tables: ["t"] } })),
    ],
  },
  {
    what: "WRITE, which WRITE_PROPERTIES does not cover",
    has: [can("dataModelInstancesAcl", ["WRITE_PROPERTIES"])],
    wanted: [can("dataModelInstancesAcl", ["WRITE"], { spaceIdScope: { spaceIds: ["s"] } })],
    missing: [can("dataModelInstancesAcl", ["WRITE"], { spaceIdScope: { spaceIds: ["s"] } })],
  },
  {
    what: "an ACL that nobody knows, to the letter",
    has: [can("futureAcl", ["FLY"], { skyScope: { height: 1 } })],
    wanted: [can("futureAcl", ["FLY"], { skyScope: { height: 2 } })],
    missing: [can("futureAcl", ["FLY"], { skyScope: { height: 2 } })],
  },
  {
    what: "a scope with a field that nobody knows, to the letter",
    has: [can("assetsAcl", ["READ"], { datasetScope: { ids: [1, 2], except: [2] } })],
    wanted: [can("assetsAcl", ["READ"], { datasetScope: { ids: [1], except: [2] } })],
    missing: [can("assetsAcl", ["READ"], { datasetScope: { ids: [1], except: [2] } })],
  },
  {
    what: "everything, when nothing is held",
    has: [],
    wanted: can("groupsAcl", ["LIST"], { currentuserscope: {} }),
    missing: [can("groupsAcl", ["LIST"], { currentuserscope: {} })],
  },
])("missingCapabilities names $what", ({ has, wanted, missing }) => {
  expect(missingCapabilities(has, wanted)).toEqual(missing);
});

test.each([
  ["all", can("assetsAcl", ["READ"]), can("assetsAcl", ["READ"], datasets(1))],
  ["ids as text", can("assetsAcl", ["READ"], datasets("1", "2")), can("assetsAcl", ["READ"], datasets(2))],
  [
    "a scope in another case",
    can("datasetsAcl", ["READ"], { idscope: { ids: [1] } }),
    can("datasetsAcl", ["READ"], { idScope: { ids: [1] } }),
  ],
  ["all for the caller's own", can("groupsAcl", ["LIST"]), can("groupsAcl", ["LIST"], { currentuserscope: {} })],
  [
    "a RAW database for its tables",
    can("rawAcl", ["READ"], inTables({ a: {} })),
    can("rawAcl", ["READ"], inTables({ a: { tables: ["t", "u"] } })),
  ],
  [
    "WRITE for WRITE_PROPERTIES in the same space",
    can("dataModelInstancesAcl", ["WRITE"], { spaceIdScope: { spaceIds: ["s"] } }),
    can("dataModelInstancesAcl", ["WRITE_PROPERTIES"], { spaceIdScope: { spaceIds: ["s"] } }),
  ],
  [
    "WRITE everywhere for WRITE_PROPERTIES in a space",
    can("dataModelInstancesAcl", ["WRITE"]),
    can("dataModelInstancesAcl", ["WRITE_PROPERTIES"], { spaceIdScope: { spaceIds: ["s"] } }),
  ],
  ["nothing for an ACL that is no longer in use", [], can("genericsAcl", ["READ"])],
  ["nothing for an empty wish", [], []],
])("no capability is missing where what is held covers the wish: %s", (_, has, wanted) => {
  expect(missingCapabilities(has, wanted)).toEqual([]);
});

test("groups and a token's inspection are compared by what they hold, in the project that is meant", () => {
  const wanted = [can("assetsAcl", ["READ" as const])];
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
