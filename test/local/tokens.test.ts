import { expect, test, vi } from "vitest";
import type { LocalIam } from "../../src/local/index";
import { call, items, start } from "./harness";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const GOOD = { grant_type: "client_credentials", client_id: "local-admin", client_secret: "local-admin-secret" };
const ask = (iam: LocalIam, form: Record<string, string>, headers: Record<string, string> = FORM) =>
  call(iam, "POST /oauth2/token", new URLSearchParams(form).toString(), { token: undefined, headers });

test("client credentials get a bearer token that works", async () => {
  const iam = await start({ tokenLifetimeSeconds: 120 });
  const { status, body } = await ask(iam, { ...GOOD, scope: "a b", audience: "x" });
  expect({ status, body }).toEqual({
    status: 200,
    body: { access_token: expect.any(String), token_type: "Bearer", expires_in: 120 },
  });
  expect((await call(iam, "GET /groups", undefined, { token: body.access_token })).status).toBe(200);
});

test.each([
  ["a wrong secret", { ...GOOD, client_secret: "wrong" }, 401, "invalid_client"],
  ["an unknown client", { ...GOOD, client_id: "nobody" }, 401, "invalid_client"],
  ["no secret", { grant_type: "client_credentials", client_id: "local-admin" }, 401, "invalid_client"],
  ["another flow", { ...GOOD, grant_type: "password" }, 400, "unsupported_grant_type"],
  ["no flow", { client_id: "local-admin" }, 400, "invalid_request"],
])("the token endpoint refuses %s", async (_, form, status, error) => {
  const iam = await start();
  const got = await ask(iam, form as Record<string, string>);
  expect(got).toMatchObject({ status, body: { error, error_description: expect.any(String) } });
});

test("a JSON body is no token request", async () => {
  const got = await ask(await start(), GOOD, { "content-type": "application/json" });
  expect(got).toMatchObject({ status: 400, body: { error: "invalid_request" } });
});

test("the token endpoint does not read secrets in a Basic header", async () => {
  const authorization = `Basic ${Buffer.from("local-admin:local-admin-secret").toString("base64")}`;
  const got = await ask(await start(), { grant_type: "client_credentials" }, { ...FORM, authorization });
  expect(got).toMatchObject({ status: 401, body: { error: "invalid_client" } });
});

test("the record of requests holds no secrets", async () => {
  const iam = await start();
  await ask(iam, GOOD);
  await call(iam, "POST /sessions", { items: [{ clientId: "local-admin", clientSecret: "local-admin-secret" }] });
  expect(iam.requests).toHaveLength(2);
  expect(JSON.stringify(iam.requests)).not.toContain("local-admin-secret");
  expect(JSON.stringify(iam.requests)).not.toContain(iam.token().slice(0, 40));
  expect(iam.requests[0]).toMatchObject({
    operation: "token",
    clientId: "local-admin",
    body: { client_secret: "[redacted]" },
  });
});

const forged = (token: string) => {
  const [head, , signature] = token.split(".");
  const claims = Buffer.from(JSON.stringify({ azp: "x", gen: 1, exp: 9e9 })).toString("base64url");
  return `${head}.${claims}.${signature}`;
};

test.each([
  ["no token", () => undefined],
  ["a word", () => "nonsense"],
  ["a forged token", (iam: LocalIam) => forged(iam.token())],
  ["a token of another server", async () => (await start()).token()],
  [
    "a revoked token",
    (iam: LocalIam) => {
      const token = iam.token();
      iam.revokeTokens();
      return token;
    },
  ],
])("a call with %s gets 401 in the normal shape", async (_, get) => {
  const iam = await start();
  const token = await get(iam);
  for (const path of ["/groups", "/api/v1/token/inspect"]) {
    const got = await call(iam, `GET ${path}`, undefined, { token });
    expect(got).toMatchObject({ status: 401, body: { error: { code: 401, message: "Unauthorized" } } });
  }
  expect((await call(iam, "GET /groups")).status).toBe(200);
});

test("a token is refused once its lifetime is over", async () => {
  const iam = await start({ tokenLifetimeSeconds: 0.05 });
  const token = iam.token();
  const status = async () => (await call(iam, "GET /groups", undefined, { token })).status;
  await vi.waitFor(async () => expect(await status()).toBe(401));
});

test("a scheme other than bearer gets 401", async () => {
  const iam = await start();
  const headers = { authorization: `Token ${iam.token()}` };
  expect((await call(iam, "GET /groups", undefined, { token: undefined, headers })).status).toBe(401);
});

test("token inspect shows subject, groups and capabilities of each project", async () => {
  const iam = await start({ projects: ["one", "two"] });
  const [own] = await items(call(iam, "GET /groups", undefined, { project: "two" }));
  const { status, body } = await call(iam, "GET /api/v1/token/inspect");
  expect(status).toBe(200);
  expect(body.subject).toBe("local-admin");
  expect(body.projects).toEqual([
    { projectUrlName: "one", groups: [expect.any(Number)] },
    { projectUrlName: "two", groups: [own.id] },
  ]);
  expect(body.capabilities).toContainEqual({
    userProfilesAcl: { actions: ["READ"], scope: { all: {} } },
    projectScope: { projects: ["one", "two"] },
  });
  const groups = body.capabilities.find((one: object) => "groupsAcl" in one);
  expect(groups.groupsAcl.actions.sort()).toEqual(["CREATE", "DELETE", "LIST", "READ", "UPDATE"]);
});

const list = (acl: string) => ({ [acl]: { actions: ["LIST"], scope: { all: {} } } });

test.each([
  ["both rights", [list("groupsAcl"), list("projectsAcl")], 1],
  ["no projectsAcl:LIST", [list("groupsAcl")], 0],
  ["no groupsAcl:LIST", [list("projectsAcl")], 0],
])("token inspect with %s", async (_, capabilities, count) => {
  const iam = await start({
    groups: [{ name: "g", sourceId: "g", capabilities }],
    clients: [{ clientId: "c", clientSecret: "s", groups: ["g"], subject: "who" }],
  });
  const { status, body } = await call(iam, "GET /api/v1/token/inspect");
  expect({ status, subject: body.subject, count: body.projects.length }).toEqual({
    status: 200,
    subject: "who",
    count,
  });
  expect(body.capabilities.length > 0).toBe(count > 0);
});

test("token inspect shows unknown ACLs, and further keys beside them", async () => {
  const capability = {
    newAcl: { actions: ["FLY"], scope: { moonScope: { x: 1 } } },
    projectUrlNames: { urlNames: ["local-project"] },
  };
  const iam = await start({ groups: [{ name: "g", sourceId: "cdf-administrators", capabilities: [capability] }] });
  const { body } = await call(iam, "GET /api/v1/token/inspect");
  expect(body.capabilities).toContainEqual({ ...capability, projectScope: { projects: ["local-project"] } });
});
