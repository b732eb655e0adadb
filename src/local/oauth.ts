import { createHash, timingSafeEqual } from "node:crypto";
import { IamError } from "./errors";
import { isObject } from "./json";
import { ok, type Reply } from "./operation-call";
import type { ServerState } from "./server-state";

/**
 * `POST /oauth2/token`: the client credentials flow, with ID and secret in the form body. Scope and audience are
 * ignored.
 */
export function issueToken(server: ServerState, form: unknown): Reply {
  if (!isObject(form)) throw oauthError(400, "invalid_request", "The body must be application/x-www-form-urlencoded.");
  const { grant_type, client_id, client_secret } = form as Record<string, unknown>;
  if (typeof grant_type !== "string") throw oauthError(400, "invalid_request", "grant_type is missing.");
  if (grant_type !== "client_credentials") {
    throw oauthError(400, "unsupported_grant_type", "Only client_credentials is supported.");
  }
  const client = typeof client_id === "string" ? server.clients.get(client_id) : undefined;
  if (client === undefined || typeof client_secret !== "string" || !isSame(client_secret, client.clientSecret)) {
    throw oauthError(401, "invalid_client", "Unknown client, or wrong client secret.");
  }
  const { tokenLifetimeSeconds } = server.settings;
  const access_token = server.tokens.issue(client, server.url, tokenLifetimeSeconds);
  return ok({ access_token, token_type: "Bearer", expires_in: tokenLifetimeSeconds });
}

function oauthError(status: number, error: string, description: string): IamError {
  return new IamError(status, description, { error, error_description: description });
}

function isSame(a: string, b: string): boolean {
  const digest = (value: string): Buffer => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
