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
 * The caller's own profile. `GET /profiles/me`, of a deprecated API; needs `userProfilesAcl:READ`, which any group gives.
 *
 * @param args - the `project`, if it is not the connection's.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws NotFoundError when the caller has none, as service principals mostly do.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 */
export function getMyUserProfile(args: LookupArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetUserProfileResult> {
  return invoke(findMine, args, opts);
}

/** The Output form of {@link getMyUserProfile}; it waits for its provider's settings, and for `dependsOn`. */
export function getMyUserProfileOutput(
  args: LookupInputs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult> {
  return invokeOutput(findMine, args, opts);
}

/**
 * The profile of a user identifier; `undefined` when it is unknown. `POST /profiles/byids`, of a deprecated API; needs
 * `userProfilesAcl:READ`, which any group gives.
 *
 * @param args - whose.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws CdfError `INVALID_ARGUMENT` for an empty user identifier.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 */
export function getUserProfile(
  args: GetUserProfileArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetUserProfileResult | undefined> {
  return invoke(findProfile, args, opts);
}

/** The Output form of {@link getUserProfile}, for arguments that are inputs; it runs when what they come from has been made. */
export function getUserProfileOutput(
  args: LookupInputs & { userIdentifier: pulumi.Input<string> },
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult | undefined> {
  return invokeOutput(findProfile, args, opts);
}

/**
 * The profiles of some users, or the first of users by name. `POST /profiles/byids` or `GET /profiles`, of a deprecated API;
 * needs `userProfilesAcl:READ`, which any group gives.
 *
 * @param args - `userIdentifiers`, or how many: 25 unless told otherwise.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws NotFoundError that names every missing one.
 * @throws CdfError `INVALID_ARGUMENT` for both, and for a limit that is none.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 */
export function getUserProfiles(
  args: GetUserProfilesArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetUserProfileResult[]> {
  return invoke(findProfiles, args, opts);
}

/** The Output form of {@link getUserProfiles}, for arguments that are inputs; it runs when what they come from has been made. */
export function getUserProfilesOutput(
  args: LookupInputs &
    ({ userIdentifiers: pulumi.Input<pulumi.Input<string>[]> } | { limit?: pulumi.Input<Limit> }) = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult[]> {
  return invokeOutput(findProfiles, args, opts);
}

/**
 * The profiles a part of whose name begins with `name`, in no stable order. `POST /profiles/search`, of a deprecated API;
 * needs `userProfilesAcl:READ`, which any group gives.
 *
 * @param args - the name, and how many: 25 unless told otherwise.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws CdfError `INVALID_ARGUMENT` for a limit that is none.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
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

/** The Output form of {@link searchUserProfiles}, for arguments that are inputs; it runs when what they come from has been made. */
export function searchUserProfilesOutput(
  args: LookupInputs & { name: pulumi.Input<string>; limit?: pulumi.Input<number> },
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult[]> {
  return invokeOutput(search, args, opts);
}
