import { expect, test } from "vitest";
import { unlisted } from "../../src/capabilities/types";
import { BatchError, IamClient, NotFoundError } from "../../src/client/index";
import { start } from "../local/harness";
import { can, inTables } from "../support/capability";

const retry = { totalMs: 0 };

test.each([
  [undefined, 25, 1],
  [1, 1, 1],
  [1000, 1000, 1],
  [1001, 1001, 2],
  [null, 2100, 3],
  [-1, 2100, 3],
  [Number.POSITIVE_INFINITY, 2100, 3],
])("of 2,100 profiles, limit %s lists %i in %i pages", async (limit, length, pages) => {
  const iam = await start({ profiles: manyProfiles(2100) });
  const found = await new IamClient(iam.connection).userProfiles.list({ limit });
  expect(found).toHaveLength(length);
  expect(new Set(found.map(({ userIdentifier }) => userIdentifier)).size).toBe(length);
  expect(found.map(({ displayName }) => displayName)).toEqual(found.map((_, i) => nameOf(i)));
  const lists = iam.requests.filter(({ operation }) => operation === "profiles.list");
  expect(lists).toHaveLength(pages);
  expect(lists.map(({ query }) => "cursor" in query)).toEqual(lists.map((_, i) => i > 0));
});

test("1,000 security categories and 1,000 sessions are listed, in pages if need be", async () => {
  const iam = await start();
  const client = new IamClient(iam.connection);
  const made = await client.securityCategories.create(
    Array.from({ length: 1000 }, (_, i) => ({ name: `category ${i}` })),
  );
  expect(await client.securityCategories.list({ limit: null })).toHaveLength(1000);
  expect(new Set(made.map(({ id }) => id)).size).toBe(1000);
  for (let i = 0; i < 40; i++) await client.sessions.create({ tokenExchange: true });
  expect(await client.sessions.list()).toHaveLength(25);
  expect(await client.sessions.list({ limit: null })).toHaveLength(40);
});

test("more than 1,000 things go in requests of at most 1,000, one after the other", async () => {
  const iam = await start({ groupQuota: 3000 });
  const client = new IamClient(iam.connection);
  const made = await client.groups.create(Array.from({ length: 2001 }, (_, i) => ({ name: `g${i}` })));
  expect(made.map(({ name }) => name)).toEqual(Array.from({ length: 2001 }, (_, i) => `g${i}`));
  await client.groups.delete(made.map(({ id }) => id));
  const sizes = (operation: string) =>
    iam.requests
      .filter((request) => request.operation === operation)
      .map(({ body }) => (body as { items: unknown[] }).items.length);
  expect(sizes("groups.create")).toEqual([1000, 1000, 1]);
  expect(sizes("groups.delete")).toEqual([1000, 1000, 1]);
  expect(iam.maxConcurrent.writes).toBe(1);
});

test("an empty list sends no request", async () => {
  const iam = await start();
  const client = new IamClient(iam.connection);
  expect(await client.groups.create([])).toEqual([]);
  expect(await client.userProfiles.retrieve([])).toEqual([]);
  await client.groups.delete([]);
  expect(iam.requests).toEqual([]);
});

test.each([
  { how: "refused", rule: { status: 400 }, sorted: { failed: 1000, unknown: 0 } },
  { how: "lost", rule: { breakConnection: true, when: "after" as const }, sorted: { failed: 0, unknown: 1000 } },
  { how: "answered with 500", rule: { status: 500 }, sorted: { failed: 0, unknown: 1000 } },
])("when the second of three requests is $how, the error says what became of each thing", async ({ rule, sorted }) => {
  const iam = await start({ groupQuota: 3000 });
  iam.fail({ operation: "groups.create", skip: 1, ...rule });
  const specs = Array.from({ length: 2001 }, (_, i) => ({ name: `g${i}` }));
  const error = await new IamClient(iam.connection, { retry }).groups.create(specs).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(BatchError);
  const { successful, failed, unknown, skipped, message, code } = error as BatchError<{ name: string }>;
  expect({ failed: failed.length, unknown: unknown.length }).toEqual(sorted);
  expect([successful.length, skipped.length]).toEqual([1000, 1]);
  expect([successful[0], skipped[0]]).toEqual([{ name: "g0" }, { name: "g2000" }]);
  expect(code).toBe("BATCH");
  expect(message).toContain("1000 done");
  expect(iam.requests.filter(({ operation }) => operation === "groups.create")).toHaveLength(2);
});

test("every missing profile is named, over all requests", async () => {
  const iam = await start({ profiles: manyProfiles(2100) });
  const ids = Array.from({ length: 2100 }, (_, i) => `u${i}`);
  const client = new IamClient(iam.connection);
  expect(await client.userProfiles.retrieve(ids)).toHaveLength(2100);
  const wanted = ["gone-1", ...ids.slice(0, 1500), "gone-2", ...ids.slice(1500), "gone-3"];
  const error = await client.userProfiles.retrieve(wanted).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(NotFoundError);
  expect((error as NotFoundError).missing).toEqual(
    ["gone-1", "gone-2", "gone-3"].map((userIdentifier) => ({ userIdentifier })),
  );
  for (const name of ["gone-1", "gone-2", "gone-3"]) expect((error as Error).message).toContain(name);
});

test("profiles come in the order asked for, and one that an answer leaves out is missing", async () => {
  const iam = await start({ profiles: manyProfiles(3) });
  const { userProfiles } = new IamClient(iam.connection);
  const items = [2, 0].map((i) => ({ userIdentifier: `u${i}`, lastUpdatedTime: 1 }));
  for (let i = 0; i < 3; i++) iam.fail({ operation: "profiles.byids", status: 200, body: { items } });
  expect((await userProfiles.retrieve(["u0", "u2"])).map(({ userIdentifier }) => userIdentifier)).toEqual(["u0", "u2"]);
  await expect(userProfiles.retrieve(["u0", "u1", "u2"])).rejects.toMatchObject({
    name: "NotFoundError",
    missing: [{ userIdentifier: "u1" }],
  });
  expect(await userProfiles.retrieve("u1")).toBeUndefined();
});

test("a bare 404, as a wrong address gives it, makes no profile unknown", async () => {
  const iam = await start({ profiles: manyProfiles(1) });
  const { userProfiles } = new IamClient(iam.connection);
  iam.fail({ operation: "profiles.byids", status: 404, times: 2 });
  await expect(userProfiles.retrieve("u0")).rejects.toMatchObject({ status: 404 });
  await expect(userProfiles.retrieve(["u0"])).rejects.toMatchObject({ status: 404 });
});

test("a group goes out in the API's spelling, however the types allow to write it", async () => {
  const iam = await start();
  const made = await new IamClient(iam.connection).groups.create({
    name: "g",
    capabilities: [unlisted(can("brandNewAcl", ["FLY"])), can("rawAcl", ["READ"], inTables({ landing: ["t"] }))],
  });
  expect(new Set(made.capabilities)).toEqual(
    new Set([can("brandNewAcl", ["FLY"]), can("rawAcl", ["READ"], inTables({ landing: { tables: ["t"] } }))]),
  );
});

const nameOf = (i: number) => `Name ${String(i).padStart(5, "0")}`;

const manyProfiles = (length: number) =>
  Array.from({ length }, (_, i) => ({ userIdentifier: `u${i}`, displayName: nameOf(i) }));

test.each([
  [undefined, 25, 1],
  [1, 1, 1],
  [1001, 1001, 2],
  [null, 2100, 3],
  [-1, 2100, 3],
  [Number.POSITIVE_INFINITY, 2100, 3],
])("of 2,100 data sets, limit %s lists %i in %i pages", async (limit, length, pages) => {
  const iam = await start({ dataSets: manyDataSets(2100) });
  const found = await new IamClient(iam.connection).dataSets.list({ limit });
  expect(found.map(({ externalId }) => externalId)).toEqual(manyDataSets(length).map(({ externalId }) => externalId));
  const lists = iam.requests.filter(({ operation }) => operation === "dataSets.list");
  expect(lists).toHaveLength(pages);
  expect(lists.map(({ query, body }) => [query, "cursor" in (body as object)])).toEqual(
    lists.map((_, i) => [{}, i > 0]),
  );
});

test("2,001 external ids are asked for in requests of at most 1,000, and every missing one is named", async () => {
  const iam = await start({ dataSets: manyDataSets(2001) });
  const { dataSets } = new IamClient(iam.connection);
  const wanted = manyDataSets(2001).reverse();
  const found = await dataSets.retrieve(wanted);
  expect(found.map(({ externalId }) => ({ externalId }))).toEqual(wanted);
  const asked = iam.requests.filter(({ operation }) => operation === "dataSets.byids");
  expect(asked.map(({ body }) => (body as { items: unknown[] }).items.length)).toEqual([1000, 1000, 1]);
  const error = await dataSets.retrieve([{ externalId: "x" }, ...wanted, 7, { externalId: "y" }]).catch((e) => e);
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error.missing).toEqual([{ externalId: "x" }, { id: 7 }, { externalId: "y" }]);
  expect(error.message).toContain(
    'There is no data set with external ID "x", ID 7, external ID "y" in project local-project, or you may not read it',
  );
});

test("what the service refuses as missing, although it is told to ignore it, is missing, and the rest is asked for again", async () => {
  const iam = await start({ dataSets: manyDataSets(2) });
  const { dataSets } = new IamClient(iam.connection);
  const missing = (items: object[]) => ({ status: 400, body: { error: { code: 400, message: "no", missing: items } } });
  iam.fail({ operation: "dataSets.byids", ...missing([{ externalId: "secret" }]) });
  const found = await dataSets.retrieve([{ externalId: "secret" }, { externalId: "ds 1" }], { ignoreUnknownIds: true });
  expect(found).toMatchObject([{ externalId: "ds 1" }]);
  iam.fail({ operation: "dataSets.byids", ...missing([{ externalId: "secret" }]) });
  expect(await dataSets.retrieve({ externalId: "secret" })).toBeUndefined();
  iam.fail({ operation: "dataSets.byids", ...missing([{ externalId: "another" }]) });
  await expect(dataSets.retrieve({ externalId: "secret" })).rejects.toThrow("400 no");
  iam.fail({ operation: "dataSets.byids", status: 404 });
  await expect(dataSets.retrieve({ externalId: "ds 1" })).rejects.toThrow(NotFoundError);
});

test.each([
  [0, "found 0"],
  [1.5, "found 1.5"],
  ["ds_main", 'found "ds_main"'],
  ["", "found an empty string"],
  [{ externalId: "" }, 'found an object with "externalId"'],
  [undefined as never, "found nothing"],
])("what is neither an id nor an external id is refused before anything is sent: %j", async (id, found) => {
  const iam = await start({ dataSets: [] });
  await expect(new IamClient(iam.connection).dataSets.retrieve([id])).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
    message: `An ID is an integer of at least 1, and an external ID is written { externalId: "…" }; ${found}`,
  });
  expect(iam.requests).toEqual([]);
});

test("what is null in an optional field of a data set is absent, and what is new passes through", async () => {
  const iam = await start({ dataSets: [] });
  const body = { items: [{ id: 5, externalId: "a", name: null, writeProtected: false }] };
  iam.fail({ operation: "dataSets.list", status: 200, body });
  expect(await new IamClient(iam.connection).dataSets.list()).toEqual([
    { id: 5, externalId: "a", writeProtected: false },
  ]);
});

const manyDataSets = (count: number) => Array.from({ length: count }, (_, i) => ({ externalId: `ds ${i}` }));
