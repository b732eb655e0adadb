import { expect, test } from "vitest";
import type { LocalClient, LocalGroupSpec } from "../../src/local/index";
import { call, items, start } from "./harness";

const acl = (name: string, actions: string[], scope: object = { all: {} }) => ({ [name]: { actions, scope } });
const LIST = acl("groupsAcl", ["LIST"]);
const CALLER: LocalClient = { clientId: "c", clientSecret: "s", groups: ["src"], userIdentifier: "me" };
const FORBIDDEN = {
  status: 403,
  body: { error: { code: 403, message: "Resource not found. This may also be due to insufficient access rights." } },
};

const server = (groups: LocalGroupSpec[], client: Partial<LocalClient> = {}) =>
  start({ groups, clients: [{ ...CALLER, ...client }] });
const having = (...capabilities: object[]) => server([{ name: "g", sourceId: "src", capabilities }]);

test.each<[string, Partial<LocalGroupSpec>, Partial<LocalClient>, number]>([
  ["by sourceId", { sourceId: "src" }, {}, 200],
  ["not by another sourceId", { sourceId: "other" }, {}, 401],
  ["not by an empty sourceId", { sourceId: "" }, { groups: [""] }, 401],
  ["by member", { members: ["you", "me"] }, {}, 200],
  ["by the client id, where there is no other principal id", { members: ["c"] }, { userIdentifier: "c" }, 200],
  ["not as another member", { members: ["you"] }, {}, 401],
  ["by all user accounts, as a user", { members: "allUserAccounts" }, { isUser: true }, 200],
  ["not by all user accounts, as a client", { members: "allUserAccounts" }, {}, 401],
  ["nobody is in one with neither sourceId nor members", {}, {}, 401],
  [
    "by an application of the group",
    { sourceId: "src", attributes: { token: { appIds: ["app"] } } },
    { appId: "app" },
    200,
  ],
  ["not by another application", { sourceId: "src", attributes: { token: { appIds: ["app"] } } }, { appId: "x" }, 401],
  ["not without an application", { sourceId: "src", attributes: { token: { appIds: ["app"] } } }, {}, 401],
  ["by any application where appIds are null", { sourceId: "src", attributes: { token: { appIds: null } } }, {}, 200],
])("whether a caller is in a group: %s", async (_, group, client, status) => {
  const iam = await server([{ name: "g", capabilities: [LIST], ...group }], client);
  expect((await call(iam, "GET /groups")).status).toBe(status);
});

test("rights are the union over groups, and follow at once", async () => {
  const iam = await server([
    { name: "a", sourceId: "src", capabilities: [LIST] },
    { name: "b", members: ["me"], capabilities: [acl("groupsAcl", ["CREATE"])] },
  ]);
  expect((await call(iam, "GET /groups?all=true")).status).toBe(200);
  expect((await call(iam, "POST /groups", { items: [{ name: "x" }] })).status).toBe(201);
  const b = iam.state().groups.find((group) => group.name === "b");
  expect(iam.deleteGroup(b?.id ?? 0)).toBe(true);
  expect(await call(iam, "POST /groups", { items: [{ name: "x" }] })).toMatchObject(FORBIDDEN);
  iam.createGroup({ name: "c", sourceId: "src", capabilities: [acl("groupsAcl", ["CREATE"])] });
  expect((await call(iam, "POST /groups", { items: [{ name: "x" }] })).status).toBe(201);
});

test("a caller who deletes their last group has no access", async () => {
  const iam = await start();
  const [own] = await items(call(iam, "GET /groups"));
  expect((await call(iam, "POST /groups/delete", { items: [own.id] })).status).toBe(200);
  expect((await call(iam, "GET /groups")).status).toBe(401);
  expect((await call(iam, "GET /api/v1/token/inspect")).body).toEqual({
    subject: "local-admin",
    projects: [],
    capabilities: [],
  });
});

test.each([
  ["an unknown project", "nowhere", {}],
  ["a project that the token is not for", "local-project", { projects: ["other"] }],
])("a token in %s gets 401", async (_, project, client) => {
  const iam = await server([{ name: "g", sourceId: "src", capabilities: [LIST] }], client);
  const got = await call(iam, "GET /groups", undefined, { project });
  expect(got).toMatchObject({ status: 401, body: { error: { code: 401 } } });
});

test("a capability for other projects does not count", async () => {
  const iam = await having({ ...LIST, projectUrlNames: { urlNames: ["other"] } }, acl("projectsAcl", ["READ"]));
  expect(await call(iam, "GET /groups")).toMatchObject(FORBIDDEN);
});

const ID = { items: [{ id: 1 }] };
test.each<[string, unknown, string, string, number]>([
  ["GET /groups", undefined, "groupsAcl", "LIST", 200],
  ["GET /groups?all=true", undefined, "groupsAcl", "LIST", 200],
  ["POST /groups", { items: [{ name: "a" }] }, "groupsAcl", "CREATE", 201],
  ["POST /groups/delete", { items: [1] }, "groupsAcl", "DELETE", 400],
  ["GET /securitycategories", undefined, "securityCategoriesAcl", "LIST", 200],
  ["POST /securitycategories", { items: [{ name: "a" }] }, "securityCategoriesAcl", "CREATE", 201],
  ["POST /securitycategories/delete", { items: [1] }, "securityCategoriesAcl", "DELETE", 400],
  ["GET /sessions", undefined, "sessionsAcl", "LIST", 200],
  ["POST /sessions", { items: [{ tokenExchange: true }] }, "sessionsAcl", "CREATE", 200],
  ["POST /sessions/byids", ID, "sessionsAcl", "LIST", 400],
  ["POST /sessions/revoke", ID, "sessionsAcl", "DELETE", 400],
  ["GET /api/v1/projects/local-project", undefined, "projectsAcl", "READ", 200],
])("%s needs its right", async (what, body, name, action, status) => {
  expect((await call(await having(acl(name, [action])), what, body)).status).toBe(status);
  expect((await call(await having(acl(name.toUpperCase(), [action])), what, body)).status).toBe(status);
  const others = ["LIST", "CREATE", "DELETE", "READ", "UPDATE", "MEMBEROF"].filter((one) => one !== action);
  expect(await call(await having(acl(name, others)), what, body)).toMatchObject(FORBIDDEN);
  expect(await call(await having(acl("eventsAcl", [action])), what, body)).toMatchObject(FORBIDDEN);
});

test("under currentuserscope one lists and deletes own groups only, and creates none", async () => {
  const iam = await server([
    {
      name: "mine",
      sourceId: "src",
      capabilities: [acl("groupsAcl", ["LIST", "CREATE", "DELETE"], { currentuserscope: {} })],
    },
    { name: "mine too", members: ["me"] },
    { name: "theirs", sourceId: "other" },
  ]);
  const idOf = (name: string) => iam.state().groups.find((group) => group.name === name)?.id ?? 0;
  for (const query of ["", "?all=true"]) {
    const names = (await items(call(iam, `GET /groups${query}`))).map((group) => group.name);
    expect(names.sort()).toEqual(["mine", "mine too"]);
  }
  expect(await call(iam, "POST /groups", { items: [{ name: "x" }] })).toMatchObject(FORBIDDEN);
  expect(await call(iam, "POST /groups/delete", { items: [idOf("mine too"), idOf("theirs")] })).toMatchObject(
    FORBIDDEN,
  );
  expect((await call(iam, "POST /groups/delete", { items: [idOf("mine too")] })).status).toBe(200);
});

test("an idscope narrows security categories", async () => {
  const iam = await having();
  const { id } = iam.createSecurityCategory("mine");
  const other = iam.createSecurityCategory("other").id;
  iam.createGroup({
    name: "narrow",
    sourceId: "src",
    capabilities: [acl("securityCategoriesAcl", ["LIST", "CREATE", "DELETE"], { idscope: { ids: [id] } })],
  });
  expect(await items(call(iam, "GET /securitycategories"))).toEqual([{ id, name: "mine" }]);
  expect(await call(iam, "POST /securitycategories", { items: [{ name: "x" }] })).toMatchObject(FORBIDDEN);
  expect(await call(iam, "POST /securitycategories/delete", { items: [other] })).toMatchObject(FORBIDDEN);
  expect((await call(iam, "POST /securitycategories/delete", { items: [id] })).status).toBe(200);
});
