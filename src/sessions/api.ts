import * as z from "zod";
import { inBatches, isMany, onlyOne } from "../client/batches";
import type { Http, Right } from "../client/http";
import { collect, type Limit, pages } from "../client/paging";

/** How a session was opened: `CLIENT_CREDENTIALS`, `TOKEN_EXCHANGE` or `ONESHOT_TOKEN_EXCHANGE`. */
export type SessionType = "CLIENT_CREDENTIALS" | "TOKEN_EXCHANGE" | "ONESHOT_TOKEN_EXCHANGE" | (string & {});

/** `READY`, `ACTIVE`, `CANCELLED`, `EXPIRED`, `REVOKED` or `ACCESS_LOST`. */
export type SessionStatus = "READY" | "ACTIVE" | "CANCELLED" | "EXPIRED" | "REVOKED" | "ACCESS_LOST" | (string & {});

/** How to open a session: as a client, with the caller's token, or once with the caller's token. */
export type SessionRequest =
  | { clientId: string; clientSecret: string }
  | { tokenExchange: true }
  | { oneshotTokenExchange: true };

/** A session as the service answers it; it may leave out all but the id. */
export interface Session {
  id: number;
  type?: SessionType | undefined;
  status?: SessionStatus | undefined;
  /** Milliseconds since the epoch. */
  creationTime?: number | undefined;
  /** Milliseconds since the epoch; moves when the session's token is renewed. */
  expirationTime?: number | undefined;
  /** Only of sessions with client credentials. */
  clientId?: string | undefined;
}

/** A session just opened. */
export interface NewSession extends Session {
  /** Binds a job to the session, once, within about a minute. A secret. */
  nonce: string;
}

const fields = {
  id: z.number().int().positive(),
  type: z.string().optional(),
  status: z.string().optional(),
  creationTime: z.number().optional(),
  expirationTime: z.number().optional(),
  clientId: z.string().optional(),
};
const session: z.ZodType<Session> = z.looseObject(fields);
const sessionList = z.looseObject({ items: z.array(session) });
const newSessionList = z.looseObject({ items: z.array(z.looseObject({ ...fields, nonce: z.string().min(1) })) });

const needs = (action: string): Right[] => [{ acl: "sessionsAcl", action }];

/** The sessions of a project. */
export class SessionsApi {
  readonly #http: Http;
  readonly #default: () => SessionRequest;

  constructor(http: Http, defaultRequest: () => SessionRequest) {
    this.#http = http;
    this.#default = defaultRequest;
  }

  /** The first `limit` (25) sessions, of one status if given. `GET /sessions`; needs `sessionsAcl:LIST`. */
  list({ status, limit }: { status?: SessionStatus; limit?: Limit } = {}): Promise<Session[]> {
    const query = { status: status?.toUpperCase() };
    return collect(pages(this.#http, { path: "/sessions", query, needs: needs("LIST") }, session, limit));
  }

  /**
   * Opens a session; without a request as the connection logs in: client credentials if it has them, else token exchange.
   * Not idempotent. `POST /sessions`; needs `sessionsAcl:CREATE`.
   */
  async create(request: SessionRequest = this.#default()): Promise<NewSession> {
    const answer = await this.#http.call({
      method: "POST",
      path: "/sessions",
      body: { items: [request] },
      answer: newSessionList,
      writes: true,
      repeat: "refused",
      needs: needs("CREATE"),
    });
    return onlyOne(answer.items, "POST /sessions");
  }

  /** Sessions by id. `POST /sessions/byids`; needs `sessionsAcl:LIST`. @throws NotFoundError or ApiError for an unknown id. */
  retrieve(id: number): Promise<Session>;
  retrieve(ids: readonly number[]): Promise<Session[]>;
  async retrieve(ids: number | readonly number[]): Promise<Session | Session[]> {
    const found = await this.#byIds("/sessions/byids", isMany(ids) ? ids : [ids], "LIST", false);
    return isMany(ids) ? found : onlyOne(found, "POST /sessions/byids");
  }

  /**
   * Revokes sessions, which may take up to an hour to bite; a revoked one may be revoked again.
   * `POST /sessions/revoke`; needs `sessionsAcl:DELETE`; without `LIST` the answer holds the ids only.
   */
  revoke(id: number): Promise<Session>;
  revoke(ids: readonly number[]): Promise<Session[]>;
  async revoke(ids: number | readonly number[]): Promise<Session | Session[]> {
    const revoked = await this.#byIds("/sessions/revoke", isMany(ids) ? ids : [ids], "DELETE", true);
    return isMany(ids) ? revoked : onlyOne(revoked, "POST /sessions/revoke");
  }

  #byIds(path: string, ids: readonly number[], action: string, writes: boolean): Promise<Session[]> {
    return inBatches(ids, async (batch) => {
      const items = batch.map((id) => ({ id }));
      const call = {
        method: "POST",
        path,
        body: { items },
        answer: sessionList,
        writes,
        repeat: "idempotent",
      } as const;
      return (await this.#http.call({ ...call, needs: needs(action) })).items;
    });
  }
}
