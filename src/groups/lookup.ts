import type * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput, type LookupInputs } from "../program/lookup";
import { findGroup, findGroups, type GetGroupArgs, type GetGroupResult, type GetGroupsArgs } from "./find";

/**
 * Looks up one group of the project by ID, name or sourceId. All lookups of a program share one list.
 * `GET /groups?all=true`; needs `groupsAcl:LIST`.
 *
 * @param args - exactly one of `id`, `name` and `sourceId`.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws NotFoundError when no group matches, naming the nearest.
 * @throws CdfError `SEVERAL_MATCH` when several match, naming each; `INVALID_ARGUMENT` for invalid arguments.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
 * @example
 * ```ts
 * const admins = await iam.getGroup({ name: "cdf-administrators" });
 * ```
 */
export function getGroup(args: GetGroupArgs, opts?: pulumi.InvokeOptions): Promise<GetGroupResult> {
  return invoke(findGroup, args, opts);
}

/**
 * The Output form of {@link getGroup}, whose arguments may be inputs. It runs once their sources have been created, and
 * looks for up to 5 seconds, since a new group may appear late.
 */
export function getGroupOutput(
  args: LookupInputs &
    ({ id: pulumi.Input<number | string> } | { name: pulumi.Input<string> } | { sourceId: pulumi.Input<string> }),
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetGroupResult> {
  return invokeOutput(findGroup, args, opts);
}

/**
 * Lists the caller's own groups, or with `all` every group of the project; never deleted ones. All lookups of a program
 * share one list. `GET /groups`; needs `groupsAcl:LIST`.
 *
 * @param args - whether to list all groups of the project.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
 */
export function getGroups(args: GetGroupsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetGroupResult[]> {
  return invoke(findGroups, args, opts);
}

/** The Output form of {@link getGroups}, whose arguments may be inputs; it runs once their sources have been created. */
export function getGroupsOutput(
  args: LookupInputs & { all?: pulumi.Input<boolean> } = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetGroupResult[]> {
  return invokeOutput(findGroups, args, opts);
}
