import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import type { LocalIam, LocalIamOptions } from "../../src/local/index";
import { call, items, start } from "./harness";

/** A request that fetch would not send: GET with a body, a path as it is. */
function raw(
  iam: LocalIam,
  method: string,
  path: string,
  body: Buffer | undefined,
  headers: Record<string, string> = {},
) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(iam.url);
    const all = { authorization: `Bearer ${iam.token()}`, ...headers, ...(body && { "content-length": body.length }) };
    const sent = httpRequest({ hostname, port, path, method, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const GROUPS = "/api/v1/projects/local-project/groups";
const JSON_TYPE = { "content-type": "application/json" };
const GZIP = { "content-encoding": "gzip", "content-type": "application/json", accept: "application/json" };

test("the Python client's gzipped bodies are read", async () => {
  const iam = await start();
  const [group] = await items(call(iam, "POST /groups", { items: [{ name: "é" }] }, { gzip: true }), 201);
  expect(group.name).toBe("é");
  expect(iam.requests.at(-1)?.body).toEqual({ items: [{ name: "é" }] });
});

test("the Toolkit's GETs are read: a gzip header without a body, and with a gzipped {}", async () => {
  const iam = await start();
  expect((await raw(iam, "GET", `${GROUPS}?all=true`, undefined, GZIP)).status).toBe(200);
  const path = "/api/v1/projects/local-project/securitycategories?limit=1000";
  expect(await raw(iam, "GET", path, gzipSync("{}"), GZIP)).toEqual({ status: 200, body: '{"items":[]}' });
  expect((await raw(iam, "GET", "/api/v1/token/inspect", undefined, GZIP)).status).toBe(200);
});

test("the JavaScript client's paths and bodies are read: a slash before the query, indented JSON", async () => {
  const iam = await start();
  expect(await items(call(iam, "GET /groups/?all=true"))).toHaveLength(1);
  expect((await call(iam, "GET /securitycategories/?sort=DESC&limit=5")).status).toBe(200);
  expect((await call(iam, "GET /sessions/?status=ACTIVE")).status).toBe(200);
  expect((await call(iam, "POST /groups", JSON.stringify({ items: [{ name: "a" }] }, null, 2))).status).toBe(201);
  expect(iam.requests[0]).toMatchObject({ operation: "groups.list", path: `${GROUPS}/`, query: { all: "true" } });
});

test("a percent-encoded project is the same project", async () => {
  const iam = await start({ projects: ["my project"] });
  expect((await call(iam, "GET /groups", undefined, { project: "my%20project" })).status).toBe(200);
  expect((await call(iam, "GET /groups", undefined, { project: "%6dy%20project" })).status).toBe(200);
  expect(iam.requests[0]?.project).toBe("my project");
});

describe("a request's Host", () => {
  const answers: [string, string, LocalIamOptions, boolean][] = [
    ["the address", "127.0.0.1:PORT", {}, true],
    ["localhost", "localhost:PORT", {}, true],
    ["localhost in capitals", "LocalHost:PORT", {}, true],
    ["the address of IPv6", "[::1]:PORT", {}, true],
    ["another port", "localhost:1", {}, false],
    ["no port", "localhost", {}, false],
    ["a domain that resolves here", "evil.example:PORT", {}, false],
    ["a name that ends with one of ours", "evil-localhost:PORT", {}, false],
    ["a name that begins with one of ours", "localhost.evil.example:PORT", {}, false],
    ["a name that is allowed, on any port", "iam.internal:1", { allowedHosts: ["IAM.internal"] }, true],
    ["a name that is allowed on one port", "iam.internal:9000", { allowedHosts: ["iam.internal:9000"] }, true],
    ["such a name on another port", "iam.internal:1", { allowedHosts: ["iam.internal:9000"] }, false],
    ["a domain, to a server on all addresses", "evil.example:PORT", { host: "0.0.0.0" }, false],
    ["the name that it listens on", "localhost:PORT", { host: "localhost" }, true],
  ];
  test.each(answers)("that is %s (%s, with %j) is answered: %s", async (_, host, options, isAnswered) => {
    const iam = await start(options);
    const sent = { host: host.replace("PORT", new URL(iam.url).port) };
    const { status, body } = await raw(iam, "POST", GROUPS, Buffer.from('{"items":[{"name":"a"}]}'), {
      ...JSON_TYPE,
      ...sent,
    });
    expect(status).toBe(isAnswered ? 201 : 403);
    expect(iam.state().groups.some(({ name }) => name === "a")).toBe(isAnswered);
    expect(iam.requests).toHaveLength(isAnswered ? 1 : 0);
    if (!isAnswered)
      expect(JSON.parse(body).error.message).toMatch(
        /^This local server does not answer to the host ".+"\. Use http:\/\/127\.0\.0\.1:\d+, or start it with allowedHosts/,
      );
  });
});

test.each([
  ["GET", "/api/v1/projects/local-project/assets"],
  ["POST", "/api/v1/projects/local-project/groups/byids"],
  ["PUT", GROUPS],
  ["GET", `${GROUPS}/delete`],
  ["GET", `${GROUPS}/123`],
  ["GET", "/api/v1/projects"],
  ["GET", "/api/v2/token/inspect"],
  ["GET", "/oauth2/token"],
  ["GET", "/"],
])("the unknown path %s %s is 404 in the normal shape", async (method, path) => {
  const iam = await start();
  const got = await raw(iam, method, path, undefined);
  expect({ status: got.status, body: JSON.parse(got.body) }).toEqual({
    status: 404,
    body: { error: { code: 404, message: expect.any(String) } },
  });
  expect(iam.requests).toMatchObject([{ operation: undefined, method, path, status: 404 }]);
});

test.each([
  ["200", "GET /groups"],
  ["400", "GET /groups?all=x"],
  ["404", "GET /assets"],
  ["401", "POST /oauth2/token"],
])("an answer of %s has a request id, the one on record", async (_, what) => {
  const iam = await start();
  const ids = [await call(iam, what), await call(iam, what)].map((got) => got.headers.get("x-request-id"));
  expect(ids).toEqual(iam.requests.map((request) => request.requestId));
  expect(new Set(ids).size).toBe(2);
});

test.each([
  ["no JSON", "{", {}],
  ["empty", undefined, {}],
  ["a number", "5", {}],
  ["null", "null", {}],
  ["not the gzip it claims to be", "{}", { "content-encoding": "gzip" }],
])("a body that is %s is refused with 400", async (_, body, headers) => {
  const got = await call(await start(), "POST /groups", body, { headers });
  expect(got.body.error).toMatchObject({ code: 400 });
});

test.each([false, true])(
  "a body that is too large is refused with 400 and the word buffer (gzip: %s)",
  async (gzip) => {
    const iam = await start();
    const big = { items: [{ name: "a", sourceId: "x".repeat(5 * 1024 * 1024) }] };
    const got = await call(iam, "POST /groups", big, { gzip });
    expect(got.body.error).toMatchObject({ code: 400, message: expect.stringContaining("buffer") });
    expect((await call(iam, "GET /groups")).status).toBe(200);
  },
);

test("a call without rights is refused before its body is read", async () => {
  const iam = await start();
  expect((await call(iam, "POST /groups", "{", { token: undefined })).status).toBe(401);
});

test("a project shows its name and its organization", async () => {
  const { status, body } = await call(await start(), "GET /api/v1/projects/local-project");
  expect(status).toBe(200);
  expect(body).toMatchObject({ name: "local-project", urlName: "local-project", organization: expect.any(String) });
  expect(body.userProfilesConfiguration).toEqual({ enabled: true });
});

test("the server leaves the program's own Request and Response alone", async () => {
  const before = [globalThis.Request, globalThis.Response];
  await start();
  expect([globalThis.Request, globalThis.Response]).toEqual(before);
});

test("a client that goes in the middle of a body does no harm, and nothing is printed", async () => {
  const iam = await start();
  const printed = [vi.spyOn(console, "error"), vi.spyOn(console, "info"), vi.spyOn(console, "log")];
  const socket = connect(Number(new URL(iam.url).port), "127.0.0.1");
  socket.write(
    `POST ${GROUPS} HTTP/1.1\r\nhost: ${new URL(iam.url).host}\r\nauthorization: Bearer ${iam.token()}\r\ncontent-length: 99\r\n\r\n{"items"`,
  );
  await vi.waitFor(() => expect(iam.requests).toHaveLength(1));
  socket.destroy();
  await vi.waitFor(() => expect(iam.requests[0]?.endedAt).toBeDefined());
  expect((await call(iam, "GET /groups")).status).toBe(200);
  expect(iam.state().groups).toHaveLength(1);
  for (const spy of printed) expect(spy).not.toHaveBeenCalled();
});
