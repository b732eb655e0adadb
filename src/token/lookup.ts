import type * as pulumi from "@pulumi/pulumi";
import type { TokenInspection } from "../client/token-inspection";
import { type Directory, invoke, invokeOutput } from "../program/lookup";

/** What a lookup shows of the caller's token. */
export type InspectTokenResult = TokenInspection;

/**
 * What the connection's token is and reaches. All lookups of a program share one answer. `GET /api/v1/token/inspect`;
 * projects where the caller lacks `projectsAcl:LIST` or `groupsAcl:LIST` are left out.
 *
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 */
export function inspectToken(opts?: pulumi.InvokeOptions): Promise<InspectTokenResult>;
/** With the arguments that it does not take, as the other lookups have them: `inspectToken({}, { provider })`. */
export function inspectToken(args: Record<string, never>, opts: pulumi.InvokeOptions): Promise<InspectTokenResult>;
export function inspectToken(
  args: pulumi.InvokeOptions = {},
  opts: pulumi.InvokeOptions = args,
): Promise<InspectTokenResult> {
  return invoke(inspect, {}, opts);
}

/** The Output form of {@link inspectToken}; it waits for its provider's settings, and for `dependsOn`. */
export function inspectTokenOutput(opts?: pulumi.InvokeOutputOptions): pulumi.Output<InspectTokenResult>;
/** With the arguments that it does not take, as the other lookups have them: `inspectTokenOutput({}, { provider })`. */
export function inspectTokenOutput(
  args: Record<string, never>,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<InspectTokenResult>;
export function inspectTokenOutput(
  args: pulumi.InvokeOutputOptions = {},
  opts: pulumi.InvokeOutputOptions = args,
): pulumi.Output<InspectTokenResult> {
  return invokeOutput(inspect, {}, opts);
}

const inspect = (directory: Directory) => directory.shared("token", () => directory.client.token.inspect());
