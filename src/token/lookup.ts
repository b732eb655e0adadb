import type * as pulumi from "@pulumi/pulumi";
import type { LookupArgs } from "../directory/directory";
import { invoke, invokeOutput, type LookupInputs } from "../program/lookup";
import { type InspectTokenResult, inspect } from "./find";

/**
 * What the connection's token is and reaches. All lookups of a program share one answer. `GET /api/v1/token/inspect`;
 * projects where the caller lacks `projectsAcl:LIST` or `groupsAcl:LIST` are left out.
 *
 * @param args - the `project` is taken as by every lookup and changes nothing: one token serves all projects.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 */
export function inspectToken(
  { project, ...args }: LookupArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<InspectTokenResult> {
  return invoke(inspect, args, opts);
}

/** The Output form of {@link inspectToken}; it waits for its provider's settings, and for `dependsOn`. */
export function inspectTokenOutput(
  { project, ...args }: LookupInputs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<InspectTokenResult> {
  return invokeOutput(inspect, args, opts);
}
