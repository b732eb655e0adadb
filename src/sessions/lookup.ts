import type * as pulumi from "@pulumi/pulumi";
import { type Limit, readLimit } from "../client/limit";
import type { Session, SessionStatus } from "../client/sessions";
import { type Directory, invoke, invokeOutput, type LookupArgs, type LookupInputs } from "../program/lookup";

/** A session as a lookup shows it. */
export type GetSessionResult = Session;

/** Which sessions. */
export interface GetSessionsArgs extends LookupArgs {
  /** Only those of one status, such as `ACTIVE`. Default: of any. */
  status?: SessionStatus;
  /** At most so many, a whole number from 1. Default 25; `null`, `-1` or `Infinity` for all. */
  limit?: Limit;
}

/**
 * Sessions of the project. `GET /sessions`; needs `sessionsAcl:LIST`.
 *
 * @param args - which, and how many: 25 unless told otherwise.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws CdfError `INVALID_ARGUMENT` for a limit that is none.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 */
export function getSessions(args: GetSessionsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetSessionResult[]> {
  return invoke(findSessions, args, opts);
}

/** The Output form of {@link getSessions}, for arguments that are inputs; it runs when what they come from has been made. */
export function getSessionsOutput(
  args: LookupInputs & { status?: pulumi.Input<SessionStatus>; limit?: pulumi.Input<Limit> } = {},
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
