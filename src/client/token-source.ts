import * as z from "zod";
import { type Credentials, invalidToken, isToken } from "../connection/resolve";
import { ApiError, AuthError, CdfError, ResponseError } from "../errors";
import { withoutSecrets } from "../redaction/secrets";
import { parseRetryAfter, type RetryPolicy, withRetries } from "./retry";
import { answerObject } from "./shape";
import { send } from "./transport";

/**
 * How long before it expires a token is renewed, in ms, so that no call starts with a token that expires on the way.
 */
const renewEarlyMs = 30_000;

/** The lifetime of a token when the answer does not give it, in ms. */
const usualLifeMs = 3_600_000;

/** The lifetime of a token that the answer calls expired, in ms: it is used for a moment anyway. */
const shortLifeMs = 60_000;

const tokenAnswer = z.looseObject({ access_token: z.string().min(1), expires_in: z.unknown().optional() });

const tokenFailure = answerObject({ error: z.string(), error_description: z.string().optional() });

/** Where a bearer token comes from. */
export interface TokenSource {
  /** A token that is valid for now; all concurrent callers share one request. */
  token(): Promise<string>;
  /** After a 401 with this token: whether another one can be requested. */
  discard(token: string): boolean;
}

/**
 * The token source for some credentials. Every failure is an AuthError: without a token, nothing was sent to the API.
 * @param notify - called when a token has to be waited for.
 */
export function tokenSource(
  credentials: Credentials,
  timeoutMs: number,
  policy: RetryPolicy,
  notify?: (message: string) => void,
): TokenSource {
  if (credentials.kind === "token") return { token: async () => credentials.token, discard: () => false };
  let current: { token: string; renewAt: number } | undefined;
  let pending: Promise<string> | undefined;
  const renew = async () => {
    const attempt = () => requestToken(credentials, timeoutMs);
    const answer = await withRetries({ repeat: "idempotent", policy, attempt, ...(notify && { notify }) }).catch(
      noToken,
    );
    const lifetime = lifetimeMs(answer.expires_in);
    current = { token: answer.access_token, renewAt: Date.now() + lifetime - Math.min(renewEarlyMs, lifetime / 2) };
    return current.token;
  };
  return {
    async token() {
      if (current !== undefined && Date.now() < current.renewAt) return current.token;
      pending ??= renew().finally(() => {
        pending = undefined;
      });
      return pending;
    },
    discard(token) {
      if (current?.token === token) current = undefined;
      return true;
    },
  };
}

type ClientCredentials = Extract<Credentials, { kind: "clientCredentials" }>;

async function requestToken(credentials: ClientCredentials, timeoutMs: number): Promise<z.infer<typeof tokenAnswer>> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
  });
  if (credentials.scope) form.set("scope", credentials.scope);
  if (credentials.audience) form.set("audience", credentials.audience);
  const answer = await send({
    method: "POST",
    url: credentials.tokenUrl,
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
    timeoutMs,
  });
  const what = `POST ${credentials.tokenUrl}`;
  const { status } = answer;
  if (status === 429 || status >= 500) {
    const retryAfterMs = parseRetryAfter(answer.header("retry-after"));
    const reason = "from the token endpoint";
    throw new ApiError({ method: "POST", path: credentials.tokenUrl, status, reason, retryAfterMs });
  }
  const body = parse(answer.text);
  const failure = tokenFailure.safeParse(body);
  if (failure.success) throw new AuthError(`${what}: ${describe(failure.data, credentials)}`);
  const token = tokenAnswer.safeParse(body);
  if (status === 200 && token.success) {
    if (isToken(token.data.access_token)) return token.data;
    throw new AuthError(`${what}: the token in the answer ${invalidToken}`);
  }
  throw new ResponseError(
    `${what}: ${status}, but the answer has no token. Check that tokenUrl is the URL of a token endpoint`,
    { final: true },
  );
}

function lifetimeMs(expiresIn: unknown): number {
  const seconds = typeof expiresIn === "string" ? Number.parseFloat(expiresIn) : expiresIn;
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return usualLifeMs;
  return seconds > 0 ? seconds * 1000 : shortLifeMs;
}

function noToken(error: unknown): never {
  if (error instanceof AuthError || !(error instanceof CdfError)) throw error;
  throw new AuthError(`Could not get a token: ${error.message}`, { cause: error });
}

function describe({ error, error_description }: z.infer<typeof tokenFailure>, { clientSecret }: ClientCredentials) {
  const hint = error === "invalid_client" ? ". Check that the client secret is correct and has not expired" : "";
  const hidden = (text: string) => withoutSecrets(text, [clientSecret]).split("\n", 1)[0]?.slice(0, 300);
  return `no token: ${hidden(error)}${error_description ? ` (${hidden(error_description)})` : ""}${hint}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
