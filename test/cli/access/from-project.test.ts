import { describe, expect, test } from "vitest";
import { readLiveAccess } from "../../../src/cli/access/from-project";
import { IamClient } from "../../../src/client/index";
import type { LocalIam, LocalIamOptions } from "../../../src/local/index";
import { start } from "../../local/harness";
import { can } from "../../support/capability";

let iam: LocalIam | undefined;

const list = can("groupsAcl", ["LIST"]);
const groups = [
  { name: "reviewers", sourceId: "reviewers", capabilities: [list] },
  { name: "people", members: ["ada", "gone", "grace"] },
];

async function reader(options: LocalIamOptions = {}) {
  iam = await start({
    groups,
    clients: [{ clientId: "reviewer", clientSecret: "s", groups: ["reviewers"] }],
    profiles: [
      { userIdentifier: "ada", displayName: "Ada Lovelace" },
      { userIdentifier: "grace", givenName: "Grace", surname: "Hopper" },
    ],
    ...options,
  });
  return new IamClient({ ...iam.connection, clientId: "reviewer", clientSecret: "s" });
}

describe("what scopes name", () => {
  const inSets = (...ids: number[]) => can("eventsAcl", ["READ"], { datasetScope: { ids } });
  const readers = { name: "readers", sourceId: "r", capabilities: [inSets(1, 2, 9), inSets(1)] };
  const dataSets = [
    { id: 1, externalId: "ds_pumps" },
    { id: 2, name: "without" },
  ];
  const noted = (notes: readonly string[]) => notes.filter((note) => note.startsWith("shown without external ID"));
  const may = (...capabilities: object[]) => ({
    groups: [{ name: "reviewers", sourceId: "reviewers", capabilities: [list, ...capabilities] }, readers],
    dataSets,
  });

  test("has its external id, of many in one call; a note counts those that are gone", async () => {
    const client = await reader(may(can("datasetsAcl", ["READ"])));
    const { targetNames, notes } = await readLiveAccess(client);
    expect(targetNames.dataSets).toEqual(new Map([["1", "ds_pumps"]]));
    expect(noted(notes)).toEqual(["shown without external ID: 1 data set (deleted, or you may not read them)"]);
    expect(iam?.requests.filter(({ path }) => path.endsWith("/datasets/byids"))).toHaveLength(1);
  });

  test("is shown by number where it may not be read, which is said once", async () => {
    const time = can("timeSeriesAcl", ["READ"], { idscope: { ids: [5] } });
    const { targetNames, notes } = await readLiveAccess(await reader(may(time)));
    expect(targetNames.dataSets?.size).toBe(0);
    expect(noted(notes)).toEqual([
      "shown without external ID: 1 time series (deleted, or you may not read them), 3 data sets (needs datasetsAcl:READ)",
    ]);
  });

  test("makes no call where scopes name nothing", async () => {
    await readLiveAccess(await reader());
    expect(iam?.requests.filter(({ path }) => path.endsWith("/byids") && !path.includes("profiles"))).toEqual([]);
  });
});

describe("a live project, with groupsAcl:LIST alone", () => {
  test("is read but for its security categories, which is said", async () => {
    const access = await readLiveAccess(await reader());
    expect(access.groups.map(({ name }) => name).sort()).toEqual(["cdf-administrators", "people", "reviewers"]);
    expect(access.categories).toBeUndefined();
    expect(access.notes).toEqual([
      "could not read security categories (needs securityCategoriesAcl:LIST), so deleted ones are not detected",
    ]);
  });

  test("names its members, those without a profile left out", async () => {
    const { names } = await readLiveAccess(await reader());
    expect(Object.fromEntries(names)).toEqual({ ada: "Ada Lovelace", grace: "Grace Hopper" });
  });

  test("is read without names where there are no profiles, and says so if they cannot be read", async () => {
    expect((await readLiveAccess(await reader({ profiles: [] }))).names.size).toBe(0);
    const client = await reader();
    iam?.fail({ operation: "profiles.byids", status: 403, times: 5 });
    const { names, notes } = await readLiveAccess(client);
    expect(names.size).toBe(0);
    expect(notes.join()).toContain("could not read the names of members");
  });
});
