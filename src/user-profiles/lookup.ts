import type * as pulumi from "@pulumi/pulumi";
import { type Limit, readLimit } from "../client/limit";
import type { UserProfile } from "../client/user-profiles";
import { CdfError } from "../errors";
import { type Directory, invoke, invokeOutput, type LookupArgs, type LookupInputs } from "../program/lookup";
import { shownOf } from "../validation/problems";

/** A user profile as a lookup shows it. Cognite has deprecated user profiles in favour of principals, without a date. */
export type GetUserProfileResult = UserProfile;

/** Which user profile. */
export interface GetUserProfileArgs extends LookupArgs {
  /** What `members` of a group hold; it never changes. Not empty. */
  userIdentifier: string;
}

/**
 * Which user profiles: those of some users by their `userIdentifiers`, or the first by name, at most `limit` of them: a whole
 * number from 1, 25 when left out, all with `null`, `-1` or `Infinity`.
 */
export type GetUserProfilesArgs = LookupArgs &
  (
    | {
        /** What `members` of a group hold. */
        userIdentifiers: string[];
        limit?: undefined;
      }
    | {
        /** At most so many, a whole number from 1. Default 25; `null`, `-1` or `Infinity` for all. */
        limit?: Limit;
        userIdentifiers?: undefined;
      }
  );

/** Which user profiles: those a part of whose name begins so. */
export interface SearchUserProfilesArgs extends LookupArgs {
  /** How a part of the name begins. */
  name: string;
  /** At most so many, from 1 to 1,000, since a search has no pages. Default 25. */
  limit?: number;
}

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

const findMine = (directory: Directory) =>
  directory.shared("my user profile", () => directory.client.userProfiles.me());

async function findProfile(directory: Directory, { userIdentifier }: GetUserProfileArgs) {
  if (typeof userIdentifier !== "string" || userIdentifier === "")
    throw new CdfError(
      "INVALID_ARGUMENT",
      `getUserProfile takes a userIdentifier that is not empty; found ${shownOf(userIdentifier)}`,
    );
  return directory.shared(`user profile ${userIdentifier}`, () =>
    directory.client.userProfiles.retrieve(userIdentifier),
  );
}

async function findProfiles(
  directory: Directory,
  { userIdentifiers, limit }: GetUserProfilesArgs,
): Promise<UserProfile[]> {
  const { userProfiles } = directory.client;
  if (userIdentifiers === undefined)
    return directory.first("user profiles", readLimit(limit), (most) => userProfiles.list({ limit: most }));
  if (limit !== undefined)
    throw new CdfError("INVALID_ARGUMENT", "getUserProfiles takes userIdentifiers or limit, not both");
  return directory.shared(`user profiles ${JSON.stringify(userIdentifiers)}`, () =>
    userProfiles.retrieve(userIdentifiers),
  );
}

function search(directory: Directory, { name, limit }: SearchUserProfilesArgs): Promise<UserProfile[]> {
  return directory.shared(`user profiles named ${JSON.stringify([name, limit])}`, () =>
    directory.client.userProfiles.search({ name, limit }),
  );
}
