import { badRequest, notFound } from "./errors";
import { itemsOf, repeatsIn } from "./items";
import { isObject } from "./json";
import { type OperationCall, ok, type Reply } from "./operation-call";
import { limitOf, pageOf } from "./paging";
import { hasProfiles } from "./projects";
import type { ServerState } from "./server-state";

type Profile = ServerState["profiles"][number];

const IDENTITY_TYPES = ["USER", "SERVICE_PRINCIPAL", "INTERNAL_SERVICE", "ALL"];

/** `GET /profiles/me`: 404 for a caller without a profile. Like all profile calls, it only needs a group. */
export function myProfile({ server, project, caller }: OperationCall): Reply {
  needProfiles(server, project);
  const profile = server.profiles.find((one) => one.userIdentifier === caller.userIdentifier);
  if (profile === undefined) throw notFound("User profile not found.");
  return ok(profile);
}

/** `GET /profiles`: by name; a limit above 1,000 is reduced. */
export function listProfiles({ server, project, query }: OperationCall): Reply {
  needProfiles(server, project);
  const type = query["identityType"] ?? "USER";
  if (!IDENTITY_TYPES.includes(type)) throw badRequest(`identityType must be one of ${IDENTITY_TYPES.join(", ")}.`);
  const shown = server.profiles.filter((one) => type === "ALL" || one.identityType === type);
  shown.sort((a, b) => nameOf(a).localeCompare(nameOf(b)) || (a.userIdentifier < b.userIdentifier ? -1 : 1));
  const limit = limitOf(query["limit"], "cut");
  const keyOf = (one: Profile): string => one.userIdentifier;
  return ok(pageOf(shown, { keyOf, limit, cursor: query["cursor"], view: `${project} ${type}` }));
}

/** `POST /profiles/byids`: all of them or none. */
export function retrieveProfiles({ server, project, body }: OperationCall): Reply {
  needProfiles(server, project);
  const wanted = itemsOf(body).map((item) => {
    const id = isObject(item) ? item["userIdentifier"] : undefined;
    if (typeof id !== "string") throw badRequest('items must be objects {"userIdentifier": string}.');
    return id;
  });
  const duplicated = repeatsIn(wanted).map((userIdentifier) => ({ userIdentifier }));
  if (duplicated.length > 0) throw badRequest("User identifiers must be unique.", { duplicated });
  const byId = new Map(server.profiles.map((one) => [one.userIdentifier, one]));
  const missing = wanted.filter((id) => !byId.has(id)).map((userIdentifier) => ({ userIdentifier }));
  if (missing.length > 0) throw badRequest("User profiles not found.", { missing });
  return ok({ items: wanted.map((id) => byId.get(id)) });
}

/**
 * `POST /profiles/search`: each word of the query starts a part of the name. In no stable order, so the last come
 * first.
 */
export function searchProfiles({ server, project, body }: OperationCall): Reply {
  needProfiles(server, project);
  const search = isObject(body) ? body["search"] : undefined;
  const name = isObject(search) ? search["name"] : undefined;
  if (!isObject(body) || typeof name !== "string") throw badRequest('The body must be {"search": {"name": string}}.');
  if (typeof body["limit"] === "string") throw badRequest("limit must be a number.");
  const limit = limitOf(body["limit"]);
  const words = wordsOf(name);
  const found = server.profiles.filter((one) => {
    const parts = wordsOf([one.displayName, one.givenName, one.surname].join(" "));
    return words.length > 0 && words.every((word) => parts.some((part) => part.startsWith(word)));
  });
  return ok({ items: found.toReversed().slice(0, limit) });
}

/** Profiles can be disabled in a project; what the service then answers is not documented. */
function needProfiles(server: ServerState, project: string): void {
  if (!hasProfiles(server, project)) throw badRequest("User profiles are not enabled for this project.");
}

function nameOf({ displayName, givenName, surname, userIdentifier }: Profile): string {
  return displayName ?? ([givenName, surname].filter(Boolean).join(" ") || userIdentifier);
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/\s+/).filter(Boolean);
}
