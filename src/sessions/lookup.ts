import type * as pulumi from "@pulumi/pulumi";
import type { Limit } from "../client/limit";
import type { SessionStatus } from "../client/sessions";
import { invoke, invokeOutput, type LookupInputs } from "../program/lookup";
import { findSessions, type GetSessionResult, type GetSessionsArgs } from "./find";

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
