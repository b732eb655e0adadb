import { badRequest } from "./errors";
import { itemsOf, repeatsIn } from "./items";
import { isId, isObject } from "./json";
import { type OperationCall, type OperationHandler, ok, type Reply } from "./operation-call";
import { limitOf, pageOf } from "./paging";
import type { ScopeTargetRecord } from "./records";
import type { Grant } from "./rights";
import { ACLS, isExternalId } from "./scope-target-seeds";
import type { ServerState } from "./server-state";
import type { LocalScopeTargetKind } from "./types";

/** The default limit of a list. */
const DEFAULT_LIMIT = 100;

/**
 * `POST /…/byids`: all of them or none, unless `ignoreUnknownIds`. Needs `READ` of the kind's ACL. What the caller's
 * scopes do not reach counts as missing.
 */
export function retrieveTargets(kind: LocalScopeTargetKind): OperationHandler {
  return ({ server, project, rights, body }: OperationCall): Reply => {
    const grant = rights.need(ACLS[kind], "READ");
    const wanted = wantedIn(kind, body);
    const duplicated = repeatsIn(wanted.map((item) => JSON.stringify(item)));
    if (duplicated.length > 0)
      throw badRequest("Request contains duplicated ids.", { duplicated: duplicated.map((item) => JSON.parse(item)) });
    const readable = readableIn(server, project, kind, grant);
    const find = (item: Wanted) =>
      readable.find((one) => ("id" in item ? one.id === item.id : one.externalId === item.externalId));
    const missing = wanted.filter((item) => find(item) === undefined);
    const ignores = isObject(body) && body["ignoreUnknownIds"] === true;
    if (missing.length > 0 && !ignores) throw badRequest("Ids not found.", { missing });
    return ok({ items: wanted.flatMap((item) => find(item) ?? []) });
  };
}

/** `POST /…/list`: in pages, what the caller's scopes reach. Needs `READ` of the kind's ACL. Filters are refused. */
export function listTargets(kind: LocalScopeTargetKind): OperationHandler {
  return ({ server, project, rights, body }: OperationCall): Reply => {
    const grant = rights.need(ACLS[kind], "READ");
    const { filter = {}, limit = DEFAULT_LIMIT, cursor } = bodyOf(body);
    if (!isObject(filter) || Object.keys(filter).length > 0)
      throw badRequest("The local IAM server knows no filters: filter must be {}.");
    if (typeof limit !== "number") throw badRequest("limit must be a number.");
    if (cursor !== undefined && typeof cursor !== "string") throw badRequest("Invalid cursor.");
    const shown = readableIn(server, project, kind, grant);
    const keyOf = (one: ScopeTargetRecord): string => String(one.id);
    return ok(pageOf(shown, { keyOf, limit: limitOf(limit), cursor, view: `${project} ${kind}` }));
  };
}

/** `POST /…/locationfilters/list`: all at once. Needs `locationFiltersAcl:READ`. */
export function listLocationFilters({ server, project, rights, body }: OperationCall): Reply {
  const grant = rights.need(ACLS.locationFilters, "READ");
  if ("limit" in bodyOf(body)) throw badRequest("Unknown field: limit.");
  return ok({ items: readableIn(server, project, "locationFilters", grant) });
}

type Wanted = { id: number } | { externalId: string };

/**
 * The targets that a request names. Sources disagree about location filters: they may also be requested by
 * `{"ids": [1]}`.
 */
function wantedIn(kind: LocalScopeTargetKind, body: unknown): Wanted[] {
  const bare = kind === "locationFilters" && isObject(body) && "ids" in body ? body["ids"] : undefined;
  const items = Array.isArray(bare) ? itemsOf({ items: bare.map((id: unknown) => ({ id })) }) : itemsOf(body);
  return items.map((item): Wanted => {
    if (isObject(item) && Object.keys(item).length === 1) {
      const { id, externalId } = item as Record<string, unknown>;
      if (isId(id)) return { id };
      if (isExternalId(externalId)) return { externalId };
    }
    throw badRequest('items must be objects {"id": integer} or {"externalId": string}.');
  });
}

function bodyOf(body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw badRequest("The request body must be a JSON object.");
  return body;
}

function readableIn(
  { store }: ServerState,
  project: string,
  kind: LocalScopeTargetKind,
  grant: Grant,
): ScopeTargetRecord[] {
  return [...store.of(project)[kind].values()].filter((one) => reaches(grant, kind, one));
}

/**
 * Whether a permission reaches a target: by its own ID, its data set, or the root of its assets, as far as its fields
 * say.
 */
function reaches(
  grant: Grant,
  kind: LocalScopeTargetKind,
  { id, dataSetId, rootId = kind === "assets" ? id : undefined }: ScopeTargetRecord,
) {
  return (
    grant.all ||
    grant.ids.has(String(id)) ||
    (dataSetId !== undefined && grant.dataSetIds.has(String(dataSetId))) ||
    (rootId !== undefined && grant.rootIds.has(String(rootId)))
  );
}
