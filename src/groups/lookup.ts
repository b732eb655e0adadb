import type * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput, type LookupInputs } from "../program/lookup";
import { findGroup, findGroups, type GetGroupArgs, type GetGroupResult, type GetGroupsArgs } from "./find";

/**
 * The one group of an id, a name or a sourceId, of all groups of the project. All lookups of a program share one list.
 * `GET /groups?all=true`; needs `groupsAcl:LIST`.
 *
 * @param args - exactly one of `id`, `name` and `sourceId`.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws NotFoundError when no group matches, naming the nearest.
 * @throws CdfError `SEVERAL_MATCH` when several match, naming each; `INVALID_ARGUMENT`.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 * @example
 * ```ts
 * const admins = await iam.getGroup({ name: "cdf-administrators" });
 * ```
 */
export function getGroup(args: GetGroupArgs, opts?: pulumi.InvokeOptions): Promise<GetGroupResult> {
  return invoke(findGroup, args, opts);
}

/**
 * The Output form of {@link getGroup}, for arguments that are inputs. It runs when what they come from has been made, and then
 * looks for up to 5 seconds, since a new group may show late.
 */
export function getGroupOutput(
  args: LookupInputs &
    ({ id: pulumi.Input<number | string> } | { name: pulumi.Input<string> } | { sourceId: pulumi.Input<string> }),
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetGroupResult> {
  return invokeOutput(findGroup, args, opts);
}

/**
 * The caller's own groups, or with `all` every group of the project; never deleted ones. All lookups of a program share one
 * list. `GET /groups`; needs `groupsAcl:LIST`.
 *
 * @param args - whether all of them.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 */
export function getGroups(args: GetGroupsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetGroupResult[]> {
  return invoke(findGroups, args, opts);
}

/** The Output form of {@link getGroups}, for arguments that are inputs; it runs when what they come from has been made. */
export function getGroupsOutput(
  args: LookupInputs & { all?: pulumi.Input<boolean> } = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetGroupResult[]> {
  return invokeOutput(findGroups, args, opts);
}
