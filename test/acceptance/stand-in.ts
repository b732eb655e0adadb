import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { type LocalIamOptions, startLocalIam } from "../../src/local/index";

/** A request, its path below the project or below `/api/v1`. */
export interface Asked {
  method: string;
  path: string;
  query: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON was sent
  body: any;
  bytes: number;
}

/** An answer, whatever its JSON is. */
export interface Answered {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came back
  body: any;
  headers: Record<string, string>;
}

/** Answers a request differently from the local server, which `next` asks: the same request, or a changed one. */
export type Contradict = (asked: Asked, next: (changed?: Partial<Asked>) => Promise<Answered>) => Promise<Answered>;

/** A service that answers differently: the local server with other options, or behind a proxy that contradicts it. */
export async function startStandIn(options: LocalIamOptions, contradict: Contradict = (_, next) => next()) {
  const iam = await startLocalIam({ ...everyKind, ...options });
  const app = new Hono();
  app.all("*", async (c) => {
    const { pathname } = new URL(c.req.url);
    const [root = "", path = ""] = /^(\/\w+\/v1(?:\/projects\/[^/]+)?)(.*)$/.exec(pathname)?.slice(1) ?? [];
    const text = await c.req.text();
    const asked: Asked = {
      method: c.req.method,
      path,
      query: c.req.query(),
      body: text === "" ? undefined : JSON.parse(text),
      bytes: text.length,
    };
    const next = async (changed: Partial<Asked> = {}): Promise<Answered> => {
      const { method, query, body } = { ...asked, ...changed };
      const answer = await fetch(`${iam.url}${root}${path}?${new URLSearchParams(query)}`, {
        method,
        headers: { authorization: c.req.header("authorization") ?? "", "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const headers = { "x-request-id": answer.headers.get("x-request-id") ?? "" };
      return { status: answer.status, body: await answer.json(), headers };
    };
    const { status, body, headers } = await contradict(asked, next);
    return new Response(JSON.stringify(body), { status, headers: { ...headers, "content-type": "application/json" } });
  });
  const server = createAdaptorServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    if ("closeAllConnections" in server) server.closeAllConnections();
    await Promise.all([closed, iam.close()]);
  };
  return { iam, connection: { ...iam.connection, baseUrl: `http://127.0.0.1:${port}` }, close };
}

/** With these options, the administrators of the local server can read what scopes name. */
export const everyKind: LocalIamOptions = {
  dataSets: [],
  extractionPipelines: [],
  timeSeries: [],
  assets: [],
  locationFilters: [],
};
