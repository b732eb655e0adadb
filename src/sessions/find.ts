import { type Limit, readLimit } from "../client/limit";
import type { Session, SessionStatus } from "../client/sessions";
import type { Directory, LookupArgs } from "../directory/directory";

/** A session as a lookup returns it. */
export type GetSessionResult = Session;

/** Which sessions. */
export interface GetSessionsArgs extends LookupArgs {
  /** Only sessions with this status, such as `ACTIVE`. Default: any status. */
  status?: SessionStatus;
  /** The most to return: an integer of at least 1. Default 25; `null`, `-1` or `Infinity` returns all. */
  limit?: Limit;
}

export function findSessions(directory: Directory, { status, limit }: GetSessionsArgs): Promise<Session[]> {
  const only = status && { status };
  return directory.first(`sessions ${status?.toUpperCase() ?? ""}`, readLimit(limit), (most) =>
    directory.client.sessions.list({ ...only, limit: most }),
  );
}
