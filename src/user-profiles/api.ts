import * as z from "zod";
import { batches, isMany } from "../client/batches";
import type { Http } from "../client/http";
import { collect, type Limit, pageSize, pages, readLimit } from "../client/paging";
import { NotFoundError } from "../errors";

/** A user profile as the service answers it. Names and e-mail addresses change and are not unique. */
export interface UserProfile {
  /** Never changes; what `members` of a group hold. */
  userIdentifier: string;
  /** Milliseconds since the epoch. */
  lastUpdatedTime: number;
  givenName?: string | null | undefined;
  surname?: string | null | undefined;
  email?: string | null | undefined;
  displayName?: string | null | undefined;
  jobTitle?: string | null | undefined;
  /** `USER`, `SERVICE_PRINCIPAL` or `INTERNAL_SERVICE`. */
  identityType?: string | null | undefined;
}

const text = z.string().nullish();
const userProfile: z.ZodType<UserProfile> = z.looseObject({
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

const needs = [{ acl: "userProfilesAcl", action: "READ" }];

/** The user profiles of a project. Cognite has deprecated them in favour of principals. All need `userProfilesAcl:READ`, which any group gives. */
export class UserProfilesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The caller's own profile. `GET /profiles/me`. @throws NotFoundError when the caller has none (yet). */
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

  /** The first `limit` (25) profiles by name. `GET /profiles`. */
  list({ limit }: { limit?: Limit } = {}): Promise<UserProfile[]> {
    return collect(pages(this.#http, { path: "/profiles", needs }, userProfile, limit));
  }

  /**
   * Profiles by user identifier: of one, `undefined` when it is unknown; of several, all of them.
   * `POST /profiles/byids`.
   * @throws NotFoundError that names every missing one of several.
   */
  retrieve(userIdentifier: string): Promise<UserProfile | undefined>;
  retrieve(userIdentifiers: readonly string[]): Promise<UserProfile[]>;
  async retrieve(given: string | readonly string[]): Promise<UserProfile | UserProfile[] | undefined> {
    const found: UserProfile[] = [];
    const errors: NotFoundError[] = [];
    for (const batch of batches([...new Set(isMany(given) ? given : [given])])) {
      try {
        found.push(...(await this.#byIds(batch)));
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
        errors.push(error);
      }
    }
    if (errors.length === 0) return isMany(given) ? found : found[0];
    if (!isMany(given)) return undefined;
    throw missingProfiles(errors);
  }

  /**
   * At most `limit` (25, at most 1,000: there are no pages) profiles a part of whose name begins so, in no stable order.
   * `POST /profiles/search`.
   */
  async search({ name, limit }: { name: string; limit?: Limit }): Promise<UserProfile[]> {
    const body = { search: { name }, limit: readLimit(limit, pageSize) };
    const call = { method: "POST", path: "/profiles/search", body, answer: userProfileList, writes: false } as const;
    return (await this.#http.call({ ...call, repeat: "idempotent", needs })).items;
  }

  async #byIds(userIdentifiers: readonly string[]): Promise<UserProfile[]> {
    const body = { items: userIdentifiers.map((userIdentifier) => ({ userIdentifier })) };
    const call = { method: "POST", path: "/profiles/byids", body, answer: userProfileList, writes: false } as const;
    return (await this.#http.call({ ...call, repeat: "idempotent", needs })).items;
  }
}

/** One error for all requests, whose message names the users too. */
function missingProfiles(errors: readonly NotFoundError[]): NotFoundError {
  const missing = errors.flatMap((error) => error.missing);
  const names = missing.map((each) => JSON.stringify(each["userIdentifier"]));
  return new NotFoundError({
    method: "POST",
    path: "/profiles/byids",
    status: errors[0]?.status ?? 400,
    reason: `no profile of ${names.join(", ") || "some of the users"}`,
    requestId: errors[0]?.requestId,
    missing,
  });
}
