import type * as pulumi from "@pulumi/pulumi";
import { type Limit, readLimit } from "../client/paging";
import { type Directory, invoke, invokeOutput } from "../invoke";
import type { Session, SessionStatus } from "./api";

/** A session as a lookup shows it. */
export type GetSessionResult = Session;

/** Which sessions. */
export interface GetSessionsArgs {
  /** Only those of one status, such as `ACTIVE`. */
  status?: SessionStatus;
  /** At most so many. Default 25; `null`, `-1` or `Infinity` for all. */
  limit?: Limit;
}

/** The project's sessions. `GET /sessions`; needs `sessionsAcl:LIST`. */
export function getSessions(args: GetSessionsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetSessionResult[]> {
  return invoke(findSessions, args, opts);
}

/** The Output form of {@link getSessions}. */
export function getSessionsOutput(
  args: { status?: pulumi.Input<SessionStatus>; limit?: pulumi.Input<Limit> } = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSessionResult[]> {
  return invokeOutput(findSessions, args, opts);
}

function findSessions(directory: Directory, { status, limit }: GetSessionsArgs): Promise<Session[]> {
  const only = status && { status };
  return directory.first(`sessions ${status?.toUpperCase() ?? ""}`, readLimit(limit), (most) =>
    directory.client.sessions.list({ ...only, limit: most }),
  );
}
