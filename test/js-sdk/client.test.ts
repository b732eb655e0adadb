import { beforeEach, expect, test } from "vitest";
import type { LocalIam } from "../../src/local/index";
import { start } from "../local/harness";
import { can, inTables } from "../support/capability";
import { CogniteClient } from "./sdk";

// Cognite's own JavaScript client, as it comes from npm: what it cannot tell from the service, the local server does right.

let iam: LocalIam;
let client: CogniteClient;

/** A client that logs in by itself: client credentials at the token endpoint. */
function login(server: LocalIam, secret = server.connection.clientSecret): CogniteClient {
  const { project, baseUrl, tokenUrl, clientId } = server.connection;
  const oidcTokenProvider = async () => {
    const body = new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: secret });
    const answer = await fetch(tokenUrl, { method: "POST", body });
    if (!answer.ok) throw new Error(`no token: ${answer.status}`);
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  return new CogniteClient({ appId: "test", project, baseUrl, oidcTokenProvider });
}

const profiles = Array.from({ length: 30 }, (_, i) => ({
  userIdentifier: `u${i}`,
  displayName: `User ${String(i).padStart(2, "0")}`,
  givenName: "User",
  surname: `Number${i}`,
  email: `u${i}@example.com`,
}));

beforeEach(async () => {
  iam = await start({ profiles: [...profiles, { userIdentifier: "local-admin", displayName: "Admin" }] });
  client = login(iam);
});

interface SdkError {
  status: number;
  errorMessage: string;
  missing?: object[];
  duplicated?: object[];
  requestId?: string;
}

/** What the client throws; a call that it cuts into requests throws one error with those of the requests. */
async function errorOf(call: PromiseLike<unknown>): Promise<SdkError> {
  const error = (await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )) as SdkError & { errors?: SdkError[] };
  return error?.errors?.[0] ?? error;
}

test("it logs in once for many calls, and anew when its token is refused", async () => {
  await client.authenticate();
  await Promise.all([client.groups.list(), client.groups.list(), client.profiles.me()]);
  const tokens = () => iam.requests.filter(({ operation }) => operation === "token").length;
  expect(tokens()).toBe(1);
  iam.revokeTokens();
  expect(await client.groups.list()).toHaveLength(1);
  expect(tokens()).toBe(2);
});

test("without a token, and in a project that is not there, it has no access", async () => {
  expect(await errorOf(login(iam, "wrong").groups.list())).toMatchObject({ status: 401 });
  expect(iam.requests.find(({ operation }) => operation === "token")?.status).toBe(401);
  const { baseUrl } = iam.connection;
  // The same each time: as long as it gets another one, the client tries again.
  const token = iam.token();
  const lost = new CogniteClient({
    appId: "test",
    project: "nowhere",
    baseUrl,
    oidcTokenProvider: async () => token,
  });
  expect(await errorOf(lost.groups.list())).toMatchObject({ status: 401 });
});

test("it inspects its token with a raw GET, and reads the project", async () => {
  await client.authenticate();
  const { data, status } = await client.get<{ subject: string; projects: object[] }>("/api/v1/token/inspect");
  expect(status).toBe(200);
  const [group] = await client.groups.list();
  expect(data).toMatchObject({
    subject: "local-admin",
    projects: [{ projectUrlName: "local-project", groups: [group?.id] }],
    capabilities: expect.arrayContaining([
      expect.objectContaining({ groupsAcl: expect.anything(), projectScope: { projects: ["local-project"] } }),
    ]),
  });
  expect(await client.projects.retrieve("local-project")).toMatchObject({ urlName: "local-project" });
});

test("it creates, lists and deletes groups, own and all", async () => {
  const capabilities = [can("assetsAcl", ["READ"]), can("rawAcl", ["READ"], inTables({ db: { tables: ["t"] } }))];
  const specs = [
    { name: "by source", sourceId: "s1", capabilities, metadata: { a: "1" } },
    { name: "by members", members: ["u1", "u2"] },
    { name: "everybody", members: "allUserAccounts" },
  ];
  const made = await client.groups.create(specs);
  expect(made.map(({ name }) => name).sort()).toEqual(["by members", "by source", "everybody"]);
  const bySource = made.find(({ name }) => name === "by source");
  expect(bySource).toMatchObject({ id: expect.any(Number), sourceId: "s1", metadata: { a: "1" }, isDeleted: false });
  expect(bySource).toMatchObject({ capabilities: expect.arrayContaining(capabilities) });
  // The service says -1 while a group is alive, of which the client makes a date.
  expect(bySource?.deletedTime).toEqual(new Date(-1));
  expect(await client.groups.list()).toHaveLength(1);
  expect(await client.groups.list({ all: true })).toHaveLength(4);
  expect(await client.groups.delete(made.map(({ id }) => id))).toEqual({});
  expect(await client.groups.list({ all: true })).toHaveLength(1);
  const again = await errorOf(client.groups.delete([made[0]?.id ?? 0]));
  expect(again).toMatchObject({ status: 400, missing: [{ id: made[0]?.id }] });
});

test("it passes on the message and request id of a refused group", async () => {
  const both = [{ name: "g", sourceId: "s", members: ["u1"] }];
  const error = await errorOf(client.groups.create(both));
  expect(error).toMatchObject({ status: 400, requestId: expect.any(String) });
  expect(error.errorMessage).toContain("members, sourceId cannot be set at the same time");
});

test("more than 1,000 groups at once are cut into requests, which answer in order", async () => {
  const roomy = await start({ groupQuota: 2000 });
  const specs = Array.from({ length: 1001 }, (_, i) => ({ name: `g${i}` }));
  const made = await login(roomy).groups.create(specs);
  expect(made).toHaveLength(1001);
  expect(new Set(made.map(({ id }) => id)).size).toBe(1001);
});

test("it creates, lists and deletes security categories, in both orders and page by page", async () => {
  const names = Array.from({ length: 60 }, (_, i) => `c${String(i).padStart(2, "0")}`);
  const made = await client.securityCategories.create(names.map((name) => ({ name })));
  expect(made.map(({ name }) => name)).toEqual(names);
  const all = await client.securityCategories
    .list({ limit: 20 })
    .autoPagingToArray({ limit: Number.POSITIVE_INFINITY });
  expect(all.map(({ name }) => name)).toEqual(names);
  const lists = iam.requests.filter(({ operation }) => operation === "securityCategories.list");
  expect(lists.map(({ query }) => query["limit"])).toEqual(["20", "20", "20"]);
  const last = await client.securityCategories.list({ sort: "DESC", limit: 2 });
  expect(last.items.map(({ name }) => name)).toEqual(["c59", "c58"]);
  expect(await last.next?.().then((page) => page.items[0]?.name)).toBe("c57");
  const seen: string[] = [];
  for await (const { name } of client.securityCategories.list()) seen.push(name);
  expect(seen).toEqual(names);
  expect(await client.securityCategories.delete(made.map(({ id }) => id))).toEqual({});
  expect((await client.securityCategories.list()).items).toEqual([]);
});

test("it fails the whole request for a category name that is taken, or an id that is gone", async () => {
  const [taken] = await client.securityCategories.create([{ name: "taken" }]);
  const conflict = await errorOf(client.securityCategories.create([{ name: "new" }, { name: "taken" }]));
  expect(conflict).toMatchObject({ status: 409, duplicated: [{ name: "taken" }] });
  expect((await client.securityCategories.list()).items).toEqual([taken]);
  expect(await errorOf(client.securityCategories.delete([taken?.id ?? 0, 1]))).toMatchObject({ status: 400 });
  expect((await client.securityCategories.list()).items).toEqual([taken]);
});

test("it opens sessions of the three kinds, lists them by status, retrieves them and revokes them twice", async () => {
  const { clientId, clientSecret } = iam.connection;
  const [credentials] = await client.sessions.create([{ clientId, clientSecret }]);
  const [exchanged] = await client.sessions.create([{ tokenExchange: true }]);
  const [oneshot] = await client.sessions.create([{ oneshotTokenExchange: true }]);
  expect(credentials).toEqual({
    id: expect.any(Number),
    type: "CLIENT_CREDENTIALS",
    status: "READY",
    nonce: expect.any(String),
    clientId,
  });
  expect([exchanged?.type, oneshot?.type]).toEqual(["TOKEN_EXCHANGE", "ONESHOT_TOKEN_EXCHANGE"]);
  const ids = [credentials, exchanged, oneshot].map((session) => ({ id: session?.id ?? 0 }));
  const found = await client.sessions.retrieve(ids);
  expect(found.map(({ id }) => ({ id }))).toEqual(ids);
  expect(found[0]).toMatchObject({ status: "READY", creationTime: expect.any(Number) });
  expect(JSON.stringify(found)).not.toContain(credentials?.nonce);
  for (let i = 0; i < 2; i++) {
    const [revoked] = await client.sessions.revoke(ids.slice(0, 1));
    expect(revoked).toMatchObject({ ...ids[0], status: "REVOKED" });
  }
  const listed = async (status: "READY" | "REVOKED") => (await client.sessions.list({ filter: { status } })).items;
  expect((await listed("REVOKED")).map(({ id }) => ({ id }))).toEqual(ids.slice(0, 1));
  expect(iam.requests.at(-1)?.query).toEqual({ status: "REVOKED" });
  expect((await client.sessions.list({ limit: 2 })).items).toHaveLength(2);
  expect(await client.sessions.list({ limit: 1 }).autoPagingToArray()).toHaveLength(3);
  expect(await errorOf(client.sessions.retrieve([{ id: 1 }]))).toMatchObject({ status: 400, missing: [{ id: 1 }] });
  expect(await errorOf(client.sessions.create([{ clientId, clientSecret: "wrong" }]))).toMatchObject({ status: 403 });
});

test("it reads profiles: me, a list in pages, by id and by search", async () => {
  expect(await client.profiles.me()).toMatchObject({ userIdentifier: "local-admin" });
  expect((await client.profiles.list()).items).toHaveLength(25);
  const all = await client.profiles.list({ limit: 10 }).autoPagingToArray({ limit: 100 });
  expect(all.map(({ displayName }) => displayName)).toEqual(["Admin", ...profiles.map((one) => one.displayName)]);
  const two = await client.profiles.retrieve([{ userIdentifier: "u1" }, { userIdentifier: "u2" }]);
  expect(two.map(({ email }) => email)).toEqual(["u1@example.com", "u2@example.com"]);
  const unknown = await errorOf(client.profiles.retrieve([{ userIdentifier: "u1" }, { userIdentifier: "nobody" }]));
  expect(unknown).toMatchObject({ status: 400, missing: [{ userIdentifier: "nobody" }] });
  expect(await client.profiles.search({ search: { name: "number7" } })).toMatchObject([{ userIdentifier: "u7" }]);
  expect(await client.profiles.search({ search: { name: "user" }, limit: 3 })).toHaveLength(3);
});

test("data sets, time series and assets: retrieve by id and by external id, list in pages", async () => {
  const dataSets = Array.from({ length: 30 }, (_, i) => ({ externalId: `ds_${i}`, name: `Data set ${i}` }));
  const [timeSeries, assets] = [[{ externalId: "ts" }], [{ externalId: "as" }]];
  const server = await start({ dataSets, timeSeries, assets });
  const sdk = login(server);
  const [found] = await sdk.datasets.retrieve([{ externalId: "ds_7" }]);
  expect(found).toMatchObject({ id: expect.any(Number), name: "Data set 7", createdTime: expect.any(Date) });
  expect(await sdk.datasets.retrieve([{ id: found?.id ?? 0 }])).toEqual([found]);
  const listed = await sdk.datasets.list({ limit: 10 }).autoPagingToArray({ limit: 100 });
  expect(listed.map(({ externalId }) => externalId)).toEqual(dataSets.map(({ externalId }) => externalId));
  const wanted = [{ externalId: "ds_7" }, { externalId: "nothing" }];
  expect(await errorOf(sdk.datasets.retrieve(wanted))).toMatchObject({
    status: 400,
    missing: [{ externalId: "nothing" }],
  });
  expect(await sdk.datasets.retrieve(wanted, { ignoreUnknownIds: true })).toEqual([found]);
  expect(await sdk.timeseries.retrieve(timeSeries)).toMatchObject(timeSeries);
  expect(await sdk.assets.retrieve(assets)).toMatchObject(assets);
});

test("a caller without rights is refused as by the service", async () => {
  const clients = [
    { clientId: "admin", clientSecret: "s", groups: ["cdf-administrators"] },
    { clientId: "reader", clientSecret: "s", groups: ["r"] },
  ];
  const strict = await start({ clients, groups: [{ name: "readers", sourceId: "r" }] });
  const { project, baseUrl } = strict.connection;
  const token = strict.token("reader");
  const reader = new CogniteClient({ appId: "test", project, baseUrl, oidcTokenProvider: async () => token });
  for (const call of [
    () => reader.groups.create([{ name: "g" }]),
    () => reader.groups.list({ all: true }),
    () => reader.securityCategories.list(),
    () => reader.sessions.list(),
  ])
    expect(await errorOf(call())).toMatchObject({
      status: 403,
      errorMessage: "Resource not found. This may also be due to insufficient access rights.",
    });
});

test("it retries what the service is too busy for", async () => {
  iam.fail({ operation: "groups.list", status: 503 });
  expect(await client.groups.list()).toHaveLength(1);
  iam.fail({ operation: "groups.create", status: 429 });
  expect(await client.groups.create([{ name: "g" }])).toHaveLength(1);
  expect(iam.state().groups.filter(({ name }) => name === "g")).toHaveLength(1);
});
