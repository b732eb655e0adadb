import type * as pulumi from "@pulumi/pulumi";
import type { LookupArgs } from "../directory/directory";
import { invoke, invokeOutput, type LookupInputs } from "../program/lookup";
import { type InspectTokenResult, inspect } from "./find";

/**
 * Returns the identity and reach of the connection's token. All lookups of a program share one answer.
 * `GET /api/v1/token/inspect`; projects where the caller lacks `projectsAcl:LIST` or `groupsAcl:LIST` are omitted.
 *
 * @param args - `project` is accepted, as by every lookup, but has no effect: one token serves all projects.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
 */
export function inspectToken(
  { project, ...args }: LookupArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<InspectTokenResult> {
  return invoke(inspect, args, opts);
}

/** The Output form of {@link inspectToken}; it waits for the settings of its provider and for `dependsOn`. */
export function inspectTokenOutput(
  { project, ...args }: LookupInputs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<InspectTokenResult> {
  return invokeOutput(inspect, args, opts);
}
