import { expect, test, vi } from "vitest";
import type { FailRule, LocalIam } from "../../src/local/index";
import { call, start } from "./harness";

const create = (iam: LocalIam, name = "a") => call(iam, "POST /groups", { items: [{ name }] });
const names = (iam: LocalIam) =>
  iam
    .state()
    .groups.slice(1)
    .map((group) => group.name);

test.each<[string, FailRule, object]>([
  ["500 by default", {}, { status: 500, body: { error: { code: 500, message: expect.any(String) } } }],
  [
    "a status in the normal shape",
    { status: 503 },
    { status: 503, body: { error: { code: 503, message: "Service Unavailable" } } },
  ],
  ["a body of its own", { status: 418, body: { error: "tea" } }, { status: 418, body: { error: "tea" } }],
  ["a text of its own", { status: 400, body: "oops", contentType: "text/plain" }, { status: 400, body: "oops" }],
  ["JSON that is none", { status: 200, body: "{" }, undefined as unknown as object],
  ["a proxy's page", { html: true }, { status: 502, body: expect.stringContaining("<html>") }],
  ["a proxy's page with 200", { html: true, status: 200 }, { status: 200, body: expect.stringContaining("<html>") }],
  ["no content", { status: 204 }, { status: 204, body: "" }],
])("an injected fault answers with %s, without acting", async (_, rule, expected) => {
  const iam = await start();
  iam.fail({ operation: "groups.create", ...rule });
  if (expected === undefined) await expect(create(iam)).rejects.toThrow(SyntaxError);
  else expect(await create(iam)).toMatchObject(expected);
  expect(names(iam)).toEqual([]);
  expect((await create(iam)).status).toBe(201);
});

test.each<[string, FailRule, number, Record<string, string>]>([
  ["retryAfter in seconds", { retryAfter: 2 }, 429, { "retry-after": "2" }],
  [
    "retryAfter as a date",
    { retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT", status: 503 },
    503,
    { "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" },
  ],
  ["headers", { headers: { "cdf-is-auto-retryable": "true" } }, 500, { "cdf-is-auto-retryable": "true" }],
  ["a redirect", { redirect: "http://127.0.0.1:1/" }, 302, { location: "http://127.0.0.1:1/" }],
  ["another redirect", { redirect: "/x", status: 307 }, 307, { location: "/x" }],
])("an injected fault sets %s", async (_, rule, status, headers) => {
  const iam = await start();
  iam.fail(rule);
  const got = await create(iam);
  expect(got.status).toBe(status);
  for (const [name, value] of Object.entries(headers)) expect(got.headers.get(name)).toBe(value);
  expect(got.headers.get("x-request-id")).toBe(iam.requests[0]?.requestId);
});

test("token requests fail in the shape of OAuth", async () => {
  const iam = await start();
  iam.fail({ operation: "token", status: 401 });
  expect((await call(iam, "POST /oauth2/token")).body).toMatchObject({ error: "invalid_client" });
});

test.each<[string, FailRule]>([
  ["a status", { status: 502 }],
  ["a broken connection", { breakConnection: true }],
  ["a cut answer", { truncate: true, status: 500 }],
])("an injected fault with `after` acts first, then fails: %s", async (_, rule) => {
  const iam = await start();
  iam.fail({ operation: "groups.create", when: "after", ...rule });
  await create(iam).catch(() => undefined);
  expect(names(iam)).toEqual(["a"]);
});

test("a broken connection has no answer, and none on record", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.create", breakConnection: true });
  await expect(create(iam)).rejects.toThrow("fetch failed");
  expect(names(iam)).toEqual([]);
  expect(iam.requests).toMatchObject([{ status: undefined, endedAt: expect.any(Number) }]);
});

test("a cut answer has the true status and length, but half the body", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.create", truncate: true });
  const body = JSON.stringify({ items: [{ name: "a" }] });
  const url = `${iam.url}/api/v1/projects/local-project/groups`;
  const response = await fetch(url, { method: "POST", body, headers: { authorization: `Bearer ${iam.token()}` } });
  expect(response.status).toBe(201);
  expect(Number(response.headers.get("content-length"))).toBeGreaterThan(50);
  await expect(response.text()).rejects.toThrow("terminated");
  expect(names(iam)).toEqual(["a"]);
});

test("a hanging request does nothing, and neither its client nor close has to wait", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.create", hangMs: true, times: 2 });
  const client = new AbortController();
  const gone = call(iam, "POST /groups", { items: [{ name: "a" }] }, { signal: client.signal });
  gone.catch(() => undefined);
  await vi.waitFor(() => expect(iam.requests).toMatchObject([{ body: { items: [{ name: "a" }] } }]));
  client.abort();
  await expect(gone).rejects.toThrow("aborted");
  await vi.waitFor(() => expect(iam.requests[0]?.endedAt).toBeDefined());
  const cut = create(iam).catch((error: Error) => error.message);
  await vi.waitFor(() => expect(iam.requests).toHaveLength(2));
  expect(names(iam)).toEqual([]);
  await iam.close();
  expect(await cut).toBe("fetch failed");
});

test("a request that hangs after acting has acted", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.create", hangMs: true, when: "after" });
  const cut = create(iam).catch((error: Error) => error.message);
  await vi.waitFor(() => expect(names(iam)).toEqual(["a"]));
  await iam.close();
  expect(await cut).toBe("fetch failed");
});

test.each<FailRule>([{ delayMs: 60 }, { hangMs: 60 }, { delayMs: 30, hangMs: 30 }, { delayMs: 60, when: "after" }])(
  "an injected delay answers as usual, but late: %j",
  async (rule) => {
    const iam = await start();
    iam.fail(rule);
    const begin = performance.now();
    expect((await create(iam)).status).toBe(201);
    expect(performance.now() - begin).toBeGreaterThan(55);
    expect(names(iam)).toEqual(["a"]);
  },
);

test("a fault rule skips some requests, fires so often, and is then used up", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.create", skip: 2, times: 2 });
  const statuses: number[] = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await create(iam)).status);
  expect(statuses).toEqual([201, 201, 500, 500, 201, 201]);
});

test("a fault rule can be for several operations, for matching requests, and for ever until it is taken back", async () => {
  const iam = await start();
  const match: FailRule["match"] = ({ body }) => JSON.stringify(body ?? "").includes("bad");
  const remove = iam.fail({ operation: ["groups.create", "groups.delete"], times: Number.POSITIVE_INFINITY, match });
  expect((await create(iam, "good")).status).toBe(201);
  expect((await create(iam, "bad")).status).toBe(500);
  expect((await create(iam, "bad")).status).toBe(500);
  expect((await call(iam, "POST /securitycategories", { items: [{ name: "bad" }] })).status).toBe(201);
  remove();
  expect((await create(iam, "bad")).status).toBe(201);
});

test("fault rules are tried in the order added", async () => {
  const iam = await start();
  iam.fail({ status: 501, match: ({ method }) => method === "PUT" });
  iam.fail({ status: 502 });
  iam.fail({ status: 503 });
  expect([(await create(iam)).status, (await create(iam)).status, (await create(iam)).status]).toEqual([502, 503, 201]);
});

test("the chance of a fault rule repeats itself from run to run, or is the caller's", async () => {
  const run = async (rule: FailRule) => {
    const iam = await start();
    iam.fail({ operation: "groups.create", probability: 0.5, times: Number.POSITIVE_INFINITY, ...rule });
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await create(iam)).status);
    return statuses;
  };
  const first = await run({});
  expect(await run({})).toEqual(first);
  expect(new Set(first)).toEqual(new Set([201, 500]));
  expect(new Set(await run({ random: () => 0.5 }))).toEqual(new Set([201]));
  expect(new Set(await run({ random: () => 0.49 }))).toEqual(new Set([500]));
});

test("a fault rule without an operation fails unknown paths too", async () => {
  const iam = await start();
  iam.fail({ status: 503 });
  expect((await call(iam, "GET /assets")).status).toBe(503);
});
