import { expect, test } from "vitest";
import { IamClient } from "../../src/client/index";
import type { LocalIam } from "../../src/local/index";
import { start } from "../local/harness";

/** A user whom a group holds, besides the administrator. */
const profiles = [
  { userIdentifier: "u2", displayName: "Bo Berg", givenName: "Bo", surname: "Berg" },
  { userIdentifier: "u1", displayName: "Ann Ek", givenName: "Ann", surname: "Ek" },
  { userIdentifier: "local-admin", displayName: "Zoe Admin" },
];

interface Case {
  method: string;
  /** Does the call, after what it stands on. */
  run(client: IamClient, iam: LocalIam): Promise<unknown>;
  /** What it answers. */
  answer: unknown;
  /** The last request: operation, and its query or body. */
  operation: string;
  query?: Record<string, string>;
  body?: unknown;
}

/** What scopes name: two of each kind. */
const two = (key: string) => ["a", "b"].map((letter) => ({ externalId: `${key}_${letter}`, name: letter }));
const targets = {
  dataSets: two("ds"),
  extractionPipelines: two("ep"),
  timeSeries: two("ts"),
  assets: two("as"),
  locationFilters: two("lf"),
};

const number = expect.any(Number);
const group = (name: string) => expect.objectContaining({ id: number, name });

const cases: Case[] = [
  {
    method: "token.inspect()",
    run: (client) => client.token.inspect(),
    answer: expect.objectContaining({
      subject: "local-admin",
      projects: [{ projectUrlName: "local-project", groups: [number] }],
    }),
    operation: "inspect",
  },
  {
    method: "groups.list()",
    run: (client) => client.groups.list(),
    answer: [group("cdf-administrators")],
    operation: "groups.list",
    query: { all: "false" },
  },
  {
    method: "groups.list({ all: true })",
    run: async (client, iam) => {
      iam.createGroup({ name: "others" });
      return client.groups.list({ all: true });
    },
    answer: expect.arrayContaining([group("cdf-administrators"), group("others")]),
    operation: "groups.list",
    query: { all: "true" },
  },
  {
    method: "groups.create(one)",
    run: (client) => client.groups.create({ name: "a", members: "allUserAccounts" }),
    answer: expect.objectContaining({ id: number, name: "a", members: "allUserAccounts" }),
    operation: "groups.create",
    body: { items: [{ name: "a", members: "allUserAccounts" }] },
  },
  {
    method: "groups.create(many)",
    run: (client) => client.groups.create([{ name: "a" }, { name: "b" }]),
    answer: [group("a"), group("b")],
    operation: "groups.create",
  },
  {
    method: "groups.delete(id)",
    run: async (client, iam) => client.groups.delete(iam.createGroup({ name: "a" }).id),
    answer: undefined,
    operation: "groups.delete",
  },
  {
    method: "groups.delete(ids)",
    run: async (client, iam) => client.groups.delete(["a", "b"].map((name) => iam.createGroup({ name }).id)),
    answer: undefined,
    operation: "groups.delete",
  },
  {
    method: "securityCategories.list()",
    run: async (client, iam) => {
      for (let i = 0; i < 30; i++) iam.createSecurityCategory(`c${i}`);
      return (await client.securityCategories.list()).length;
    },
    answer: 25,
    operation: "securityCategories.list",
    query: { limit: "25" },
  },
  {
    method: "securityCategories.create(one)",
    run: (client) => client.securityCategories.create({ name: "a" }),
    answer: { id: number, name: "a" },
    operation: "securityCategories.create",
    body: { items: [{ name: "a" }] },
  },
  {
    method: "securityCategories.create(many)",
    run: (client) => client.securityCategories.create([{ name: "a" }, { name: "b" }]),
    answer: [
      { id: number, name: "a" },
      { id: number, name: "b" },
    ],
    operation: "securityCategories.create",
  },
  {
    method: "securityCategories.delete(id)",
    run: async (client, iam) => client.securityCategories.delete(iam.createSecurityCategory("a").id),
    answer: undefined,
    operation: "securityCategories.delete",
  },
  {
    method: "securityCategories.delete(ids)",
    run: async (client, iam) =>
      client.securityCategories.delete(["a", "b"].map((name) => iam.createSecurityCategory(name).id)),
    answer: undefined,
    operation: "securityCategories.delete",
  },
  {
    method: "sessions.create()",
    run: (client) => client.sessions.create(),
    answer: {
      id: number,
      type: "CLIENT_CREDENTIALS",
      status: "READY",
      nonce: expect.any(String),
      clientId: "local-admin",
    },
    operation: "sessions.create",
    body: { items: [{ clientId: "local-admin", clientSecret: "[redacted]" }] },
  },
  {
    method: "sessions.create() with a ready token",
    run: (_, iam) => new IamClient({ ...withToken(iam) }).sessions.create(),
    answer: expect.objectContaining({ type: "TOKEN_EXCHANGE" }),
    operation: "sessions.create",
    body: { items: [{ tokenExchange: true }] },
  },
  {
    method: "sessions.create({ oneshotTokenExchange })",
    run: (client) => client.sessions.create({ oneshotTokenExchange: true }),
    answer: expect.objectContaining({ type: "ONESHOT_TOKEN_EXCHANGE" }),
    operation: "sessions.create",
  },
  {
    method: "sessions.list({ status })",
    run: async (client) => {
      const [first] = [await client.sessions.create(), await client.sessions.create()];
      await client.sessions.revoke(first.id);
      return client.sessions.list({ status: "revoked" });
    },
    answer: [expect.objectContaining({ status: "REVOKED", creationTime: number })],
    operation: "sessions.list",
    query: { status: "REVOKED", limit: "25" },
  },
  {
    method: "sessions.retrieve(id)",
    run: async (client) => client.sessions.retrieve((await client.sessions.create()).id),
    answer: expect.objectContaining({ status: "READY", expirationTime: number }),
    operation: "sessions.byids",
  },
  {
    method: "sessions.retrieve(ids)",
    run: async (client) => {
      const made = [await client.sessions.create(), await client.sessions.create()];
      const found = await client.sessions.retrieve(made.map(({ id }) => id));
      return found.map(({ id }, i) => id === made[i]?.id);
    },
    answer: [true, true],
    operation: "sessions.byids",
  },
  {
    method: "sessions.revoke(id), twice",
    run: async (client) => {
      const { id } = await client.sessions.create();
      await client.sessions.revoke(id);
      return client.sessions.revoke(id);
    },
    answer: expect.objectContaining({ status: "REVOKED" }),
    operation: "sessions.revoke",
  },
  {
    method: "sessions.revoke(ids)",
    run: async (client) => client.sessions.revoke([(await client.sessions.create()).id]),
    answer: [expect.objectContaining({ status: "REVOKED" })],
    operation: "sessions.revoke",
  },
  {
    method: "userProfiles.me()",
    run: (client) => client.userProfiles.me(),
    answer: expect.objectContaining({ userIdentifier: "local-admin", lastUpdatedTime: number }),
    operation: "profiles.me",
  },
  {
    method: "userProfiles.list({ limit })",
    run: async (client) => (await client.userProfiles.list({ limit: 2 })).map(({ userIdentifier }) => userIdentifier),
    answer: ["u1", "u2"],
    operation: "profiles.list",
    query: { limit: "2" },
  },
  {
    method: "userProfiles.retrieve(id)",
    run: (client) => client.userProfiles.retrieve("u1"),
    answer: expect.objectContaining({ userIdentifier: "u1" }),
    operation: "profiles.byids",
    body: { items: [{ userIdentifier: "u1" }] },
  },
  {
    method: "userProfiles.retrieve(an unknown id)",
    run: (client) => client.userProfiles.retrieve("nobody"),
    answer: undefined,
    operation: "profiles.byids",
  },
  {
    method: "userProfiles.retrieve(ids), one of them twice",
    run: (client) => client.userProfiles.retrieve(["u2", "u1", "u2"]),
    answer: [expect.objectContaining({ userIdentifier: "u2" }), expect.objectContaining({ userIdentifier: "u1" })],
    operation: "profiles.byids",
    body: { items: [{ userIdentifier: "u2" }, { userIdentifier: "u1" }] },
  },
  {
    method: "userProfiles.search({ name, limit })",
    run: (client) => client.userProfiles.search({ name: "be", limit: 5 }),
    answer: [expect.objectContaining({ userIdentifier: "u2" })],
    operation: "profiles.search",
    body: { search: { name: "be" }, limit: 5 },
  },
  {
    method: "userProfiles.disable()",
    run: (client) => client.userProfiles.disable(),
    answer: { enabled: false },
    operation: "projects.update",
  },
  {
    method: "userProfiles.enable(), after disable()",
    run: async (client) => {
      await client.userProfiles.disable();
      await expect(client.userProfiles.list()).rejects.toThrow("not enabled");
      return [await client.userProfiles.enable(), (await client.userProfiles.list()).length];
    },
    answer: [{ enabled: true }, 3],
    operation: "profiles.list",
  },
  ...(["dataSets", "extractionPipelines", "timeSeries", "assets", "locationFilters"] as const).flatMap(
    (part): Case[] => {
      const [a, b] = targets[part];
      const operation = part === "locationFilters" ? "locationFilters.list" : `${part}.byids`;
      const body = (items: object[]) => (part === "locationFilters" ? {} : { body: { items, ignoreUnknownIds: true } });
      const idOf = (iam: LocalIam) => iam.state()[part][1]?.id ?? 0;
      return [
        {
          method: `${part}.retrieve({ externalId })`,
          run: (client) => client[part].retrieve({ externalId: `${a?.externalId}` }),
          answer: expect.objectContaining({ id: number, ...a, createdTime: number }),
          operation,
          ...body([{ externalId: a?.externalId }]),
        },
        {
          method: `${part}.retrieve(an unknown one)`,
          run: (client) => client[part].retrieve({ externalId: "nothing" }),
          answer: undefined,
          operation,
        },
        {
          method: `${part}.retrieve(ids), in three ways and one of them twice`,
          run: async (client, iam) =>
            client[part].retrieve([
              idOf(iam),
              { externalId: `${a?.externalId}` },
              String(idOf(iam)),
              { externalId: `${b?.externalId}` },
            ]),
          answer: [expect.objectContaining(b ?? {}), expect.objectContaining(a ?? {})],
          operation,
        },
        {
          method: `${part}.retrieve(ids, { ignoreUnknownIds })`,
          run: (client) => client[part].retrieve([1, { externalId: `${b?.externalId}` }], { ignoreUnknownIds: true }),
          answer: [expect.objectContaining(b ?? {})],
          operation,
        },
      ];
    },
  ),
  ...(["dataSets", "extractionPipelines"] as const).map(
    (part): Case => ({
      method: `${part}.list({ limit })`,
      run: (client) => client[part].list({ limit: 1 }),
      answer: [expect.objectContaining({ id: number, ...targets[part][0] })],
      operation: `${part}.list`,
      body: { limit: 1 },
    }),
  ),
  {
    method: "locationFilters.list()",
    run: (client) => client.locationFilters.list(),
    answer: targets.locationFilters.map((one) => expect.objectContaining(one)),
    operation: "locationFilters.list",
    body: { flat: true },
  },
];

const withToken = (iam: LocalIam) => ({
  project: iam.connection.project,
  baseUrl: iam.connection.baseUrl,
  token: iam.token(),
});

test.each(cases)(
  "client.$method sends its request and reads the answer",
  async ({ method, run, answer, operation, query, body }) => {
    const iam = await start({ profiles, ...targets });
    const client = new IamClient(iam.connection);
    expect(await run(client, iam)).toEqual(answer);
    const last = iam.requests.at(-1);
    expect(last?.operation).toBe(operation);
    expect(last?.status).toBeLessThan(method.includes("unknown") ? 401 : 300);
    if (query !== undefined) expect(last?.query).toEqual(query);
    if (body !== undefined) expect(last?.body).toEqual(body);
  },
);

/** What is for subclasses and lookups alone. */
const inner = ["known", "notFound"];

/** The methods of a class and of those that it extends. */
const methodsOf = (prototype: object | null): string[] =>
  prototype === null || prototype === Object.prototype
    ? []
    : [...Object.getOwnPropertyNames(prototype), ...methodsOf(Object.getPrototypeOf(prototype))];

test("every method of the client is in the table", async () => {
  const iam = await start();
  const client = new IamClient(iam.connection);
  const parts = { ...client } as unknown as Record<string, object>;
  const methods = Object.entries(parts).flatMap(([part, api]) =>
    typeof api === "object"
      ? methodsOf(Object.getPrototypeOf(api))
          .filter((name) => !["constructor", ...inner].includes(name))
          .map((name) => `${part}.${name}`)
      : [],
  );
  const shown = cases.map(({ method }) => method.split("(")[0]);
  expect(methods.filter((method) => !shown.includes(method))).toEqual([]);
});
