import type * as z from "zod";
import type { Connection } from "../connection";
import { AccessDeniedError, ApiError, AuthError, DuplicatedError, NotFoundError, ResponseError } from "../errors";
import { readApiError } from "./api-error";
import { Limiter } from "./limiter";
import { defaultRetryPolicy, parseRetryAfter, type Repeat, type RetryPolicy, setHints, withRetries } from "./retry";
import { type TokenSource, tokenSource } from "./token";
import { send, type WireAnswer } from "./transport";

/** An ACL and the action of it that a call needs, as in `groupsAcl:CREATE`. */
export interface Right {
  acl: string;
  action: string;
}

/** One call of the API. */
export interface Call<T> {
  method: "GET" | "POST";
  /** Below the project's root, as in `/groups`; below the API's root when `global`. */
  path: string;
  global?: boolean;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  /** The shape of the answer; what it does not know passes through. */
  answer: z.ZodType<T>;
  /** Whether something changes: writes are limited apart from reads. */
  writes: boolean;
  repeat: Repeat;
  /** What the caller must hold; told when the API says 403. */
  needs: readonly Right[];
}

/** What a user of the client may set beside the connection. */
export interface HttpOptions {
  retry?: Partial<RetryPolicy> | undefined;
  /** Told once for a call that has to wait: why, and for how long at most. */
  notify?: ((message: string) => void) | undefined;
  /** Called before each write and after each wait before one; may throw, and then nothing is written. */
  beforeWrite?: (() => Promise<void>) | undefined;
  /** Explains a 403: what the caller has of the rights that the call needs. */
  explain?: ((needs: readonly Right[]) => Promise<string>) | undefined;
}

/** At once: what Cognite's own Python SDK allows itself; more writes at once are answered with 429. */
const [readsAtOnce, writesAtOnce] = [5, 4];

const sdkVersion = "0.1.0";

/** Sends calls: with a token, within limits, repeated where that is safe, and every failure as one of our errors. */
export class Http {
  readonly #connection: Connection;
  readonly #options: HttpOptions;
  readonly #policy: RetryPolicy;
  readonly #tokens: TokenSource;
  readonly #reads = new Limiter(readsAtOnce);
  readonly #writes = new Limiter(writesAtOnce);

  constructor(connection: Connection, options: HttpOptions = {}) {
    this.#connection = connection;
    this.#options = options;
    this.#policy = { ...defaultRetryPolicy, ...options.retry };
    this.#tokens = tokenSource(connection.credentials, connection.timeoutMs, this.#policy);
  }

  async call<T>(call: Call<T>): Promise<T> {
    const beforeWrite = call.writes ? this.#options.beforeWrite : undefined;
    const limiter = call.writes ? this.#writes : this.#reads;
    return withRetries({
      repeat: call.repeat,
      policy: this.#policy,
      once: () =>
        limiter.run(async () => {
          await beforeWrite?.();
          return this.#once(call);
        }),
      ...(this.#options.notify && { notify: this.#options.notify }),
    });
  }

  /** One try, or two when the token turns out to be refused: a 401 has not acted. */
  async #once<T>(call: Call<T>): Promise<T> {
    const token = await this.#tokens.token();
    let answer = await this.#send(call, token);
    if (answer.status === 401 && this.#tokens.discard(token))
      answer = await this.#send(call, await this.#tokens.token());
    if (answer.status >= 200 && answer.status < 300) return readAnswer(call, answer);
    throw await this.#failure(call, answer);
  }

  #send(call: Call<unknown>, token: string): Promise<WireAnswer> {
    const { baseUrl, project, timeoutMs } = this.#connection;
    const root = call.global ? "/api/v1" : `/api/v1/projects/${encodeURIComponent(project)}`;
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(call.query ?? {})) if (value !== undefined) query.set(key, String(value));
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      "x-cdp-app": "pulumi-cognite-iam",
      "x-cdp-sdk": `PulumiCogniteIam:${sdkVersion}`,
      "cdf-version": "20230101",
    };
    if (call.body !== undefined) headers["content-type"] = "application/json";
    return send({
      method: call.method,
      url: `${baseUrl}${root}${call.path}${query.size > 0 ? `?${query}` : ""}`,
      headers,
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      timeoutMs,
    });
  }

  async #failure(call: Call<unknown>, answer: WireAnswer): Promise<Error> {
    const what = `${call.method} ${call.path}`;
    if (answer.status >= 300 && answer.status < 400)
      return new ResponseError(
        `${what}: the service answered ${answer.status} with a redirect, which is not followed: is baseUrl right?`,
        { final: true },
      );
    const { autoRetryable, ...read } = readApiError(answer.text);
    const details = {
      method: call.method,
      path: call.path,
      status: answer.status,
      requestId: answer.header("x-request-id"),
      ...read,
    };
    if (answer.status === 401)
      return new AuthError(
        `${what}: 401 ${read.reason}: the token is not accepted for project ${this.#connection.project}; is it of that project, and not expired?`,
      );
    if (answer.status === 403) return new AccessDeniedError(details, await this.#explain(call.needs));
    const error = sortError(details);
    return setHints(error, {
      retryAfterMs: parseRetryAfter(answer.header("retry-after")),
      autoRetryable: autoRetryable || answer.header("cdf-is-auto-retryable") === "true",
    });
  }

  async #explain(needs: readonly Right[]): Promise<string> {
    const needed = needs.map(({ acl, action }) => `${acl}:${action}`).join(" and ");
    const has = needs.length > 0 ? await this.#options.explain?.(needs) : undefined;
    return needed === "" ? "" : `. The call needs ${needed}${has ? `; ${has}` : ""}`;
  }
}

function sortError(details: ConstructorParameters<typeof ApiError>[0]): ApiError {
  if (details.status === 409 || (details.duplicated?.length ?? 0) > 0) return new DuplicatedError(details);
  const named = (details.missing?.length ?? 0) > 0 && [400, 404, 422].includes(details.status);
  return named || details.status === 404 ? new NotFoundError(details) : new ApiError(details);
}

function readAnswer<T>(call: Call<T>, answer: WireAnswer): T {
  const what = `${call.method} ${call.path}: ${answer.status}`;
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    const found = answer.text.trim() === "" ? "nothing" : /^\s*</.test(answer.text) ? "HTML" : "no JSON";
    throw new ResponseError(`${what}, but the answer is ${found}: is there a proxy in between, or is baseUrl wrong?`, {
      final: true,
    });
  }
  const read = call.answer.safeParse(body);
  if (read.success) return read.data;
  const where = read.error.issues[0];
  throw new ResponseError(
    `${what}, but the answer is not as documented: ${where?.path.join(".") || "the body"}: ${where?.message}`,
    {
      final: true,
    },
  );
}
