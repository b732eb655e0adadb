import type * as pulumi from "@pulumi/pulumi";
import type { Limit } from "../client/limit";
import type { SessionStatus } from "../client/sessions";
import { invoke, invokeOutput, type LookupInputs } from "../program/lookup";
import { findSessions, type GetSessionResult, type GetSessionsArgs } from "./find";

/**
 * Lists sessions of the project. `GET /sessions`; needs `sessionsAcl:LIST`.
 *
 * @param args - which sessions, and the limit; 25 by default.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws CdfError `INVALID_ARGUMENT` for an invalid limit.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
 */
export function getSessions(args: GetSessionsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetSessionResult[]> {
  return invoke(findSessions, args, opts);
}

/** The Output form of {@link getSessions}, whose arguments may be inputs; it runs once their sources have been created. */
export function getSessionsOutput(
  args: LookupInputs & { status?: pulumi.Input<SessionStatus>; limit?: pulumi.Input<Limit> } = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSessionResult[]> {
  return invokeOutput(findSessions, args, opts);
}
