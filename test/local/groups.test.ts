import { expect, test } from "vitest";
import { can, inDataSets, inTables } from "../support/capability";
import { call, items, start } from "./harness";

const READ = can("assetsAcl", ["READ"]);

test("a new group is answered with 201, and with what was left out spelled as the service does", async () => {
  const iam = await start();
  const created = await call(iam, "POST /groups", { items: [{ name: "plain" }] });
  const plain = {
    id: expect.any(Number),
    name: "plain",
    sourceId: "",
    metadata: {},
    isDeleted: false,
    deletedTime: -1,
  };
  expect(created.status).toBe(201);
  expect(created.body.items).toEqual([plain]);
  expect(await items(call(iam, "GET /groups?all=true"))).toContainEqual(plain);
});

test("a batch of groups is answered in the order of the request", async () => {
  const iam = await start();
  const names = ["c", "a", "b", "a"];
  const made = await items(call(iam, "POST /groups", { items: names.map((name) => ({ name })) }), 201);
  expect(made.map((group) => group.name)).toEqual(names);
  expect(new Set(made.map((group) => group.id)).size).toBe(4);
  for (const { id } of made) expect(Number.isSafeInteger(id) && id > 0).toBe(true);
});

test.each([
  [
    "ids become decimal strings",
    can("timeSeriesAcl", ["READ"], { idscope: { ids: [1, 9007199254740991, "7"] } }),
    can("timeSeriesAcl", ["READ"], { idscope: { ids: ["7", "9007199254740991", "1"] } }),
  ],
  [
    "actions come in another order",
    can("groupsAcl", ["LIST", "READ", "CREATE"], { currentuserscope: {} }),
    can("groupsAcl", ["CREATE", "READ", "LIST"], { currentuserscope: {} }),
  ],
  [
    "a whole RAW database becomes {}",
    can("rawAcl", ["READ"], inTables({ a: { tables: [] }, b: {}, c: { tables: ["t", "u"] } })),
    can("rawAcl", ["READ"], inTables({ a: {}, b: {}, c: { tables: ["u", "t"] } })),
  ],
  [
    "root assets and partitions are ids too",
    can("timeSeriesAcl", ["READ"], { assetRootIdScope: { rootIds: [5] } }),
    can("timeSeriesAcl", ["READ"], { assetRootIdScope: { rootIds: ["5"] } }),
  ],
  [
    "names stay names",
    can("dataModelsAcl", ["READ"], { spaceIdScope: { spaceIds: ["1", "b"] } }),
    can("dataModelsAcl", ["READ"], { spaceIdScope: { spaceIds: ["b", "1"] } }),
  ],
  [
    "unknown ACLs, actions and scopes pass",
    can("brandNewAcl", ["FLY"], { moonScope: { craters: [{ deep: true }], ids: ["x"] } }),
    can("brandNewAcl", ["FLY"], { moonScope: { craters: [{ deep: true }], ids: ["x"] } }),
  ],
  [
    "projectUrlNames stays beside the ACL",
    { ...READ, projectUrlNames: { urlNames: ["a", "b"] } },
    { ...READ, projectUrlNames: { urlNames: ["a", "b"] } },
  ],
])("capabilities are respelled as the service does: %s", async (_, sent, answered) => {
  const iam = await start();
  const [group] = await items(call(iam, "POST /groups", { items: [{ name: "a", capabilities: [sent] }] }), 201);
  expect(group.capabilities).toEqual([answered]);
});

test("parts of a group that have no order do not keep it", async () => {
  const iam = await start();
  const other = can("eventsAcl", ["READ"]);
  const spec = { name: "a", members: ["m1", "m2", "m3"], capabilities: [READ, other], metadata: { k: "1", l: "2" } };
  const [group] = await items(call(iam, "POST /groups", { items: [spec] }), 201);
  expect(group.members).toEqual(["m3", "m2", "m1"]);
  expect(group.capabilities).toEqual([other, READ]);
  expect(Object.entries(group.metadata)).toEqual([
    ["l", "2"],
    ["k", "1"],
  ]);
});

test.each([
  ["no members unless managed in CDF", { name: "a", sourceId: "s" }, { sourceId: "s", members: undefined }],
  ["every user account", { name: "a", members: "allUserAccounts" }, { sourceId: "", members: "allUserAccounts" }],
  ["nobody", { name: "a", members: [] }, { sourceId: "", members: [] }],
  ["an empty list of capabilities", { name: "a", capabilities: [] }, { capabilities: [] }],
  [
    "attributes with unknown keys",
    { name: "a", attributes: { token: { appIds: ["x"], more: 1 }, new: {} } },
    { attributes: { token: { appIds: ["x"], more: 1 }, new: {} } },
  ],
  [
    "unknown fields are dropped",
    { name: "a", colour: "red", id: 5, isDeleted: true },
    { colour: undefined, isDeleted: false },
  ],
])("the fields of an answered group: %s", async (_, spec, expected) => {
  const iam = await start();
  const [group] = await items(call(iam, "POST /groups", { items: [spec] }), 201);
  for (const [field, value] of Object.entries(expected)) expect(group[field]).toEqual(value);
});

test("on an Entra cluster a group with members comes back with a sourceId, which a create beside members refuses", async () => {
  const iam = await start({ returnSourceIdWithMembers: true });
  const [group] = await items(
    call(iam, "POST /groups", { items: [{ name: "a", members: ["m"] }, { name: "b" }] }),
    201,
  );
  expect(group).toMatchObject({ members: ["m"], sourceId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  const again = await call(iam, "POST /groups", {
    items: [{ name: "a", members: group.members, sourceId: group.sourceId }],
  });
  expect(again.status).toBe(400);
  expect(again.body.error.message).toBe("Fields members, sourceId cannot be set at the same time");
});

test("scope keys come back in lower case when the server is set to do so", async () => {
  const iam = await start({ lowerCaseScopeKeys: true });
  const capabilities = [can("datasetsAcl", ["READ"], { idScope: { ids: [1] } })];
  const [group] = await items(call(iam, "POST /groups", { items: [{ name: "a", capabilities }] }), 201);
  expect(group.capabilities[0].datasetsAcl.scope).toEqual({ idscope: { ids: ["1"] } });
});

test("the list of groups has the caller's own unless all are asked for", async () => {
  const iam = await start({ groups: [{ name: "other", sourceId: "other" }] });
  const names = async (query: string) => (await items(call(iam, `GET /groups${query}`))).map((group) => group.name);
  expect(await names("")).toEqual(["cdf-administrators"]);
  expect(await names("?all=false")).toEqual(["cdf-administrators"]);
  expect((await names("?all=true")).sort()).toEqual(["cdf-administrators", "other"]);
  expect((await call(iam, "GET /groups?all=maybe")).status).toBe(400);
});

test("a deleted group is gone from the list, stays in the project, and counts towards the quota", async () => {
  const iam = await start({ groupQuota: 2 });
  const before = Date.now();
  const [group] = await items(call(iam, "POST /groups", { items: [{ name: "a" }] }), 201);
  const deleted = await call(iam, "POST /groups/delete", { items: [group.id] });
  expect(deleted).toMatchObject({ status: 200, body: {} });
  expect(await items(call(iam, "GET /groups?all=true"))).toHaveLength(1);
  const kept = iam.state().groups.find((one) => one.id === group.id);
  expect(kept?.isDeleted).toBe(true);
  expect(kept?.deletedTime).toBeGreaterThanOrEqual(before);
  const refused = await call(iam, "POST /groups", { items: [{ name: "b" }] });
  expect(refused).toMatchObject({
    status: 400,
    body: { error: { code: 400, message: "There can only be 2 undeleted or deleted groups per project" } },
  });
});

test("a batch of groups that would pass the quota creates nothing", async () => {
  const iam = await start({ groupQuota: 3 });
  expect((await call(iam, "POST /groups", { items: [1, 2, 3].map((n) => ({ name: `g${n}` })) })).status).toBe(400);
  expect(iam.state().groups).toHaveLength(1);
  expect((await call(iam, "POST /groups", { items: [1, 2].map((n) => ({ name: `g${n}` })) })).status).toBe(201);
});

test("the quota of groups is 500 by default", async () => {
  const iam = await start();
  await items(call(iam, "POST /groups", { items: Array.from({ length: 499 }, (_, n) => ({ name: `g${n}` })) }), 201);
  expect((await call(iam, "POST /groups", { items: [{ name: "one more" }] })).body.error.message).toBe(
    "There can only be 500 undeleted or deleted groups per project",
  );
});

test("an unknown or deleted group id refuses the whole delete and is named", async () => {
  const iam = await start();
  const [a, b] = await items(call(iam, "POST /groups", { items: [{ name: "a" }, { name: "b" }] }), 201);
  await call(iam, "POST /groups/delete", { items: [b.id] });
  const refused = await call(iam, "POST /groups/delete", { items: [a.id, 12345, b.id] });
  expect(refused.status).toBe(400);
  expect(refused.body.error).toMatchObject({ code: 400, missing: [{ id: 12345 }, { id: b.id }] });
  expect(await items(call(iam, "GET /groups?all=true"))).toHaveLength(2);
});

test("a delete that ignores unknown ids deletes the groups that exist", async () => {
  const iam = await start({ unknownGroupDelete: "ignore" });
  const [a] = await items(call(iam, "POST /groups", { items: [{ name: "a" }] }), 201);
  expect(await call(iam, "POST /groups/delete", { items: [a.id, 12345] })).toMatchObject({ status: 200, body: {} });
  expect(await call(iam, "POST /groups/delete", { items: [a.id] })).toMatchObject({ status: 200, body: {} });
  expect(await items(call(iam, "GET /groups?all=true"))).toHaveLength(1);
});

test.each([
  ["repeated ids", { items: [5, 6, 5] }, { duplicated: [{ id: 5 }] }],
  ["no ids", { items: [] }, {}],
  ["wrapped ids", { items: [{ id: 1 }] }, {}],
  ["ids as strings", { items: ["1"] }, {}],
  ["zero", { items: [0] }, {}],
  ["no items", {}, {}],
  ["more than 1,000", { items: Array.from({ length: 1001 }, (_, n) => n + 1) }, {}],
])("a delete of groups is refused for %s", async (_, body, details) => {
  const iam = await start();
  const refused = await call(iam, "POST /groups/delete", body);
  expect(refused.status).toBe(400);
  expect(refused.body.error).toMatchObject({ code: 400, message: expect.any(String), ...details });
});

test("groups of the same name and the same source can stand beside each other", async () => {
  const iam = await start();
  const twice = { name: "same", sourceId: "same" };
  await items(call(iam, "POST /groups", { items: [twice] }), 201);
  await items(call(iam, "POST /groups", { items: [twice] }), 201);
  expect((await items(call(iam, "GET /groups?all=true"))).filter((one) => one.name === "same")).toHaveLength(2);
});

test("1,000 groups are listed quickly", async () => {
  const iam = await start({ groupQuota: 2000 });
  const capabilities = [READ, can("eventsAcl", ["READ", "WRITE"], inDataSets(1, 2, 3))];
  await items(
    call(iam, "POST /groups", { items: Array.from({ length: 999 }, (_, n) => ({ name: `g${n}`, capabilities })) }),
    201,
  );
  const times: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const begin = performance.now();
    expect(await items(call(iam, "GET /groups?all=true"))).toHaveLength(1000);
    times.push(performance.now() - begin);
  }
  expect(Math.min(...times)).toBeLessThan(50);
});
