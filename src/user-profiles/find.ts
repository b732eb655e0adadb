import { type Limit, readLimit } from "../client/limit";
import type { UserProfile } from "../client/user-profiles";
import type { Directory, LookupArgs } from "../directory/directory";
import { CdfError } from "../errors";
import { shownOf } from "../validation/problems";

/**
 * A user profile as a lookup returns it. Cognite has deprecated user profiles in favour of principals, without a date.
 */
export type GetUserProfileResult = UserProfile;

/** Which user profile. */
export interface GetUserProfileArgs extends LookupArgs {
  /** What the `members` of a group contain; it never changes. Not empty. */
  userIdentifier: string;
}

/**
 * Which user profiles: those of some users by their `userIdentifiers`, or the first by name, at most `limit` of them:
 * an integer of at least 1; 25 by default; `null`, `-1` or `Infinity` returns all.
 */
export type GetUserProfilesArgs = LookupArgs &
  (
    | {
        /** What the `members` of a group contain. */
        userIdentifiers: string[];
        limit?: undefined;
      }
    | {
        /** The most to return: an integer of at least 1. Default 25; `null`, `-1` or `Infinity` returns all. */
        limit?: Limit;
        userIdentifiers?: undefined;
      }
  );

/** Which user profiles: those where a part of the name starts with the text. */
export interface SearchUserProfilesArgs extends LookupArgs {
  /** The start of a part of the name. */
  name: string;
  /** The most to return, from 1 to 1,000, since a search has no pages. Default 25. */
  limit?: number;
}

export const findMine = (directory: Directory) =>
  directory.shared("my user profile", () => directory.client.userProfiles.me());

export async function findProfile(directory: Directory, { userIdentifier }: GetUserProfileArgs) {
  if (typeof userIdentifier !== "string" || userIdentifier === "")
    throw new CdfError(
      "INVALID_ARGUMENT",
      `getUserProfile takes a non-empty userIdentifier; found ${shownOf(userIdentifier)}`,
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
