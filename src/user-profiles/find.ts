import { type Limit, readLimit } from "../client/limit";
import type { UserProfile } from "../client/user-profiles";
import type { Directory, LookupArgs } from "../directory/directory";
import { CdfError } from "../errors";
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

export const findMine = (directory: Directory) =>
  directory.shared("my user profile", () => directory.client.userProfiles.me());

export async function findProfile(directory: Directory, { userIdentifier }: GetUserProfileArgs) {
  if (typeof userIdentifier !== "string" || userIdentifier === "")
    throw new CdfError(
      "INVALID_ARGUMENT",
      `getUserProfile takes a userIdentifier that is not empty; found ${shownOf(userIdentifier)}`,
    );
  return directory.shared(`user profile ${userIdentifier}`, () =>
    directory.client.userProfiles.retrieve(userIdentifier),
  );
}

export async function findProfiles(
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

export function search(directory: Directory, { name, limit }: SearchUserProfilesArgs): Promise<UserProfile[]> {
  return directory.shared(`user profiles named ${JSON.stringify([name, limit])}`, () =>
    directory.client.userProfiles.search({ name, limit }),
  );
}
