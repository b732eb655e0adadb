import { expect, test } from "vitest";
import { type CdfError, IamClient } from "../../src/client/index";
import { type Operation, startLocalIam } from "../../src/local/index";
import { start } from "../local/harness";

const retry = { totalMs: 0 };
const noReason = "(no reason given)";

test("fields that are new in the API pass through the client untouched", async () => {
  const iam = await start();
  const client = new IamClient(iam.connection);
  const group = {
    id: 1,
    name: "g",
    capabilities: [{ futureAcl: { actions: ["FLY"], scope: { skyScope: { height: 3 } }, more: 1 }, aside: true }],
    attributes: { token: { appIds: ["a"], new: 1 }, other: {} },
    brandNew: { deep: [1], none: null },
  };
  const profile = { userIdentifier: "u", lastUpdatedTime: 1, identityType: "ROBOT", brandNew: 1 };
  const session = { id: 2, status: "DREAMING", type: "PASSKEY", brandNew: 1 };
  const inspection = {
    subject: "s",
    projects: [{ projectUrlName: "p", groups: [1], brandNew: 1 }],
    capabilities: [{ futureAcl: { version: 2 } }, { projectScope: { allProjects: {} } }],
    brandNew: 1,
  };
  const answer = (operation: Operation, body: object) => iam.fail({ operation, status: 200, body });
  answer("groups.list", { items: [group], brandNew: 1 });
  answer("profiles.list", { items: [profile] });
  answer("sessions.list", { items: [session] });
  answer("securityCategories.list", { items: [{ id: 3, name: "c", brandNew: 1 }] });
  answer("inspect", inspection);
  expect(await client.groups.list()).toEqual([group]);
  expect(await client.userProfiles.list()).toEqual([profile]);
  expect(await client.sessions.list()).toEqual([session]);
  expect(await client.securityCategories.list()).toEqual([{ id: 3, name: "c", brandNew: 1 }]);
  expect(await client.token.inspect()).toEqual(inspection);
});

const nulls = (...fields: string[]) => Object.fromEntries(fields.map((field) => [field, null]));
const ofGroup = nulls(...["sourceId", "members", "capabilities", "metadata", "attributes", "isDeleted", "deletedTime"]);
const ofSession = nulls("type", "status", "creationTime", "expirationTime", "clientId");
const ofProfile = nulls("givenName", "surname", "email", "displayName", "jobTitle", "identityType");
const [bareGroup, bareProfile] = [
  { id: 1, name: "g" },
  { userIdentifier: "u", lastUpdatedTime: 1 },
];

test.each<{ what: string; operation: Operation; given: object; run: (client: IamClient) => unknown; read: unknown }>([
  {
    what: "a group",
    operation: "groups.list",
    given: { items: [{ ...bareGroup, ...ofGroup }] },
    run: (client) => client.groups.list(),
    read: [bareGroup],
  },
  {
    what: "a group's metadata",
    operation: "groups.list",
    given: { items: [{ ...bareGroup, metadata: { team: "data", site: null } }] },
    run: (client) => client.groups.list(),
    read: [{ ...bareGroup, metadata: { team: "data" } }],
  },
  {
    what: "a group's attributes",
    operation: "groups.list",
    given: { items: [{ ...bareGroup, attributes: { token: null, other: null } }] },
    run: (client) => client.groups.list(),
    read: [{ ...bareGroup, attributes: { other: null } }],
  },
  {
    what: "a group's attributes.token",
    operation: "groups.create",
    given: { items: [{ ...bareGroup, attributes: { token: { appIds: null } } }] },
    run: (client) => client.groups.create({ name: "g" }),
    read: { ...bareGroup, attributes: { token: {} } },
  },
  {
    what: "a session",
    operation: "sessions.list",
    given: { items: [{ id: 7, ...ofSession }], nextCursor: null },
    run: (client) => client.sessions.list(),
    read: [{ id: 7 }],
  },
  {
    what: "a new session",
    operation: "sessions.create",
    given: { items: [{ id: 7, nonce: "n", ...ofSession }] },
    run: (client) => client.sessions.create(),
    read: { id: 7, nonce: "n" },
  },
  {
    what: "a revoked session",
    operation: "sessions.revoke",
    given: { items: [{ id: 7, ...ofSession }] },
    run: (client) => client.sessions.revoke(7),
    read: { id: 7 },
  },
  {
    what: "a session by its id",
    operation: "sessions.byids",
    given: { items: [{ id: 7, ...ofSession }] },
    run: (client) => client.sessions.retrieve(7),
    read: { id: 7 },
  },
  {
    what: "the caller's profile",
    operation: "profiles.me",
    given: { ...bareProfile, ...ofProfile },
    run: (client) => client.userProfiles.me(),
    read: bareProfile,
  },
  {
    what: "a profile",
    operation: "profiles.list",
    given: { items: [{ ...bareProfile, ...ofProfile }], nextCursor: null },
    run: (client) => client.userProfiles.list(),
    read: [bareProfile],
  },
  {
    what: "a profile by its id",
    operation: "profiles.byids",
    given: { items: [{ ...bareProfile, ...ofProfile }] },
    run: (client) => client.userProfiles.retrieve(["u"]),
    read: [bareProfile],
  },
  {
    what: "a profile that was searched for",
    operation: "profiles.search",
    given: { items: [{ ...bareProfile, ...ofProfile }] },
    run: (client) => client.userProfiles.search({ name: "u" }),
    read: [bareProfile],
  },
  {
    what: "the categories' next page",
    operation: "securityCategories.list",
    given: { items: [{ id: 3, name: "c" }], nextCursor: null },
    run: (client) => client.securityCategories.list(),
    read: [{ id: 3, name: "c" }],
  },
  {
    what: "a capability of a token",
    operation: "inspect",
    given: { subject: "s", projects: [], capabilities: [{ assetsAcl: { version: null }, projectScope: null }] },
    run: (client) => client.token.inspect(),
    read: { subject: "s", projects: [], capabilities: [{ assetsAcl: { version: null } }] },
  },
  {
    what: "where a token's capability holds",
    operation: "inspect",
    given: { subject: "s", projects: [], capabilities: [{ projectScope: { allProjects: null, projects: ["p"] } }] },
    run: (client) => client.token.inspect(),
    read: { subject: "s", projects: [], capabilities: [{ projectScope: { projects: ["p"] } }] },
  },
])("null in a field that may be absent reads as absent: $what", async ({ operation, given, run, read }) => {
  const iam = await start();
  iam.fail({ operation, status: 200, body: given });
  expect(await run(new IamClient(iam.connection))).toStrictEqual(read);
});

test.each([
  ["nothing but nulls", nulls("message", "missing", "missingFields", "duplicated", "isAutoRetryable"), noReason],
  ["a message beside them", { message: "no luck", ...nulls("missing", "duplicated") }, "400 no luck"],
])("the reason of an error is read when it comes with %s", async (_, error, message) => {
  const iam = await start();
  iam.fail({ operation: "groups.list", status: 400, body: { error } });
  await expect(new IamClient(iam.connection).groups.list()).rejects.toThrow(message);
});

test("an error body whose `error` is null gives its reason beside it", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.list", status: 400, body: { error: null, message: "no luck" } });
  await expect(new IamClient(iam.connection).groups.list()).rejects.toThrow("400 no luck");
});

test("a list never shows deleted groups, should the service do so", async () => {
  const iam = await start();
  const items = [
    { id: 1, name: "gone", isDeleted: true },
    { id: 2, name: "here", isDeleted: false },
  ];
  iam.fail({ operation: "groups.list", status: 200, body: { items } });
  expect(await new IamClient(iam.connection).groups.list({ all: true })).toEqual([items[1]]);
});

test.each<{ what: string; operation: Operation; body: object; run: (client: IamClient) => Promise<unknown> }>([
  {
    what: "a group without an id",
    operation: "groups.list",
    body: { items: [{ name: "g" }] },
    run: (client) => client.groups.list(),
  },
  {
    what: "two groups for one",
    operation: "groups.create",
    body: {
      items: [
        { id: 1, name: "g" },
        { id: 2, name: "g" },
      ],
    },
    run: (client) => client.groups.create({ name: "g" }),
  },
  {
    what: "a session without its nonce",
    operation: "sessions.create",
    body: { items: [{ id: 1 }] },
    run: (client) => client.sessions.create(),
  },
  {
    what: "no list",
    operation: "profiles.list",
    body: {},
    run: (client) => client.userProfiles.list(),
  },
])("an answer with $what is a ResponseError", async ({ operation, body, run }) => {
  const iam = await start();
  iam.fail({ operation, status: 200, body });
  await expect(run(new IamClient(iam.connection))).rejects.toMatchObject({ name: "ResponseError", code: "RESPONSE" });
});

/** A call of each part, and how its errors name it. */
const calls: [string, string, Operation, (client: IamClient) => Promise<unknown>][] = [
  ["GET", "/token/inspect", "inspect", (client) => client.token.inspect()],
  ["GET", "/groups", "groups.list", (client) => client.groups.list()],
  ["POST", "/groups", "groups.create", (client) => client.groups.create({ name: "g" })],
  ["POST", "/groups/delete", "groups.delete", (client) => client.groups.delete(1)],
  ["GET", "/securitycategories", "securityCategories.list", (client) => client.securityCategories.list()],
  [
    "POST",
    "/securitycategories",
    "securityCategories.create",
    (client) => client.securityCategories.create({ name: "c" }),
  ],
  ["POST", "/securitycategories/delete", "securityCategories.delete", (client) => client.securityCategories.delete(1)],
  ["GET", "/sessions", "sessions.list", (client) => client.sessions.list()],
  ["POST", "/sessions", "sessions.create", (client) => client.sessions.create()],
  ["POST", "/sessions/byids", "sessions.byids", (client) => client.sessions.retrieve([1])],
  ["POST", "/sessions/revoke", "sessions.revoke", (client) => client.sessions.revoke(1)],
  ["GET", "/profiles/me", "profiles.me", (client) => client.userProfiles.me()],
  ["GET", "/profiles", "profiles.list", (client) => client.userProfiles.list()],
  ["POST", "/profiles/byids", "profiles.byids", (client) => client.userProfiles.retrieve(["u"])],
  ["POST", "/profiles/search", "profiles.search", (client) => client.userProfiles.search({ name: "u" })],
  ["POST", "/update", "projects.update", (client) => client.userProfiles.enable()],
];

test.each(calls)(
  "an error of %s %s has class, code, status, request id, method and path",
  async (method, path, operation, run) => {
    const iam = await start();
    const client = new IamClient(iam.connection, { retry });
    const kinds = [
      [400, {}, "ApiError", "API_ERROR"],
      [400, { missing: [{ id: 1 }] }, "NotFoundError", "NOT_FOUND"],
      [404, {}, "NotFoundError", "NOT_FOUND"],
      [409, { duplicated: [{ name: "x" }] }, "DuplicatedError", "DUPLICATED"],
      [403, {}, "AccessDeniedError", "ACCESS_DENIED"],
      [500, {}, "ApiError", "API_ERROR"],
    ] as const;
    for (const [status, more, name, code] of kinds) {
      const before = iam.requests.length;
      iam.fail({ operation, status, body: { error: { code: status, message: "no such luck", ...more } } });
      const error = (await run(client).catch((e: unknown) => e)) as CdfError;
      const request = iam.requests.slice(before).find((one) => one.operation === operation);
      expect(error).toMatchObject({ name, code, status, method, path, requestId: request?.requestId });
      expect(error.message).toContain(`${method} ${path}: ${status} no such luck`);
      expect(error.message).toContain(String(request?.requestId));
      if ("missing" in more) expect(error).toMatchObject({ missing: more.missing });
      if ("duplicated" in more) expect(error).toMatchObject({ duplicated: more.duplicated });
    }
  },
);

test.each(calls)("no error of %s %s holds a secret", async (_, __, operation, run) => {
  const iam = await start();
  const { clientSecret } = iam.connection;
  const token = iam.token();
  const client = new IamClient(iam.connection, { retry });
  for (const rule of [{ status: 400 }, { status: 403 }, { status: 401 }, { html: true }, { breakConnection: true }]) {
    iam.fail({ operation, times: 2, ...rule });
    const error = (await run(client).catch((e: unknown) => e)) as Error;
    expect(error).toBeInstanceOf(Error);
    const text = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join("\n");
    expect(text).not.toContain(clientSecret);
    expect(text).not.toContain(token.split(".")[2] ?? "?");
  }
});

test("a call in the wrong project, with a bad secret, or where nothing listens says which", async () => {
  const iam = await start();
  const message = async (connection: object) =>
    new IamClient(connection, { retry: { totalMs: 0, connectMs: 0 } }).groups
      .list()
      .catch((e: CdfError) => `${e.code}: ${e.message}`);
  expect(await message({ ...iam.connection, project: "not-there" })).toMatch(/^AUTH: .*not-there/);
  expect(await message({ ...iam.connection, clientSecret: "wrong-secret" })).toMatch(/^AUTH: .*invalid_client/);
  expect(await message({ ...iam.connection, clientSecret: "wrong-secret" })).not.toContain("wrong-secret");
  const closed = await startLocalIam();
  await closed.close();
  expect(await message(closed.connection)).toMatch(/nothing listens at 127/);
});
