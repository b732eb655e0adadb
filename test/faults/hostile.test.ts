import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { FailRule } from "../../src/local/index";
import { create, errorOf, group, ProviderProcess, start } from "../support/provider-process";
import { selfSigned } from "./self-signed";

const always = { times: Number.POSITIVE_INFINITY };
const others = new Set<() => void>();

afterEach(() => {
  for (const close of others) close();
  others.clear();
});

/** A server that is not the service, and the headers of what it gets. */
async function stranger(answer: string): Promise<{ url: string; got: string[] }> {
  const got: string[] = [];
  const server = createServer((request, response) => {
    got.push(`${request.url} ${request.headers.authorization ?? ""}`);
    response.setHeader("content-type", "application/json").end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  others.add(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got };
}

test.each<[string, FailRule, RegExp]>([
  [
    "HTML with 200",
    { html: true, status: 200 },
    /GET \/groups: 200, but the answer is HTML\. Check baseUrl, and whether a proxy/,
  ],
  ["nothing", { status: 204 }, /GET \/groups: 204, but the answer is empty\./],
  ["another shape", { status: 200, body: { groups: [] } }, /the answer is not as documented: items/],
  ["an item of another shape", { status: 200, body: { items: [{ id: "x" }] } }, /not as documented: items\.0\.id/],
  ["JSON cut off", { status: 200, body: '{"items":[' }, /the answer is incomplete JSON/],
  ["an error that is a text", { status: 400, body: { error: "it is so" } }, /400 it is so/],
  ["an error that is no object", { status: 400, body: "[1]" }, /400 \(no reason given\)/],
  ["an error page", { html: true, status: 400 }, /400 \(a web page: "400"\)/],
])("an answer of %s is an error that says so", async (_, rule, message) => {
  const iam = await start();
  iam.fail({ operation: "groups.list", ...rule, ...always });
  const error = await errorOf(new ProviderProcess(iam, { totalMs: 100 }).client.groups.list());
  expect(error.message).toMatch(message);
});

test("JSON cut off is asked for again, HTML is not", async () => {
  for (const [rule, count] of [
    [{ status: 200, body: '{"items":[' }, 2],
    [{ html: true, status: 200 }, 1],
  ] as const) {
    const iam = await start();
    iam.fail({ operation: "groups.list", ...rule });
    await new ProviderProcess(iam).client.groups.list().catch(() => undefined);
    expect(iam.requests.filter(({ operation }) => operation === "groups.list")).toHaveLength(count);
  }
});

test("an answer without end is not read to its end", async () => {
  const server = createServer((request, response) => {
    if (request.url === "/oauth2/token") return response.end('{"access_token":"a-token","expires_in":3600}');
    const chunk = Buffer.alloc(1 << 20, " ");
    const more = (): unknown =>
      response.destroyed || (response.write(chunk) ? setImmediate(more) : response.once("drain", more));
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  others.add(() => server.closeAllConnections());
  others.add(() => server.close());
  const iam = await start();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connection = { ...iam.connection, baseUrl: url, tokenUrl: `${url}/oauth2/token` };
  const { client } = new ProviderProcess(iam, { connection, timeoutMs: 20_000 });
  const error = await errorOf(client.groups.list());
  expect(error.message).toMatch(/longer than 64 MiB/);
});

describe("a redirect", () => {
  test.each([301, 302, 307, 308])("with %i is not followed, and the token goes nowhere else", async (status) => {
    const iam = await start();
    const { url, got } = await stranger('{"items":[]}');
    iam.fail({ redirect: `${url}/groups`, status, ...always });
    const process = new ProviderProcess(iam);
    for (const call of [
      () => process.client.groups.list(),
      () => process.client.groups.create({ name: "a" }),
      () => process.client.token.inspect(),
    ])
      expect(await errorOf(call())).toBeInstanceOf(Error);
    expect(got).toEqual([]);
  });

  test("of the token endpoint is not followed either, so the secret goes nowhere else", async () => {
    const iam = await start();
    const { url, got } = await stranger('{"access_token":"x"}');
    iam.fail({ operation: "token", redirect: url, status: 307, ...always });
    expect(await errorOf(new ProviderProcess(iam).client.groups.list())).toMatchObject({ code: "AUTH" });
    expect(got).toEqual([]);
  });
});

describe("a secret that the service echoes", () => {
  const secret = 'se"cret/+ with ümlaut';
  const token = "a-token-that-looks-like-none";
  const foreign = `eyJ${"a".repeat(20)}.${"b".repeat(20)}.${"c".repeat(20)}`;
  const spellings = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), token, foreign];
  const all = spellings.join(" ");
  /** What of a text is a secret, or enough of its beginning. */
  const revealed = (text: string) => spellings.filter((each) => text.includes(each.slice(0, 9)));

  const bodies: Record<string, object | string> = {
    message: { error: { code: 400, message: `no: ${all}` } },
    "text as the error": { error: all },
    "bare error": { code: 400, message: all },
    "title of a page": `<title>${all}</title>`,
    "message that is cut": { error: { code: 400, message: `${"x".repeat(490)}${all}` } },
    "list of missing fields": { code: 400, message: "no", missingFields: [{ [all]: all }] },
  };

  test.each(Object.entries(bodies))("in the %s is not shown", async (_, body) => {
    const iam = await start();
    iam.fail({ operation: "token", status: 200, body: { access_token: token, expires_in: 3600 }, ...always });
    iam.fail({ status: 400, body, headers: { "x-request-id": `id ${token}` }, ...always });
    const {
      client,
      group: handler,
      warnings,
      waits,
    } = new ProviderProcess(iam, {
      connection: { ...iam.connection, clientSecret: secret },
    });
    for (const task of [() => client.groups.list(), () => create(handler, group("a"))]) {
      const error = await errorOf(task());
      expect(revealed([error.stack, ...warnings, ...waits].join())).toEqual([]);
      expect(error.message).toContain("[secret]");
    }
  });

  test("is not in the message of a session, whose request holds one", async () => {
    const iam = await start();
    const own = "the session's own secret";
    iam.fail({ operation: "sessions.create", status: 400, body: { error: `${own} is wrong` } });
    const error = await errorOf(create(new ProviderProcess(iam).session, { clientId: "x", clientSecret: own }));
    expect(error.message).toContain("400 [secret] is wrong");
  });

  const escaped = (pattern: RegExp, spell: (code: string) => string) => (json: string) =>
    json.replace(pattern, (character) => spell(character.charCodeAt(0).toString(16).padStart(4, "0")));
  test.each<[string, (json: string) => string]>([
    ["HTML's characters escaped", escaped(/[<>&='+]/g, (code) => `\\u${code}`)],
    ["the same in capitals", escaped(/[<>&='+]/g, (code) => `\\u${code.toUpperCase()}`)],
    ["slashes escaped", (json) => json.replaceAll("/", "\\/")],
    ["all letters escaped", escaped(/(?<!\\)[a-z]/gi, (code) => `\\u${code}`)],
  ])("is not shown in JSON with %s", async (_, spelled) => {
    const iam = await start();
    const own = "Zm9v/YmFy+x&y='=";
    const text = spelled(JSON.stringify(`${own} is wrong`));
    const named = `[{${text}:${text},"deep":[{"a":[${text}]}]}]`;
    const body = `{"error":{"message":${text},"missing":${named},"duplicated":${named},"missingFields":${named}}}`;
    for (const each of [body, `{"error":${text}}`, text]) {
      iam.fail({ operation: "sessions.create", status: 400, body: each });
      const error = await errorOf(create(new ProviderProcess(iam).session, { clientId: "x", clientSecret: own }));
      expect(error.message).toContain("400 [secret] is wrong");
      expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("Zm9v");
    }
  });

  test("is not in what is said of an answer of another shape, whose keys the service chooses", async () => {
    const iam = await start();
    iam.fail({ operation: "token", status: 200, body: { access_token: token } });
    iam.fail({
      operation: "groups.list",
      status: 200,
      body: { items: [{ id: 1, name: "x", metadata: { [token]: 1 } }] },
    });
    const error = await errorOf(new ProviderProcess(iam).client.groups.list());
    expect(error).toMatchObject({ code: "RESPONSE", message: expect.stringContaining("items.0.metadata.[secret]: ") });
  });

  test("is not in what the token endpoint's refusal says", async () => {
    const iam = await start();
    const body = { error: `no ${secret}`, error_description: `${"x".repeat(290)}${all}` };
    iam.fail({ operation: "token", status: 401, body, ...always });
    const { client } = new ProviderProcess(iam, { connection: { ...iam.connection, clientSecret: secret } });
    const error = await errorOf(client.groups.list());
    expect(error).toMatchObject({ code: "AUTH" });
    expect(revealed(error.message)).toEqual([]);
  });
});

test("a certificate that nobody has signed is an error at once, and nothing is sent", async () => {
  const iam = await start();
  let [connections, requests] = [0, 0];
  const server = createTlsServer(selfSigned(), () => {
    requests += 1;
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  others.add(() => server.close());
  const { port } = server.address() as AddressInfo;
  const { client } = new ProviderProcess(iam, {
    connection: { ...iam.connection, baseUrl: `https://localhost:${port}` },
  });
  const error = await errorOf(client.groups.create({ name: "a" }));
  expect(error).toMatchObject({
    code: "CONNECTION",
    sent: false,
    message: expect.stringMatching(/the certificate of localhost:\d+ is not accepted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/),
  });
  expect([connections, requests]).toEqual([1, 0]);
});

test("an error names the address that cannot be reached, or that is no service", async () => {
  const iam = await start();
  const gone = await start();
  await gone.close();
  for (const [baseUrl, message] of [
    [gone.url, /nothing listens at 127\.0\.0\.1:\d+/],
    ["https://does-not-exist.invalid", /host does-not-exist\.invalid was not found/],
  ] as const) {
    const { client } = new ProviderProcess(iam, { connection: { ...iam.connection, baseUrl }, totalMs: 200 });
    const error = await errorOf(client.groups.list());
    expect(error).toMatchObject({ code: "CONNECTION", sent: false, message: expect.stringMatching(message) });
  }
});
