import type { Dispatcher } from "undici";
import { isLoopback } from "../connection/resolve";
import { ConnectionError, ResponseError } from "../errors";
import { requireNode } from "./manifest";
import { memo } from "./memo";

/** One HTTP request; errors quote only its method and URL. */
export interface WireRequest {
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  timeoutMs: number;
}

/** One complete HTTP answer. */
export interface WireAnswer {
  status: number;
  header(name: string): string | undefined;
  text: string;
}

/** More than any answer of the IAM API: a longer one is not read to its end. */
const maxAnswerBytes = 64 * 1024 * 1024;

/**
 * What the system does before a connection is established. The same code, such as EHOSTUNREACH, may also occur during a
 * request.
 */
const beforeSending = new Set<unknown>(["getaddrinfo", "connect"]);

/** Retrying does not fix a certificate, and nothing is sent before it is accepted. */
const isCertificateProblem = (code: string): boolean => /CERT|UNABLE_TO_/.test(code);

const connections = 16;
const direct = memo<Dispatcher>(async () => new (await import("undici")).Agent({ connections }));
const proxied = memo<Dispatcher>(async () => new (await import("undici")).EnvHttpProxyAgent({ connections }));

/**
 * The connections of the process: kept alive, through the proxies in the environment; never through a proxy to this
 * machine.
 */
const dispatcher = (url: string) => (isLoopback(new URL(url).hostname) ? direct() : proxied());

/**
 * Sends one request and reads the complete answer. Redirects are not followed, so a token never goes to another origin.
 * @throws ConnectionError when there is no complete answer in time, ResponseError when it is too long.
 */
export async function send(request: WireRequest): Promise<WireAnswer> {
  requireNode();
  const { request: undiciRequest } = await import("undici");
  const what = `${request.method} ${withoutQuery(request.url)}`;
  const signal = AbortSignal.timeout(request.timeoutMs);
  try {
    const answer = await undiciRequest(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      dispatcher: await dispatcher(request.url),
      signal,
      headersTimeout: request.timeoutMs,
      bodyTimeout: request.timeoutMs,
    });
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxAnswerBytes)
        throw new ResponseError(`${what}: the answer is longer than 64 MiB`, { final: true });
      chunks.push(chunk);
    }
    return {
      status: answer.statusCode,
      header: (name) => {
        const value = answer.headers[name];
        return Array.isArray(value) ? value[0] : value;
      },
      text: Buffer.concat(chunks).toString("utf8"),
    };
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    if (signal.aborted) throw new ConnectionError(`${what}: no answer within ${request.timeoutMs / 1000} s`, true);
    const failure = failureIn(error);
    const final = isCertificateProblem(failure.code);
    throw new ConnectionError(`${what}: ${explain(failure, request.url)}`, !final && failure.sent, { final });
  }
}

interface Failure {
  code: string;
  /** False when it is known that there was no connection, so that nothing was sent. */
  sent: boolean;
}

function failureIn(error: unknown): Failure {
  for (let e = error; e instanceof Error; e = e.cause) {
    // For a host with several addresses: it has a code, but only its parts say what failed.
    if (e instanceof AggregateError && e.errors.length > 0) return failureIn(e.errors[0]);
    if (!("code" in e) || typeof e.code !== "string") continue;
    const isUnsent = ("syscall" in e && beforeSending.has(e.syscall)) || e.code === "UND_ERR_CONNECT_TIMEOUT";
    return { code: e.code, sent: !isUnsent };
  }
  return { code: "UNKNOWN", sent: true };
}

function explain({ code, sent }: Failure, url: string): string {
  const { host } = new URL(url);
  if (isCertificateProblem(code)) return `the certificate of ${host} is not accepted (${code})`;
  if (sent) return `the connection to ${host} broke before the answer was complete (${code})`;
  if (code === "ECONNREFUSED") return `nothing listens at ${host} (${code})`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `host ${host} was not found (${code}). Check the cluster and the URL`;
  return `${host} cannot be reached (${code})`;
}

const withoutQuery = (url: string) => url.split("?", 1)[0];
