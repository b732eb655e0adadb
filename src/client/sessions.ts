import * as z from "zod";
import { inBatches, isMany, onlyOne } from "./batches";
import type { Http, Right } from "./http";
import type { Limit } from "./limit";
import { collect, pages } from "./paging";
import { answerObject } from "./shape";

/** How a session was opened: `CLIENT_CREDENTIALS`, `TOKEN_EXCHANGE`, `ONESHOT_TOKEN_EXCHANGE`, or what is new in the API. */
export type SessionType = "CLIENT_CREDENTIALS" | "TOKEN_EXCHANGE" | "ONESHOT_TOKEN_EXCHANGE" | (string & {});

/**
 * What has become of a session: `READY` until a job is bound to it, then `ACTIVE`, and in the end `CANCELLED`, `EXPIRED`,
 * `REVOKED` or `ACCESS_LOST`; or what is new in the API.
 */
export type SessionStatus = "READY" | "ACTIVE" | "CANCELLED" | "EXPIRED" | "REVOKED" | "ACCESS_LOST" | (string & {});

/** How to open a session: as a client, with the caller's token, or once with the caller's token. */
export type SessionRequest =
  | {
      /** The OAuth client to open it as. */
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

/** A session as the service answers it; it may leave out all but the id. */
export interface Session {
  /** A number from 1 to 9,007,199,254,740,991. */
  id: number;
  /** How it was opened. */
  type?: SessionType | undefined;
  /** What has become of it. */
  status?: SessionStatus | undefined;
  /** When it was opened, in milliseconds since the epoch. */
  creationTime?: number | undefined;
  /** When it ends, in milliseconds since the epoch; moves when the session's token is renewed. */
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
   * Sessions of the project. `GET /sessions`; needs `sessionsAcl:LIST`.
   *
   * @param options - which, and how many.
   * @param options.status - only those of one status, in any case. Default: of any.
   * @param options.limit - at most so many, a whole number from 1. Default 25; `null`, `-1` or `Infinity` for all.
   * @throws CdfError `INVALID_ARGUMENT` for a limit that is none.
   */
  list({ status, limit }: { status?: SessionStatus; limit?: Limit } = {}): Promise<Session[]> {
    const query = { status: status?.toUpperCase() };
    return collect(pages(this.#http, { path: "/sessions", query, needs: needs("LIST") }, session, limit));
  }

  /**
   * Opens a session. Not idempotent: it is repeated only after an answer that is known not to have acted.
   * `POST /sessions`; needs `sessionsAcl:CREATE`.
   *
   * @param request - how. Default: as the connection logs in, with client credentials if it has them, else by token exchange.
   * @throws AccessDeniedError also for client credentials that are wrong.
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
   * A session by its id. `POST /sessions/byids`; needs `sessionsAcl:LIST`.
   *
   * @param id - the session's id.
   * @throws NotFoundError or ApiError when it is unknown.
   */
  retrieve(id: number): Promise<Session>;
  /**
   * Sessions by their ids, in requests of at most 1,000. `POST /sessions/byids`; needs `sessionsAcl:LIST`.
   *
   * @param ids - the sessions' ids.
   * @throws NotFoundError or ApiError when one is unknown.
   * @throws BatchError when it took several requests, and one failed.
   */
  retrieve(ids: readonly number[]): Promise<Session[]>;
  async retrieve(ids: number | readonly number[]): Promise<Session | Session[]> {
    const found = await this.#byIds("/sessions/byids", isMany(ids) ? ids : [ids], "LIST", false);
    return isMany(ids) ? found : onlyOne(found, "POST /sessions/byids");
  }

  /**
   * Revokes a session, which may take up to an hour to bite; a revoked one may be revoked again.
   * `POST /sessions/revoke`; needs `sessionsAcl:DELETE`; without `LIST` the answer holds the id only.
   *
   * @param id - the session's id.
   */
  revoke(id: number): Promise<Session>;
  /**
   * Revokes sessions, in requests of at most 1,000; as with one.
   *
   * @param ids - the sessions' ids.
   * @throws BatchError when it took several requests, and one failed.
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
