import type * as pulumi from "@pulumi/pulumi";
import type { Limit } from "../client/paging";
import { CdfError } from "../errors";
import { type Directory, invoke, invokeOutput } from "../invoke";
import type { UserProfile } from "./api";

/** A user profile as a lookup shows it. */
export type GetUserProfileResult = UserProfile;

/** Which user profile. */
export interface GetUserProfileArgs {
  userIdentifier: string;
}

/** Which user profiles: those of some users, or the first by name. */
export type GetUserProfilesArgs =
  | { userIdentifiers: string[]; limit?: undefined }
  | { limit?: Limit; userIdentifiers?: undefined };

/** Which user profiles: those a part of whose name begins so. */
export interface SearchUserProfilesArgs {
  name: string;
  /** At most so many, and at most 1,000, since a search has no pages. Default 25. */
  limit?: number;
}

/** The caller's own profile. `GET /profiles/me`. @throws NotFoundError when the caller has none, as service principals mostly do. */
export function getMyUserProfile(opts?: pulumi.InvokeOptions): Promise<GetUserProfileResult> {
  return invoke(findMine, {}, opts);
}

/** The Output form of {@link getMyUserProfile}. */
export function getMyUserProfileOutput(opts?: pulumi.InvokeOutputOptions): pulumi.Output<GetUserProfileResult> {
  return invokeOutput(findMine, {}, opts);
}

/** The profile of a user identifier; `undefined` when it is unknown. `POST /profiles/byids`; needs `userProfilesAcl:READ`. */
export function getUserProfile(
  args: GetUserProfileArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetUserProfileResult | undefined> {
  return invoke(findProfile, args, opts);
}

/** The Output form of {@link getUserProfile}. */
export function getUserProfileOutput(
  args: { userIdentifier: pulumi.Input<string> },
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult | undefined> {
  return invokeOutput(findProfile, args, opts);
}

/**
 * The profiles of some users, or the first `limit` (25) by name.
 * `POST /profiles/byids` or `GET /profiles`; needs `userProfilesAcl:READ`.
 * @throws NotFoundError that names every missing one.
 */
export function getUserProfiles(
  args: GetUserProfilesArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetUserProfileResult[]> {
  return invoke(findProfiles, args, opts);
}

/** The Output form of {@link getUserProfiles}. */
export function getUserProfilesOutput(
  args: { userIdentifiers: pulumi.Input<pulumi.Input<string>[]> } | { limit?: pulumi.Input<Limit> } = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult[]> {
  return invokeOutput(findProfiles, args, opts);
}

/** The profiles a part of whose name begins with `name`, in no stable order. `POST /profiles/search`; needs `userProfilesAcl:READ`. */
export function searchUserProfiles(
  args: SearchUserProfilesArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetUserProfileResult[]> {
  return invoke(search, args, opts);
}

/** The Output form of {@link searchUserProfiles}. */
export function searchUserProfilesOutput(
  args: { name: pulumi.Input<string>; limit?: pulumi.Input<number> },
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUserProfileResult[]> {
  return invokeOutput(search, args, opts);
}

const findMine = (directory: Directory) =>
  directory.shared("my user profile", () => directory.client.userProfiles.me());

const findProfile = ({ client }: Directory, { userIdentifier }: GetUserProfileArgs) =>
  client.userProfiles.retrieve(userIdentifier);

async function findProfiles(
  directory: Directory,
  { userIdentifiers, limit }: GetUserProfilesArgs,
): Promise<UserProfile[]> {
  const { userProfiles } = directory.client;
  if (userIdentifiers === undefined)
    return directory.shared(`user profiles ${String(limit)}`, () => userProfiles.list({ limit }));
  if (limit !== undefined)
    throw new CdfError("INVALID_ARGUMENT", "getUserProfiles takes userIdentifiers or limit, not both");
  return userProfiles.retrieve(userIdentifiers);
}

const search = ({ client }: Directory, args: SearchUserProfilesArgs) => client.userProfiles.search(args);
