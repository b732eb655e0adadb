import * as z from "zod";
import { type NamedObject, NotFoundError } from "../errors";
import { batches, isMany } from "./batches";
import type { Http } from "./http";
import { type Limit, readLimit } from "./limit";
import { collect, pageSize, pages } from "./paging";
import { answerObject } from "./shape";

/** A user profile as the service returns it. Names and email addresses change and are not unique. */
export interface UserProfile {
  /** Never changes; this is what the `members` of a group contain. */
  userIdentifier: string;
  /** Milliseconds since the epoch. */
  lastUpdatedTime: number;
  /** The first name. */
  givenName?: string | undefined;
  /** The family name. */
  surname?: string | undefined;
  /** The email address; it may change and need not be unique. */
  email?: string | undefined;
  /** The full name; it may change and need not be unique. */
  displayName?: string | undefined;
  /** The job title. */
  jobTitle?: string | undefined;
  /** `USER`, `SERVICE_PRINCIPAL` or `INTERNAL_SERVICE`. */
  identityType?: string | undefined;
}

const text = z.string().optional();
const userProfile: z.ZodType<UserProfile> = answerObject({
  userIdentifier: z.string(),
  lastUpdatedTime: z.number(),
  givenName: text,
  surname: text,
  email: text,
  displayName: text,
  jobTitle: text,
  identityType: text,
});
const userProfileList = z.looseObject({ items: z.array(userProfile) });

/** Whether a project has user profiles. */
export interface UserProfilesConfiguration {
  /** Whether user profiles are enabled. */
  enabled: boolean;
}

const updatedProject = z.looseObject({ userProfilesConfiguration: z.looseObject({ enabled: z.boolean() }) });

const needs = [{ acl: "userProfilesAcl", action: "READ" }];

/**
 * The user profiles of a project. All calls except the switch need `userProfilesAcl:READ`, which every group grants.
 *
 * Cognite has deprecated them in favour of principals, which only tokens of `auth.cognite.com` reach; see
 * `docs/decisions`.
 */
export class UserProfilesApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Retrieves the caller's own profile. `GET /profiles/me`; needs `userProfilesAcl:READ`.
   *
   * @throws NotFoundError when the caller has none (yet): the service creates one some seconds after a first request.
   */
  me(): Promise<UserProfile> {
    return this.#http.call({
      method: "GET",
      path: "/profiles/me",
      answer: userProfile,
      writes: false,
      repeat: "idempotent",
      needs,
    });
  }

  /**
   * Lists profiles of users by name, without service principals. `GET /profiles`; needs `userProfilesAcl:READ`.
   *
   * @param options - how many.
   * @param options.limit - the most to return: an integer of at least 1. Default 25; `null`, `-1` or `Infinity` returns
   * all.
   * @throws CdfError `INVALID_ARGUMENT` for an invalid limit.
   */
  list({ limit }: { limit?: Limit } = {}): Promise<UserProfile[]> {
    return collect(pages(this.#http, { path: "/profiles", needs }, userProfile, limit));
  }

  /**
   * Retrieves the profile of a user identifier; `undefined` when it is unknown. `POST /profiles/byids`; needs
   * `userProfilesAcl:READ`.
   *
   * @param userIdentifier - what the `members` of a group contain.
   */
  retrieve(userIdentifier: string): Promise<UserProfile | undefined>;
  /**
   * Retrieves profiles by user identifier, in the order given and each once, in requests of at most 1,000.
   * `POST /profiles/byids`; needs `userProfilesAcl:READ`.
   *
   * @param userIdentifiers - what the `members` of a group contain.
   * @throws NotFoundError that names every missing one.
   */
  retrieve(userIdentifiers: readonly string[]): Promise<UserProfile[]>;
  async retrieve(given: string | readonly string[]): Promise<UserProfile | UserProfile[] | undefined> {
    const wanted = [...new Set(isMany(given) ? given : [given])];
    const found = new Map<string, UserProfile>();
    const errors: NotFoundError[] = [];
    for (const batch of batches(wanted)) {
      try {
        for (const profile of await this.#byIds(batch)) found.set(profile.userIdentifier, profile);
      } catch (error) {
        // A bare 404 may come from a wrong address.
        if (!(error instanceof NotFoundError) || error.missing.length === 0) throw error;
        errors.push(error);
      }
    }
    if (!isMany(given)) return found.get(given);
    const missing = errors.length > 0 ? errors.flatMap((error) => error.missing) : absent(wanted, found);
    if (errors.length > 0 || missing.length > 0) throw missingProfiles(missing, errors[0]);
    return wanted.flatMap((id) => found.get(id) ?? []);
  }

  /**
   * Finds profiles where a part of the name starts with the text, in no stable order. `POST /profiles/search`; needs
   * `userProfilesAcl:READ`.
   *
   * @param options - the search.
   * @param options.name - the start of a part of the name.
   * @param options.limit - the most to return, from 1 to 1,000, since a search has no pages. Default 25.
   * @throws CdfError `INVALID_ARGUMENT` for an invalid limit.
   */
  async search({ name, limit }: { name: string; limit?: Limit }): Promise<UserProfile[]> {
    const body = { search: { name }, limit: readLimit(limit, pageSize) };
    const call = { method: "POST", path: "/profiles/search", body, answer: userProfileList, writes: false } as const;
    return (await this.#http.call({ ...call, repeat: "idempotent", needs })).items;
  }

  /** Turns user profiles on for the whole project. `POST /projects/{project}/update`; needs `projectsAcl:UPDATE`. */
  enable(): Promise<UserProfilesConfiguration> {
    return this.#configure(true);
  }

  /** Turns user profiles off for the whole project. `POST /projects/{project}/update`; needs `projectsAcl:UPDATE`. */
  disable(): Promise<UserProfilesConfiguration> {
    return this.#configure(false);
  }

  async #configure(enabled: boolean): Promise<UserProfilesConfiguration> {
    const answer = await this.#http.call({
      method: "POST",
      path: "/update",
      body: { update: { userProfilesConfiguration: { set: { enabled } } } },
      answer: updatedProject,
      writes: true,
      repeat: "idempotent",
      needs: [{ acl: "projectsAcl", action: "UPDATE" }],
    });
    return answer.userProfilesConfiguration;
  }

  async #byIds(userIdentifiers: readonly string[]): Promise<UserProfile[]> {
    const body = { items: userIdentifiers.map((userIdentifier) => ({ userIdentifier })) };
    const call = { method: "POST", path: "/profiles/byids", body, answer: userProfileList, writes: false } as const;
    return (await this.#http.call({ ...call, repeat: "idempotent", needs })).items;
  }
}

/** The profiles that an answer leaves out without an error. */
const absent = (wanted: readonly string[], found: ReadonlyMap<string, UserProfile>): NamedObject[] =>
  wanted.filter((userIdentifier) => !found.has(userIdentifier)).map((userIdentifier) => ({ userIdentifier }));

/** One error for all requests, whose message also names the users; the first error if the API named no users. */
function missingProfiles(missing: NamedObject[], first: NotFoundError | undefined): NotFoundError {
  const names = missing.flatMap(({ userIdentifier }) => (userIdentifier ? [JSON.stringify(userIdentifier)] : []));
  if (names.length === 0 && first !== undefined) return first;
  return new NotFoundError({
    method: "POST",
    path: "/profiles/byids",
    status: first?.status ?? 200,
    reason: `No user profile for ${names.join(", ")}`,
    requestId: first?.requestId,
    missing,
  });
}
