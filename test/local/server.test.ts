import { expect, test } from "vitest";
import { startLocalIam } from "../../src/local/index";
import { call, items, start } from "./harness";

test("connection and environment lead to the first project as the first client", async () => {
  const iam = await start({ projects: ["one", "two"] });
  expect(iam.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(iam.connection).toEqual({
    project: "one",
    baseUrl: iam.url,
    idp: "other",
    tokenUrl: `${iam.url}/oauth2/token`,
    clientId: "local-admin",
    clientSecret: "local-admin-secret",
  });
  expect(iam.env).toEqual({
    CDF_PROJECT: "one",
    CDF_CLUSTER: "local",
    CDF_URL: iam.url,
    PROVIDER: "other",
    LOGIN_FLOW: "client_credentials",
    IDP_TOKEN_URL: `${iam.url}/oauth2/token`,
    IDP_CLIENT_ID: "local-admin",
    IDP_CLIENT_SECRET: "local-admin-secret",
    IDP_SCOPES: `${iam.url}/.default`,
    IDP_AUDIENCE: iam.url,
  });
});

test("other clients and projects have connections and tokens of their own", async () => {
  const iam = await start({
    projects: ["one", "two"],
    clients: [
      { clientId: "a", clientSecret: "sa", groups: ["cdf-administrators"] },
      { clientId: "b", clientSecret: "sb", groups: ["cdf-administrators"] },
    ],
  });
  expect(iam.connectionFor("b", "two")).toMatchObject({ project: "two", clientId: "b", clientSecret: "sb" });
  await call(iam, "GET /groups", undefined, { token: iam.token("b"), project: "two" });
  expect(iam.requests).toMatchObject([{ clientId: "b", project: "two" }]);
  expect(() => iam.token("c")).toThrow("There is no client c");
  expect(() => iam.connectionFor("c")).toThrow("There is no client c");
  expect(() => iam.connectionFor("a", "three")).toThrow("There is no project three");
});

test("every project begins with its administrators, and with the groups asked for", async () => {
  const iam = await start({ projects: ["one", "two"], groups: [{ name: "readers", members: ["m"] }] });
  for (const project of ["one", "two"]) {
    const [administrators, readers] = iam.state(project).groups;
    expect(administrators).toMatchObject({ name: "cdf-administrators", sourceId: "cdf-administrators" });
    expect(administrators?.capabilities?.flatMap(Object.keys).sort()).toEqual([
      "groupsAcl",
      "projectsAcl",
      "securityCategoriesAcl",
      "sessionsAcl",
    ]);
    expect(readers).toMatchObject({ name: "readers", members: ["m"] });
  }
});

test("requests are on record with all that is known of them", async () => {
  const iam = await start();
  await call(iam, "POST /groups?x=1", { items: [{ name: "a" }] }, { headers: { "x-cdp-app": "test" } });
  expect(iam.requests).toEqual([
    {
      requestId: expect.any(String),
      method: "POST",
      path: "/api/v1/projects/local-project/groups",
      query: { x: "1" },
      headers: expect.objectContaining({ "x-cdp-app": "test", authorization: "[redacted]" }),
      project: "local-project",
      operation: "groups.create",
      status: 201,
      startedAt: expect.any(Number),
      endedAt: expect.any(Number),
      clientId: "local-admin",
      body: { items: [{ name: "a" }] },
    },
  ]);
  iam.requests.length = 0;
  await call(iam, "GET /groups");
  expect(iam.requests).toMatchObject([{ operation: "groups.list", method: "GET", body: undefined }]);
});

test("the most requests under way at once are counted, reads and writes apart", async () => {
  const iam = await start();
  iam.fail({ times: 5, delayMs: 150 });
  await Promise.all([
    ...[1, 2, 3].map((n) => call(iam, "POST /groups", { items: [{ name: `g${n}` }] })),
    ...[1, 2].map(() => call(iam, "POST /profiles/search", { search: { name: "a" } })),
  ]);
  expect(iam.maxConcurrent).toEqual({ reads: 2, writes: 3 });
  iam.maxConcurrent.reads = 0;
  await call(iam, "GET /groups");
  expect(iam.maxConcurrent).toEqual({ reads: 1, writes: 3 });
});

test("edits behind the API's back leave no request, and are checked all the same", async () => {
  const iam = await start({ projects: ["one", "two"], groupQuota: 2 });
  const made = iam.createGroup({ name: "a", members: ["m"] }, "two");
  expect(await items(call(iam, "GET /groups?all=true", undefined, { project: "two" }))).toContainEqual(made);
  expect(iam.state("two").groups).toHaveLength(2);
  expect(() => iam.createGroup({ name: "" }, "two")).toThrow("name");
  expect(() => iam.createGroup({ name: "b" }, "two")).toThrow("There can only be 2");
  expect(iam.deleteGroup(made.id)).toBe(false);
  expect(iam.deleteGroup(made.id, "two")).toBe(true);
  expect(iam.deleteGroup(made.id, "two")).toBe(false);
  const category = iam.createSecurityCategory("c");
  expect(iam.state().securityCategories).toEqual([category]);
  expect(() => iam.createSecurityCategory("c")).toThrow("unique");
  expect(iam.deleteSecurityCategory(category.id)).toBe(true);
  expect(iam.deleteSecurityCategory(category.id)).toBe(false);
  expect(iam.requests).toHaveLength(1);
});

test("lists lag behind, rights and uniqueness do not", async () => {
  const iam = await start({ listLagMs: 3_600_000 });
  const [group] = await items(call(iam, "POST /groups", { items: [{ name: "a" }] }), 201);
  const [category] = await items(call(iam, "POST /securitycategories", { items: [{ name: "a" }] }), 201);
  expect(await items(call(iam, "GET /groups?all=true"))).toHaveLength(1);
  expect(await items(call(iam, "GET /securitycategories"))).toEqual([]);
  expect((await call(iam, "POST /securitycategories", { items: [{ name: "a" }] })).status).toBe(409);
  iam.listLagMs = 0;
  expect(await items(call(iam, "GET /groups?all=true"))).toHaveLength(2);
  expect(await items(call(iam, "GET /securitycategories"))).toEqual([category]);
  expect((await call(iam, "POST /groups/delete", { items: [group.id] })).status).toBe(200);
  expect(await items(call(iam, "GET /groups?all=true"))).toHaveLength(1);
});

test("a deleted group is still in the list, as if alive, until the lag is over", async () => {
  const iam = await start({ groups: [{ name: "a" }], listLagMs: 3_600_000 });
  const group = iam.state().groups.find((one) => one.name === "a");
  expect((await call(iam, "POST /groups/delete", { items: [group?.id] })).status).toBe(200);
  expect(await items(call(iam, "GET /groups?all=true"))).toContainEqual(group);
  expect((await call(iam, "POST /groups/delete", { items: [group?.id] })).status).toBe(400);
  iam.listLagMs = 0;
  expect(await items(call(iam, "GET /groups?all=true"))).toHaveLength(1);
});

test("latency is added to every answer", async () => {
  const iam = await start({ latencyMs: 60 });
  const timed = async (what: string) => {
    const begin = performance.now();
    await call(iam, what);
    return performance.now() - begin;
  };
  for (const what of ["GET /groups", "POST /oauth2/token", "GET /assets"])
    expect(await timed(what)).toBeGreaterThan(55);
  iam.latencyMs = 0;
  await timed("GET /groups");
  expect(iam.latencyMs).toBe(0);
});

test("close ends the server once, however often it is called", async () => {
  const iam = await startLocalIam();
  await call(iam, "GET /groups");
  await Promise.all([iam.close(), iam.close()]);
  await iam.close();
  await expect(call(iam, "GET /groups", undefined, { token: undefined })).rejects.toThrow("fetch failed");
});

test("starting on a port that is in use is an error", async () => {
  const iam = await start();
  const port = Number(new URL(iam.url).port);
  await expect(startLocalIam({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test.each([
  [{ clients: [] }, "at least one client"],
  [{ projects: [] }, "at least one project"],
  [{ groups: [{ name: "" }] }, "name"],
])("the server refuses options that make no sense: %j", async (options, message) => {
  await expect(startLocalIam(options)).rejects.toThrow(message);
});

test("the server can listen on another address", async () => {
  const iam = await start({ host: "0.0.0.0" });
  expect(iam.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  expect((await call(iam, "GET /groups")).status).toBe(200);
});
