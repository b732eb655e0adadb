import { defaultRetryPolicy, parseRetryAfter, withRetries } from "../../src/client/retry";
import { type TokenSource, tokenSource } from "../../src/client/token-source";
import { send, type WireAnswer } from "../../src/client/transport";
import type { Connection } from "../../src/connection/resolve";
import { ApiError, AuthError, mayHaveActed } from "../../src/errors";
import { isObject, listOf } from "../../src/validation/problems";

/** A response as it came, with a status below 500. */
export interface Reply {
  status: number;
  body: unknown;
  header(name: string): string | undefined;
}

/** How to send a request. */
export interface RequestOptions {
  /** Pads the body with blanks, which JSON ignores, to this many bytes. */
  bytes?: number;
  /** What the project's path begins with. Default `/api/v1`. */
  root?: "/api/v1" | "/apps/v1";
}

interface Sent {
  method: "GET" | "POST";
  path: string;
  body: string | undefined;
  root: string;
}

/**
 * Sends raw requests, for what the client hides: statuses, bodies, spelling. A GET is repeated as the client repeats it, a POST only
 * after a 429. Sends nothing once the run is interrupted.
 */
export class Wire {
  /** Whether the response to a POST got lost, so that it may have created something. */
  lostAnswer = false;
  readonly #connection: Connection;
  readonly #tokens: TokenSource;
  readonly #interrupted: AbortSignal;
  readonly #running = new Set<Promise<unknown>>();

  constructor(connection: Connection, interrupted: AbortSignal) {
    this.#connection = connection;
    this.#tokens = tokenSource(connection.credentials, connection.timeoutMs, defaultRetryPolicy);
    this.#interrupted = interrupted;
  }

  /** A connection to the same service that an interruption does not stop. */
  uninterrupted(): Wire {
    return new Wire(this.#connection, new AbortController().signal);
  }

  get(path: string, options?: RequestOptions): Promise<Reply> {
    return this.#repeated("GET", path, undefined, options);
  }

  /** @throws ApiError for a status from 500: whether the request acted is not known. */
  post(path: string, body: unknown, options?: RequestOptions): Promise<Reply> {
    return this.#repeated("POST", path, JSON.stringify(body), options);
  }

  /** Resolves when no request is under way, and their callers have seen the responses. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
    await new Promise(setImmediate);
  }

  async #repeated(method: "GET" | "POST", path: string, text: string | undefined, options: RequestOptions = {}) {
    const blanks = Math.max(0, (options.bytes ?? 0) - Buffer.byteLength(text ?? ""));
    const body = text === undefined ? undefined : text + " ".repeat(blanks);
    const request = withRetries({
      repeat: method === "GET" ? "idempotent" : "only-if-rejected",
      policy: defaultRetryPolicy,
      attempt: () => this.#attempt({ method, path, body, root: options.root ?? "/api/v1" }),
    });
    this.#running.add(request);
    return request
      .catch((error: unknown) => {
        this.lostAnswer ||= method === "POST" && mayHaveActed(error);
        throw error;
      })
      .finally(() => this.#running.delete(request));
  }

  async #attempt(sent: Sent): Promise<Reply> {
    const { method, path } = sent;
    let token = await this.#tokens.token();
    let answer = await this.#send(token, sent);
    if (answer.status === 401 && this.#tokens.discard(token)) {
      token = await this.#tokens.token();
      answer = await this.#send(token, sent);
    }
    const { status, header } = answer;
    const what = path.split("?", 1)[0] ?? "";
    if (status === 401) throw new AuthError(`${method} ${what}: 401: the token is not accepted`);
    if (status === 429 || status >= 500)
      throw new ApiError({
        method,
        path: what,
        status,
        reason: "(the reason is not shown)",
        requestId: header("x-request-id"),
        retryAfterMs: parseRetryAfter(header("retry-after")),
      });
    return { status, header, body: parse(answer.text) };
  }

  #send(token: string, { method, path, body, root }: Sent): Promise<WireAnswer> {
    this.#interrupted.throwIfAborted();
    const { baseUrl, project, timeoutMs } = this.#connection;
    return send({
      method,
      url: `${baseUrl}${root}/projects/${encodeURIComponent(project)}${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        "x-cdp-app": "pulumi-cognite-iam-acceptance",
        "cdf-version": "20230101",
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body,
      timeoutMs,
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The objects in `items` of an answer. */
export const itemsOf = ({ body }: Reply): Record<string, unknown>[] =>
  listOf(isObject(body) ? body["items"] : undefined).filter(isObject);
