import type * as pulumi from "@pulumi/pulumi";
import type { Limit } from "../client/limit";
import type { LookupArgs } from "../directory/directory";
import { invoke, invokeOutput, type LookupInputs } from "../program/lookup";
import {
  findMine,
  findProfile,
  findProfiles,
  type GetUserProfileArgs,
  type GetUserProfileResult,
  type GetUserProfilesArgs,
  type SearchUserProfilesArgs,
  search,
} from "./find";

/**
 * Returns the caller's own profile. `GET /profiles/me`, of a deprecated API; needs `userProfilesAcl:READ`, which every group grants.
 *
 * @param args - the `project`. Default: the project of the connection.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws NotFoundError when the caller has none, like most service principals.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
 */
export function getMyUserProfile(args: LookupArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetUserProfileResult> {
  return invoke(findMine, args, opts);
}

/** The Output form of {@link getMyUserProfile}; it waits for the settings of its provider and for `dependsOn`. */
export function getMyUserProfileOutput(
  args: LookupInputs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult> {
  return invokeOutput(findMine, args, opts);
}

/**
 * Returns the profile of a user identifier; `undefined` when it is unknown. `POST /profiles/byids`, of a deprecated API; needs
 * `userProfilesAcl:READ`, which every group grants.
 *
 * @param args - the user identifier.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws CdfError `INVALID_ARGUMENT` for an empty user identifier.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
 */
export function getUserProfile(
  args: GetUserProfileArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetUserProfileResult | undefined> {
  return invoke(findProfile, args, opts);
}

/** The Output form of {@link getUserProfile}, whose arguments may be inputs; it runs once their sources have been created. */
export function getUserProfileOutput(
  args: LookupInputs & { userIdentifier: pulumi.Input<string> },
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult | undefined> {
  return invokeOutput(findProfile, args, opts);
}

/**
 * Returns the profiles of some users, or the first ones by name. `POST /profiles/byids` or `GET /profiles`, of a deprecated API;
 * needs `userProfilesAcl:READ`, which every group grants.
 *
 * @param args - `userIdentifiers`, or the limit; 25 by default.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws NotFoundError that names every missing one.
 * @throws CdfError `INVALID_ARGUMENT` for both arguments at once, and for an invalid limit.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
 */
export function getUserProfiles(
  args: GetUserProfilesArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetUserProfileResult[]> {
  return invoke(findProfiles, args, opts);
}

/** The Output form of {@link getUserProfiles}, whose arguments may be inputs; it runs once their sources have been created. */
export function getUserProfilesOutput(
  args: LookupInputs &
    ({ userIdentifiers: pulumi.Input<pulumi.Input<string>[]> } | { limit?: pulumi.Input<Limit> }) = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult[]> {
  return invokeOutput(findProfiles, args, opts);
}

/**
 * Finds profiles where a part of the name starts with `name`, in no stable order. `POST /profiles/search`, of a deprecated API;
 * needs `userProfilesAcl:READ`, which every group grants.
 *
 * @param args - the name, and the limit; 25 by default.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws CdfError `INVALID_ARGUMENT` for an invalid limit.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
 * @example
 * ```ts
 * const ada = iam.searchUserProfilesOutput({ name: "Ada", limit: 5 });
 * new iam.Group("reviewers", {
 *   name: "reviewers",
 *   members: ada.apply((profiles) => profiles.map((profile) => profile.userIdentifier)),
 * });
 * ```
 */
export function searchUserProfiles(
  args: SearchUserProfilesArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetUserProfileResult[]> {
  return invoke(search, args, opts);
}

/** The Output form of {@link searchUserProfiles}, whose arguments may be inputs; it runs once their sources have been created. */
export function searchUserProfilesOutput(
  args: LookupInputs & { name: pulumi.Input<string>; limit?: pulumi.Input<number> },
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult[]> {
  return invokeOutput(search, args, opts);
}
