import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { type GroupSpec, IamClient, type SessionRequest } from "../../src/client/index";
import * as iam from "../../src/index";
import type { LocalIam } from "../../src/local/index";
import { start } from "../local/harness";
import { beginRun } from "../program/harness";

const root = path.resolve(__dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The rows of a table of the page, as texts of cells. */
function rowsOf(title: string): string[][] {
  const [, section = ""] = read("docs/python-sdk.md").split(`\n## ${title}\n`);
  const lines = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const methods = rowsOf("Methods").map(([python = "", program = "", script = ""]) => ({ python, program, script }));
const classes = rowsOf("Data classes").map(([python = "", type = ""]) => ({ python, type }));
const errors = rowsOf("Errors").map(([python = "", type = "", code = ""]) => ({ python, type, code }));

const profiles = [{ userIdentifier: "local-admin", displayName: "Ann Ek" }, { userIdentifier: "u2" }];

interface Setup {
  server: LocalIam;
  client: IamClient;
}

/** A server, a client of it, and a run of a program that is connected to it. */
async function setUp(): Promise<Setup> {
  const server = await start({ profiles });
  await beginRun(server.connection);
  return { server, client: new IamClient(server.connection) };
}

const wanted = { groupsAcl: { actions: ["LIST" as const], scope: { all: {} } } };
const lacking = { rawAcl: { actions: ["READ" as const], scope: { all: {} } } };
const project = "local-project";

/** What each method's counterparts do. */
const tried: Record<string, (setup: Setup) => Promise<unknown>> = {
  "iam.compare_capabilities": async ({ client }) => {
    const groups = await client.groups.list();
    expect(iam.missingCapabilities(groups, [wanted, lacking])).toEqual([lacking]);
  },
  "iam.verify_capabilities": async ({ client }) => {
    for (const token of [await iam.inspectToken(), await client.token.inspect()])
      expect(iam.missingCapabilities(token, [wanted, lacking], project)).toEqual([lacking]);
  },
  "iam.token.inspect": async ({ client }) => expect(await client.token.inspect()).toEqual(await iam.inspectToken()),
  "iam.groups.list": async ({ client }) => {
    const [{ id, name } = { id: 0, name: "" }] = await client.groups.list({ all: true });
    expect(await iam.getGroups({ all: true })).toMatchObject([{ id, name }]);
    expect(await iam.getGroup({ id })).toMatchObject({ name });
  },
  "iam.groups.create": async ({ client }) => {
    expect(await client.groups.create({ name: "one" })).toMatchObject({ name: "one" });
    expect(await client.groups.create([{ name: "two" }])).toMatchObject([{ name: "two" }]);
    expect(new iam.Group("three", { name: "three" })).toBeInstanceOf(pulumi.CustomResource);
  },
  "iam.groups.delete": async ({ client, server }) => {
    const ids = ["a", "b", "c"].map((name) => server.createGroup({ name }).id);
    await client.groups.delete(ids[0] ?? 0);
    await client.groups.delete(ids.slice(1));
    expect(await client.groups.list({ all: true })).toHaveLength(1);
  },
  "iam.security_categories.list": async ({ client, server }) => {
    const made = server.createSecurityCategory("a");
    expect(await client.securityCategories.list({ limit: -1 })).toEqual([made]);
    expect(await iam.getSecurityCategories({ limit: -1 })).toEqual([made]);
    expect(await iam.getSecurityCategory({ name: "a" })).toEqual(made);
  },
  "iam.security_categories.create": async ({ client }) => {
    expect(await client.securityCategories.create({ name: "a" })).toMatchObject({ name: "a" });
    expect(await client.securityCategories.create([{ name: "b" }])).toMatchObject([{ name: "b" }]);
    expect(new iam.SecurityCategory("c", { name: "c" })).toBeInstanceOf(pulumi.CustomResource);
  },
  "iam.security_categories.delete": async ({ client, server }) => {
    const ids = ["a", "b"].map((name) => server.createSecurityCategory(name).id);
    await client.securityCategories.delete(ids[0] ?? 0);
    await client.securityCategories.delete(ids.slice(1));
    expect(await client.securityCategories.list()).toEqual([]);
  },
  "iam.sessions.create": async ({ client }) => {
    const requests: (SessionRequest | undefined)[] = [
      undefined,
      { clientId: "local-admin", clientSecret: "local-admin-secret" },
      { tokenExchange: true },
      { oneshotTokenExchange: true },
    ];
    const made = await Promise.all(requests.map((request) => client.sessions.create(request)));
    expect(made.map(({ type }) => type)).toEqual([
      "CLIENT_CREDENTIALS",
      "CLIENT_CREDENTIALS",
      "TOKEN_EXCHANGE",
      "ONESHOT_TOKEN_EXCHANGE",
    ]);
    expect(new iam.Session("s")).toBeInstanceOf(pulumi.CustomResource);
  },
  "iam.sessions.list": async ({ client }) => {
    const { id } = await client.sessions.create();
    expect(await client.sessions.list({ status: "READY", limit: null })).toMatchObject([{ id }]);
    expect(await iam.getSessions({ status: "READY" })).toMatchObject([{ id }]);
  },
  "iam.sessions.retrieve": async ({ client }) => {
    const { id } = await client.sessions.create();
    expect(await client.sessions.retrieve(id)).toMatchObject({ id });
    expect(await client.sessions.retrieve([id])).toMatchObject([{ id }]);
    expect(iam.Session.get("s", String(id))).toBeInstanceOf(iam.Session);
  },
  "iam.sessions.revoke": async ({ client }) => {
    const { id } = await client.sessions.create();
    expect(await client.sessions.revoke(id)).toMatchObject({ status: "REVOKED" });
    expect(await client.sessions.revoke([id])).toMatchObject([{ status: "REVOKED" }]);
  },
  "iam.user_profiles.me": async ({ client }) =>
    expect(await client.userProfiles.me()).toEqual(await iam.getMyUserProfile()),
  "iam.user_profiles.list": async ({ client }) => {
    expect(await client.userProfiles.list({ limit: null })).toHaveLength(2);
    expect(await iam.getUserProfiles({ limit: Number.POSITIVE_INFINITY })).toHaveLength(2);
  },
  "iam.user_profiles.retrieve": async ({ client }) => {
    expect(await client.userProfiles.retrieve("nobody")).toBeUndefined();
    expect(await client.userProfiles.retrieve(["u2"])).toHaveLength(1);
    await expect(client.userProfiles.retrieve(["u2", "nobody"])).rejects.toBeInstanceOf(iam.NotFoundError);
    expect(await iam.getUserProfile({ userIdentifier: "nobody" })).toBeUndefined();
    expect(await iam.getUserProfiles({ userIdentifiers: ["u2"] })).toHaveLength(1);
  },
  "iam.user_profiles.search": async ({ client }) => {
    expect(await client.userProfiles.search({ name: "ek", limit: 1 })).toHaveLength(1);
    expect(await iam.searchUserProfiles({ name: "ek", limit: 1 })).toHaveLength(1);
  },
  "iam.user_profiles.enable": async ({ client }) =>
    expect(await client.userProfiles.enable()).toEqual({ enabled: true }),
  "iam.user_profiles.disable": async ({ client }) =>
    expect(await client.userProfiles.disable()).toEqual({ enabled: false }),
};

test.each(methods.filter(({ script }) => script !== "not here"))(
  "$python of the Python SDK has counterparts that work",
  async ({ python }) => {
    const run = tried[python.replaceAll("`", "")];
    if (run === undefined) throw new Error(`${python} is in the table, and nothing tries it`);
    await run(await setUp());
  },
);

test("every method of the client that is tried is in the table for users of the Python SDK", () => {
  const listed = methods.filter(({ script }) => script !== "not here").map(({ python }) => python.replaceAll("`", ""));
  expect(Object.keys(tried)).toEqual(listed);
});

test.each(methods)(
  "what the docs name for $python of the Python SDK is exported",
  async ({ python, program, script }) => {
    const names = [...program.matchAll(/`(?:new |iam\.)?(\w+)/g)].map(([, name]) => name ?? "");
    if (program.startsWith("not here")) expect(program).toMatch(/^not here: \S/);
    else expect(names.filter((name) => !(name in iam))).toEqual([]);
    const { client } = await setUp();
    const [, part, method] = /^`(\w+)\.(\w+)\(/.exec(script) ?? [];
    if (part === undefined || method === undefined) expect(["the same function", "not here"]).toContain(script);
    else expect((client as unknown as Record<string, Record<string, unknown>>)[part]?.[method]).toBeTypeOf("function");
    if (script === "not here") expect(client).not.toHaveProperty(python.split(".")[1] ?? "");
  },
);

/** An object of each type, from the local server or as a request; a type that is wrong does not compile. */
const shapes: Record<string, (setup: Setup) => Promise<unknown>> = {
  Group: async ({ client }) => (await client.groups.list())[0],
  GroupSpec: async ({ client }) => {
    const spec: GroupSpec = { name: "g", members: "allUserAccounts", metadata: { a: "1" } };
    return client.groups.create(spec);
  },
  GroupAttributes: async ({ client }) => {
    const attributes = { token: { appIds: ["a"] } };
    return (await client.groups.create({ name: "g", attributes })).attributes;
  },
  SecurityCategory: async ({ server }) => server.createSecurityCategory("a"),
  SecurityCategorySpec: async ({ client }) => client.securityCategories.create({ name: "a" }),
  TokenInspection: ({ client }) => client.token.inspect(),
  TokenCapability: async ({ client }) => (await client.token.inspect()).capabilities[0],
  ProjectScope: async ({ client }) => (await client.token.inspect()).capabilities[0]?.projectScope,
  Capability: async ({ client }) => {
    const capability: iam.Capability = { assetsAcl: { actions: ["READ"], scope: { all: {} } } };
    return (await client.groups.create({ name: "g", capabilities: [capability] })).capabilities?.[0];
  },
  WireCapability: async ({ client }) => (await client.groups.list())[0]?.capabilities?.[0],
  NewSession: ({ client }) => client.sessions.create(),
  Session: async ({ client }) => client.sessions.revoke((await client.sessions.create()).id),
  SessionRequest: ({ client }) => client.sessions.create({ oneshotTokenExchange: true }),
  UserProfile: ({ client }) => client.userProfiles.me(),
  UserProfilesConfiguration: ({ client }) => client.userProfiles.enable(),
};

test.each(classes)("$python of the Python SDK is $type here", async ({ type }) => {
  if (type === "not here") return;
  const name = type.replaceAll("`", "");
  const exported = read("src/client/index.ts") + read("src/index.ts");
  expect(exported).toMatch(new RegExp(`\\b${name}\\b`));
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`${name} is in the table, and nothing tries it`);
  expect(await shape(await setUp())).toEqual(expect.any(Object));
});

test.each(errors)("the Python SDK's error $python is $type here", async ({ type, code }) => {
  const { server, client } = await setUp();
  const quiet = new IamClient(server.connection, { retry: { totalMs: 0 } });
  const failing: Record<string, () => Promise<unknown>> = {
    ApiError: () => client.sessions.create({ clientId: "x" } as SessionRequest),
    NotFoundError: () => client.userProfiles.retrieve(["nobody"]),
    DuplicatedError: async () =>
      client.securityCategories.create([await client.securityCategories.create({ name: "a" })]),
    AuthError: () => new IamClient({ ...server.connection, project: "not-there" }).groups.list(),
    ConnectionError: () => {
      server.fail({ operation: "groups.list", breakConnection: true });
      return quiet.groups.list();
    },
  };
  const name = type.replaceAll("`", "");
  await expect(failing[name]?.()).rejects.toMatchObject({ name, code: code.replaceAll("`", "") });
});
