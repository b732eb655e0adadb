import type { Connection } from "../connection/resolve";
import { AccessDeniedError } from "../errors";
import { secretsIn, withoutSecrets } from "../redaction/secrets";
import { type AnswerShape, failureOf, readAnswer } from "./answer";
import { Limiter } from "./limiter";
import { manifest } from "./manifest";
import { defaultRetryPolicy, type Repeat, type RetryPolicy, withRetries } from "./retry";
import { type TokenSource, tokenSource } from "./token-source";
import { send, type WireAnswer } from "./transport";

/** The ACL and action that a call needs, as in `groupsAcl:CREATE`. */
export interface Right {
  acl: string;
  action: string;
}

/** One call to the API. */
export interface Call<T> {
  method: "GET" | "POST";
  /** Below the root of the project, as in `/groups`; below the root of the API when `global`. */
  path: string;
  global?: boolean;
  /** Below `/apps/v1`, the API of Cognite's own applications, in place of `/api/v1`. */
  apps?: boolean;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  /** The shape of the answer; unknown fields pass through. */
  answer: AnswerShape<T>;
  /** Whether the call changes something: writes have a limit of their own. */
  writes: boolean;
  repeat: Repeat;
  /** The permissions that the call needs; named when the API answers 403. */
  needs: readonly Right[];
  /** What else a 403 may mean; follows what the call needs. */
  hint?: string;
}

/** The options of a client, besides its connection. */
export interface HttpOptions {
  /** How long to go on, and how long to wait between attempts; defaults as in {@link RetryPolicy}. */
  retry?: Partial<RetryPolicy> | undefined;
  /** Called once for a call that has to wait, with the reason and the longest wait. */
  notify?: ((message: string) => void) | undefined;
  /** Called right before each write, also after each wait; throw to prevent the write. */
  beforeWrite?: (() => Promise<void>) | undefined;
  /** The tokens of another client with the same connection. Default: the client's own. */
  tokens?: TokenSource | undefined;
  /** Explains a 403: what the caller has of the permissions that the call needs. */
  explain?: ((needs: readonly Right[]) => Promise<string>) | undefined;
}

/** Calls at once: what Cognite's own Python SDK allows itself; more writes at once get a 429. */
const [readsAtOnce, writesAtOnce] = [5, 4];

/** What a client has once, however its calls are made. */
interface Shared {
  tokens: TokenSource;
  reads: Limiter;
  writes: Limiter;
}

/**
 * Sends calls: with a token, within limits, repeated where that is safe, and with every failure as one of this
 * package's errors.
 */
export class Http {
  readonly #connection: Connection;
  readonly #options: HttpOptions;
  readonly #policy: RetryPolicy;
  readonly #shared: Shared;

  constructor(connection: Connection, options: HttpOptions = {}, shared?: Shared) {
    this.#connection = connection;
    this.#options = options;
    this.#policy = { ...defaultRetryPolicy, ...options.retry };
    this.#shared = shared ?? {
      tokens: options.tokens ?? tokenSource(connection.credentials, connection.timeoutMs, this.#policy, options.notify),
      reads: new Limiter(readsAtOnce),
      writes: new Limiter(writesAtOnce),
    };
  }

  /** The project that calls go to. */
  get project(): string {
    return this.#connection.project;
  }

  /** The source of the tokens. */
  get tokens(): TokenSource {
    return this.#shared.tokens;
  }

  /** The same, but without explaining a 403: for the calls that explain one. */
  unexplained(): Http {
    return new Http(this.#connection, { ...this.#options, explain: undefined }, this.#shared);
  }

  async call<T>(call: Call<T>): Promise<T> {
    const limiter = call.writes ? this.#shared.writes : this.#shared.reads;
    try {
      return await withRetries({
        repeat: call.repeat,
        policy: this.#policy,
        attempt: () => limiter.run(() => this.#attempt(call)),
        ...(this.#options.notify && { notify: this.#options.notify }),
      });
    } catch (error) {
      // Only here, outside the limits: explaining a refusal takes calls that need slots of their own.
      throw error instanceof AccessDeniedError ? await this.#explained(call, error) : error;
    }
  }

  /** One attempt, or two when the token turns out to be refused: a 401 proves that nothing was done. */
  async #attempt<T>(call: Call<T>): Promise<T> {
    const { tokens } = this.#shared;
    let token = await tokens.token();
    let answer = await this.#send(call, token);
    if (answer.status === 401 && tokens.discard(token)) {
      token = await tokens.token();
      answer = await this.#send(call, token);
    }
    const secrets = [token, ...this.#secrets(), ...secretsIn(call.body)];
    const asked = { ...call, shown: (text: string) => withoutSecrets(text, secrets) };
    if (answer.status >= 200 && answer.status < 300) return readAnswer(asked, answer);
    throw failureOf(asked, answer, this.#connection.project);
  }

  async #send(call: Call<unknown>, token: string): Promise<WireAnswer> {
    if (call.writes) await this.#options.beforeWrite?.();
    const { baseUrl, project, timeoutMs } = this.#connection;
    const version = call.apps ? "/apps/v1" : "/api/v1";
    const root = call.global ? version : `${version}/projects/${encodeURIComponent(project)}`;
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(call.query ?? {})) if (value !== undefined) query.set(key, String(value));
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      "x-cdp-app": "pulumi-cognite-iam",
      "x-cdp-sdk": `PulumiCogniteIam:${manifest.version}`,
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

  #secrets(): string[] {
    const { credentials } = this.#connection;
    return [credentials.kind === "token" ? credentials.token : credentials.clientSecret];
  }

  async #explained({ needs, hint = "" }: Call<unknown>, error: AccessDeniedError): Promise<AccessDeniedError> {
    if (needs.length === 0) return error;
    const needed = needs.map(({ acl, action }) => `${acl}:${action}`).join(" and ");
    const has = await this.#options.explain?.(needs);
    return new AccessDeniedError(error, `. The call needs ${needed}${has ? `; ${has}` : ""}${hint}`);
  }
}
