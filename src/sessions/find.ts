import { type Limit, readLimit } from "../client/limit";
import type { Session, SessionStatus } from "../client/sessions";
import type { Directory, LookupArgs } from "../directory/directory";

/** A session as a lookup shows it. */
export type GetSessionResult = Session;

/** Which sessions. */
export interface GetSessionsArgs extends LookupArgs {
  /** Only those of one status, such as `ACTIVE`. Default: of any. */
  status?: SessionStatus;
  /** At most so many, a whole number from 1. Default 25; `null`, `-1` or `Infinity` for all. */
  limit?: Limit;
}

export function findSessions(directory: Directory, { status, limit }: GetSessionsArgs): Promise<Session[]> {
  const only = status && { status };
  return directory.first(`sessions ${status?.toUpperCase() ?? ""}`, readLimit(limit), (most) =>
    directory.client.sessions.list({ ...only, limit: most }),
  );
}
