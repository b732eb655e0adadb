import { randomBytes } from "node:crypto";
import { badRequest, forbidden } from "./errors";
import { wrappedIdsOf } from "./items";
import { isObject, type JsonObject } from "./json";
import { type OperationCall, ok, type Reply } from "./operation-call";
import { limitOf, pageOf } from "./paging";
import type { SessionRecord } from "./records";

const STATUSES = ["READY", "ACTIVE", "CANCELLED", "EXPIRED", "REVOKED", "ACCESS_LOST"];
const HOUR_MS = 3_600_000;

/** `POST /sessions`: exactly one. Needs `sessionsAcl:CREATE`. Only this answer has the nonce. */
export function createSession({ server, project, rights, body }: OperationCall): Reply {
  rights.need("sessionsAcl", "CREATE");
  const items = isObject(body) ? body["items"] : undefined;
  const [request, ...others] = Array.isArray(items) ? items : [];
  if (request === undefined || others.length > 0)
    throw badRequest("Request must contain exactly 1 item in request body");
  if (!isObject(request)) throw badRequest("items[0] must be an object.");
  const { type, clientId } = sessionTypeOf(request);
  if (clientId !== undefined && server.clients.get(clientId)?.clientSecret !== request["clientSecret"])
    throw forbidden();
  const creationTime = Date.now();
  const session: SessionRecord = {
    id: server.store.newId(),
    type,
    status: "READY",
    creationTime,
    expirationTime: creationTime + (type === "ONESHOT_TOKEN_EXCHANGE" ? HOUR_MS : 24 * HOUR_MS),
    ...(clientId !== undefined && { clientId }),
  };
  server.store.save(project, "sessions", [session]);
  const nonce = randomBytes(16).toString("base64url");
  return ok({
    items: [{ id: session.id, type, status: session.status, nonce, ...(clientId !== undefined && { clientId }) }],
  });
}

/** `GET /sessions`: needs `sessionsAcl:LIST`. In the order of creation. */
export function listSessions({ server, project, rights, query }: OperationCall): Reply {
  rights.need("sessionsAcl", "LIST");
  const status = query["status"]?.toUpperCase();
  if (status !== undefined && !STATUSES.includes(status))
    throw badRequest(`status must be one of ${STATUSES.join(", ")}.`);
  const all = [...server.store.of(project).sessions.values()].map(answerSession);
  const shown = all.filter((session) => status === undefined || session.status === status);
  const keyOf = (session: SessionRecord): string => String(session.id);
  const view = `${project} ${status ?? ""}`;
  return ok(pageOf(shown, { keyOf, limit: limitOf(query["limit"]), cursor: query["cursor"], view }));
}

/** `POST /sessions/byids`: needs `sessionsAcl:LIST`. In the order given. */
export function retrieveSessions({ server, project, rights, body }: OperationCall): Reply {
  rights.need("sessionsAcl", "LIST");
  return ok({ items: find(server.store.of(project).sessions, wrappedIdsOf(body)).map(answerSession) });
}

/**
 * `POST /sessions/revoke`: needs `sessionsAcl:DELETE`; without LIST only the IDs come back. Revoking again is allowed.
 * The effect of an unknown ID is not documented: here it refuses the request, as in `byids`.
 */
export function revokeSessions({ server, project, rights, body }: OperationCall): Reply {
  rights.need("sessionsAcl", "DELETE");
  const found = find(server.store.of(project).sessions, [...new Set(wrappedIdsOf(body))]);
  const revoked = found.map((session) => ({ ...session, status: "REVOKED" }));
  server.store.save(project, "sessions", revoked);
  return ok({ items: rights.grant("sessionsAcl", "LIST") === undefined ? revoked.map(({ id }) => ({ id })) : revoked });
}

/** A session as the API answers it now: it may have expired. */
export function answerSession(session: SessionRecord): SessionRecord {
  const over = session.expirationTime <= Date.now() && ["READY", "ACTIVE"].includes(session.status);
  return over ? { ...session, status: "EXPIRED" } : session;
}

function find(sessions: ReadonlyMap<number, SessionRecord>, ids: readonly number[]): SessionRecord[] {
  const missing = ids.filter((id) => !sessions.has(id)).map((id) => ({ id }));
  if (missing.length > 0) throw badRequest("Sessions not found.", { missing });
  return ids.flatMap((id) => sessions.get(id) ?? []);
}

/** Which of the three types a request is for; it must be exactly one. */
function sessionTypeOf(request: JsonObject): { type: SessionRecord["type"]; clientId?: string } {
  const { clientId, clientSecret, tokenExchange, oneshotTokenExchange } = request as Record<string, unknown>;
  const kinds = [clientId ?? clientSecret, tokenExchange, oneshotTokenExchange].filter((kind) => kind !== undefined);
  if (kinds.length === 1) {
    if (typeof clientId === "string" && typeof clientSecret === "string")
      return { type: "CLIENT_CREDENTIALS", clientId };
    if (tokenExchange === true) return { type: "TOKEN_EXCHANGE" };
    if (oneshotTokenExchange === true) return { type: "ONESHOT_TOKEN_EXCHANGE" };
  }
  throw badRequest(
    'items[0] must be {"clientId": string, "clientSecret": string}, {"tokenExchange": true} or {"oneshotTokenExchange": true}.',
  );
}
