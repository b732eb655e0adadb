import type { IamClient } from "../../client/client";
import { AccessDeniedError, ApiError, NotFoundError } from "../../errors";
import { readExternalIds } from "./read-external-ids";
import type { LiveAccess } from "./report";
import { rightsOf } from "./rights";
import { idsByKind } from "./target-names";

/**
 * Reads the groups of a project, its security categories, the names of the members and the external IDs of what scopes name;
 * what may not be read is left out with a note, the groups excepted. Calls `GET /groups`, `GET /securitycategories`,
 * `POST /profiles/byids` and, of each kind that scopes name, one call for up to 1,000 of them.
 */
export async function readLiveAccess(client: IamClient): Promise<LiveAccess> {
  const notes: string[] = [];
  const [groups, categories] = await Promise.all([
    client.groups.list({ all: true }),
    client.securityCategories.list({ limit: null }).catch((error: unknown) => {
      if (!(error instanceof AccessDeniedError)) throw error;
      notes.push(
        "could not read security categories (needs securityCategoriesAcl:LIST), so deleted ones are not detected",
      );
      return undefined;
    }),
  ]);
  const ids = idsByKind(groups.flatMap((group) => rightsOf(group.capabilities)));
  const members = new Set(groups.flatMap((group) => (Array.isArray(group.members) ? group.members : [])));
  const [names, targetNames] = await Promise.all([
    namesOf(client, [...members], notes),
    readExternalIds(client, ids, notes),
  ]);
  return { project: client.project, groups, categories, names, targetNames, notes };
}

async function namesOf(client: IamClient, members: string[], notes: string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  try {
    for (const { userIdentifier, displayName, givenName, surname, email } of await profilesOf(client, members)) {
      const name = displayName || [givenName, surname].filter(Boolean).join(" ") || email;
      if (name) names.set(userIdentifier, name);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notes.push(`could not read the names of members: ${error.message}`);
  }
  return names;
}

/** One unknown member fails all: the others are then asked for again. */
async function profilesOf(client: IamClient, members: readonly string[]) {
  if (members.length === 0) return [];
  try {
    return await client.userProfiles.retrieve(members);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const missing = new Set(error.missing.map(({ userIdentifier }) => userIdentifier));
    const known = members.filter((member) => !missing.has(member));
    if (known.length === members.length) throw error;
    return known.length === 0 ? [] : await client.userProfiles.retrieve(known);
  }
}
