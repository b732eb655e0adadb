import { type Answer, type Call, type Handler, ok, type World } from "./call";
import { badRequest } from "./errors";
import { itemsOf, repeatsIn } from "./items";
import { isId, isObject } from "./json";
import type { LocalScopeTargetKind } from "./local-iam";
import type { LocalIamOptions, LocalScopeTargetSpec } from "./options";
import { limitOf, pageOf } from "./paging";
import type { ScopeTargetRecord } from "./records";
import type { Grant } from "./rights";
import type { Store } from "./store";

/** Which ACL lets a caller read things of a kind. */
const ACLS: Readonly<Record<LocalScopeTargetKind, string>> = {
  dataSets: "datasetsAcl",
  extractionPipelines: "extractionPipelinesAcl",
  timeSeries: "timeSeriesAcl",
  assets: "assetsAcl",
  locationFilters: "locationFiltersAcl",
};

/** The kinds of things that scopes name by their ids. */
const TARGET_KINDS = Object.keys(ACLS) as LocalScopeTargetKind[];

/** What lets the administrators read the things that the server is given. */
export const readGiven = (options: LocalIamOptions): object[] =>
  TARGET_KINDS.filter((kind) => options[kind] !== undefined).map((kind) => ({
    [ACLS[kind]]: { actions: ["READ"], scope: { all: {} } },
  }));

/** What a list answers when it is not told how many. */
const DEFAULT_LIMIT = 100;

/**
 * `POST /…/byids`: all of them or none, unless `ignoreUnknownIds`. Needs `READ` of the kind's ACL. What the caller's scopes do
 * not reach is missing, as if it were not there.
 */
export function retrieveTargets(kind: LocalScopeTargetKind): Handler {
  return ({ world, project, rights, body }: Call): Answer => {
    const grant = rights.need(ACLS[kind], "READ");
    const wanted = wantedIn(kind, body);
    const duplicated = repeatsIn(wanted.map((item) => JSON.stringify(item)));
    if (duplicated.length > 0)
      throw badRequest("Request contains duplicated ids.", { duplicated: duplicated.map((item) => JSON.parse(item)) });
    const readable = readableIn(world, project, kind, grant);
    const find = (item: Wanted) =>
      readable.find((one) => ("id" in item ? one.id === item.id : one.externalId === item.externalId));
    const missing = wanted.filter((item) => find(item) === undefined);
    const ignores = isObject(body) && body["ignoreUnknownIds"] === true;
    if (missing.length > 0 && !ignores) throw badRequest("Ids not found.", { missing });
    return ok({ items: wanted.flatMap((item) => find(item) ?? []) });
  };
}

/** `POST /…/list`: in pages, of what the caller's scopes reach. Needs `READ` of the kind's ACL. Filters are refused. */
export function listTargets(kind: LocalScopeTargetKind): Handler {
  return ({ world, project, rights, body }: Call): Answer => {
    const grant = rights.need(ACLS[kind], "READ");
    const { filter = {}, limit = DEFAULT_LIMIT, cursor } = bodyOf(body);
    if (!isObject(filter) || Object.keys(filter).length > 0)
      throw badRequest("The local IAM server knows no filters: filter must be {}.");
    if (typeof limit !== "number") throw badRequest("limit must be a number.");
    if (cursor !== undefined && typeof cursor !== "string") throw badRequest("Invalid cursor.");
    const shown = readableIn(world, project, kind, grant);
    const keyOf = (one: ScopeTargetRecord): string => String(one.id);
    return ok(pageOf(shown, { keyOf, limit: limitOf(limit), cursor, view: `${project} ${kind}` }));
  };
}

/** `POST /…/locationfilters/list`: all at once. Needs `locationFiltersAcl:READ`. */
export function listLocationFilters({ world, project, rights, body }: Call): Answer {
  const grant = rights.need(ACLS.locationFilters, "READ");
  if ("limit" in bodyOf(body)) throw badRequest("Unknown field: limit.");
  return ok({ items: readableIn(world, project, "locationFilters", grant) });
}

/** What new things start as; throws when an id or an external id is not valid, or is there twice. */
export function newTargets(
  specs: readonly LocalScopeTargetSpec[],
  kind: LocalScopeTargetKind,
  store: Store,
  existing: Iterable<ScopeTargetRecord> = [],
): ScopeTargetRecord[] {
  const now = Date.now();
  const made = specs.map(({ id = store.newId(), ...spec }): ScopeTargetRecord => {
    if (!isId(id) || store.isTaken(id)) throw new Error(`${kind}: the id ${id} is not valid, or is in use.`);
    if (spec.externalId !== undefined && !isExternalId(spec.externalId))
      throw new Error(`${kind}: an externalId must be a string of 1 to ${MAX_EXTERNAL_ID} characters.`);
    return { createdTime: now, lastUpdatedTime: now, ...spec, id };
  });
  const externalIds = [...existing, ...made].flatMap(({ externalId }) => externalId ?? []);
  const [repeated] = [...repeatsIn(externalIds), ...repeatsIn(made.map(({ id }) => id))];
  if (repeated !== undefined) throw new Error(`${kind}: ${repeated} is there twice.`);
  return made;
}

/** The things that each new project starts with, by kind. */
export function firstTargets(options: LocalIamOptions, store: Store): [LocalScopeTargetKind, ScopeTargetRecord[]][] {
  return TARGET_KINDS.map((kind) => [kind, newTargets(options[kind] ?? [], kind, store)]);
}

const MAX_EXTERNAL_ID = 255;

const isExternalId = (value: unknown): value is string =>
  typeof value === "string" && value.length >= 1 && value.length <= MAX_EXTERNAL_ID;

type Wanted = { id: number } | { externalId: string };

/** What a request asks for. The sources disagree about location filters: they may also be asked for by `{"ids": [1]}`. */
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

function readableIn({ store }: World, project: string, kind: LocalScopeTargetKind, grant: Grant): ScopeTargetRecord[] {
  return [...store.of(project)[kind].values()].filter((one) => reaches(grant, kind, one));
}

/** Whether a right reaches a thing: by its own id, its data set, or the root of its assets, as far as the thing says. */
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
