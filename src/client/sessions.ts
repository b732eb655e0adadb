import * as z from "zod";
import { inBatches, isMany, onlyOne } from "./batches";
import type { Http, Right } from "./http";
import type { Limit } from "./limit";
import { collect, pages } from "./paging";
import { answerObject } from "./shape";

/**
 * How a session was opened: `CLIENT_CREDENTIALS`, `TOKEN_EXCHANGE`, `ONESHOT_TOKEN_EXCHANGE`, or a type that is new in
 * the API.
 */
export type SessionType = "CLIENT_CREDENTIALS" | "TOKEN_EXCHANGE" | "ONESHOT_TOKEN_EXCHANGE" | (string & {});

/**
 * The status of a session: `READY` until a job is bound to it, then `ACTIVE`, and finally `CANCELLED`, `EXPIRED`,
 * `REVOKED` or `ACCESS_LOST`; or a status that is new in the API.
 */
export type SessionStatus = "READY" | "ACTIVE" | "CANCELLED" | "EXPIRED" | "REVOKED" | "ACCESS_LOST" | (string & {});

/** How to open a session: as a client, with the caller's token, or once with the caller's token. */
export type SessionRequest =
  | {
      /** The ID of the OAuth client to open it as. */
      clientId: string;
      /** The client's secret. */
      clientSecret: string;
    }
  | {
      /** Exchange the caller's token. */
      tokenExchange: true;
    }
  | {
      /** Exchange the caller's token once, for a short session that is not renewed. */
      oneshotTokenExchange: true;
    };

/** A session as the service returns it; it may omit everything but the ID. */
export interface Session {
  /** A number from 1 to 9,007,199,254,740,991. */
  id: number;
  /** How the session was opened. */
  type?: SessionType | undefined;
  /** The status of the session. */
  status?: SessionStatus | undefined;
  /** When it was opened, in milliseconds since the epoch. */
  creationTime?: number | undefined;
  /** When the session ends, in milliseconds since the epoch; later when its token is renewed. */
  expirationTime?: number | undefined;
  /** Only for sessions with client credentials. */
  clientId?: string | undefined;
}

/** A session that was just opened. */
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
const session: z.ZodType<Session> = answerObject(fields);
const sessionList = z.looseObject({ items: z.array(session) });
const newSessionList = z.looseObject({ items: z.array(answerObject({ ...fields, nonce: z.string().min(1) })) });

const needs = (action: string): Right[] => [{ acl: "sessionsAcl", action }];

/** The sessions of a project. */
export class SessionsApi {
  readonly #http: Http;
  readonly #default: () => SessionRequest;

  /** @internal */
  constructor(http: Http, defaultRequest: () => SessionRequest) {
    this.#http = http;
    this.#default = defaultRequest;
  }

  /**
   * Lists sessions of the project. `GET /sessions`; needs `sessionsAcl:LIST`.
   *
   * @param options - which sessions, and how many.
   * @param options.status - only those with this status, in any case. Default: any status.
   * @param options.limit - the most to return: an integer of at least 1. Default 25; `null`, `-1` or `Infinity` returns
   * all.
   * @throws CdfError `INVALID_ARGUMENT` for an invalid limit.
   */
  list({ status, limit }: { status?: SessionStatus; limit?: Limit } = {}): Promise<Session[]> {
    const query = { status: status?.toUpperCase() };
    return collect(pages(this.#http, { path: "/sessions", query, needs: needs("LIST") }, session, limit));
  }

  /**
   * Opens a session. Not idempotent: repeated only after an answer that proves that nothing was done. `POST /sessions`;
   * needs `sessionsAcl:CREATE`.
   *
   * @param request - how to open it. Default: as the connection logs in, with client credentials if it has them,
   * otherwise by token exchange.
   * @throws AccessDeniedError also for wrong client credentials.
   */
  async create(request: SessionRequest = this.#default()): Promise<NewSession> {
    const answer = await this.#http.call({
      method: "POST",
      path: "/sessions",
      body: { items: [request] },
      answer: newSessionList,
      writes: true,
      repeat: "only-if-rejected",
      needs: needs("CREATE"),
    });
    return onlyOne(answer.items, "POST /sessions");
  }

  /**
   * Retrieves a session by its ID. `POST /sessions/byids`; needs `sessionsAcl:LIST`.
   *
   * @param id - the ID of the session.
   * @throws NotFoundError or ApiError when it is unknown.
   */
  retrieve(id: number): Promise<Session>;
  /**
   * Retrieves sessions by their IDs, in requests of at most 1,000. `POST /sessions/byids`; needs `sessionsAcl:LIST`.
   *
   * @param ids - the IDs of the sessions.
   * @throws NotFoundError or ApiError when one is unknown.
   * @throws BatchError when it took several requests and one failed.
   */
  retrieve(ids: readonly number[]): Promise<Session[]>;
  async retrieve(ids: number | readonly number[]): Promise<Session | Session[]> {
    const found = await this.#byIds("/sessions/byids", isMany(ids) ? ids : [ids], "LIST", false);
    return isMany(ids) ? found : onlyOne(found, "POST /sessions/byids");
  }

  /**
   * Revokes a session, which may take up to an hour to take effect; revoking it again is allowed.
   * `POST /sessions/revoke`; needs `sessionsAcl:DELETE`; without `LIST` the answer has only the ID.
   *
   * @param id - the ID of the session.
   */
  revoke(id: number): Promise<Session>;
  /**
   * Revokes sessions, in requests of at most 1,000; otherwise as for one.
   *
   * @param ids - the IDs of the sessions.
   * @throws BatchError when it took several requests and one failed.
   */
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
