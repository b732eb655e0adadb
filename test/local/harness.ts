import { gzipSync } from "node:zlib";
import { afterEach } from "vitest";
import { type LocalIam, type LocalIamOptions, startLocalIam } from "../../src/local/index";

const running = new Set<LocalIam>();

/** A server that ends with the test. */
export async function start(options?: LocalIamOptions): Promise<LocalIam> {
  const iam = await startLocalIam(options);
  running.add(iam);
  return iam;
}

afterEach(async () => {
  await Promise.all([...running].map((iam) => iam.close()));
  running.clear();
});

/** What a raw HTTP call got. */
export interface Got {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever came back
  body: any;
  headers: Headers;
}

/** How to call; by default as the first client, in the first project. */
export interface How {
  token?: string | undefined;
  project?: string;
  gzip?: boolean;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Calls the server: `call(iam, "POST /groups", { items })`; a path that begins with `/api` or `/oauth2` is taken whole. */
export async function call(iam: LocalIam, what: string, body?: unknown, how: How = {}): Promise<Got> {
  const [method = "", path = ""] = what.split(" ");
  const whole = /^\/(api|apps|oauth2)\//.test(path);
  const project = how.project ?? iam.connection.project;
  const url = iam.url + (whole ? path : `/api/v1/projects/${project}${path}`);
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const token = "token" in how ? how.token : iam.token();
  const response = await fetch(url, {
    method,
    redirect: "manual",
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(text !== undefined && { "content-type": "application/json" }),
      ...(how.gzip && { "content-encoding": "gzip" }),
      ...how.headers,
    },
    ...(text !== undefined && { body: how.gzip ? new Uint8Array(gzipSync(text)) : text }),
    ...(how.signal && { signal: how.signal }),
  });
  const answer = await response.text();
  const json = response.headers.get("content-type")?.startsWith("application/json") && answer !== "";
  return { status: response.status, body: json ? JSON.parse(answer) : answer, headers: response.headers };
}

/** The items of an answer, once it has the status that is expected. */
// biome-ignore lint/suspicious/noExplicitAny: tests read whatever came back
export async function items(got: Promise<Got>, status = 200): Promise<any[]> {
  const { status: actual, body } = await got;
  if (actual !== status) throw new Error(`${actual} instead of ${status}: ${JSON.stringify(body)}`);
  return body.items;
}
