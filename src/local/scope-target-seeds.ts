import { repeatsIn } from "./items";
import { isId } from "./json";
import type { LocalIamOptions, LocalScopeTargetSpec } from "./options";
import type { ScopeTargetRecord } from "./records";
import type { Store } from "./store";
import type { LocalScopeTargetKind } from "./types";

/** Which ACL lets a caller read things of a kind. */
export const ACLS: Readonly<Record<LocalScopeTargetKind, string>> = {
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

export const isExternalId = (value: unknown): value is string =>
  typeof value === "string" && value.length >= 1 && value.length <= MAX_EXTERNAL_ID;
