import { repeatsIn } from "./items";
import { isId } from "./json";
import type { LocalIamOptions, LocalScopeTargetSpec } from "./options";
import type { ScopeTargetRecord } from "./records";
import type { Store } from "./store";
import type { LocalScopeTargetKind } from "./types";

/** The ACL that lets a caller read targets of a kind. */
export const ACLS: Readonly<Record<LocalScopeTargetKind, string>> = {
  dataSets: "datasetsAcl",
  extractionPipelines: "extractionPipelinesAcl",
  timeSeries: "timeSeriesAcl",
  assets: "assetsAcl",
  locationFilters: "locationFiltersAcl",
};

/** The kinds of targets that scopes name by ID. */
const TARGET_KINDS = Object.keys(ACLS) as LocalScopeTargetKind[];

/** The capabilities that let the administrators read the targets that the server is given. */
export const readGiven = (options: LocalIamOptions): object[] =>
  TARGET_KINDS.filter((kind) => options[kind] !== undefined).map((kind) => ({
    [ACLS[kind]]: { actions: ["READ"], scope: { all: {} } },
  }));

/** The records of new targets; throws when an ID or an external ID is invalid, or is given twice. */
export function newTargets(
  specs: readonly LocalScopeTargetSpec[],
  kind: LocalScopeTargetKind,
  store: Store,
  existing: Iterable<ScopeTargetRecord> = [],
): ScopeTargetRecord[] {
  const now = Date.now();
  const made = specs.map(({ id = store.newId(), ...spec }): ScopeTargetRecord => {
    if (!isId(id) || store.isTaken(id)) throw new Error(`${kind}: the ID ${id} is not valid, or is in use.`);
    if (spec.externalId !== undefined && !isExternalId(spec.externalId))
      throw new Error(`${kind}: an externalId must be a string of 1 to ${MAX_EXTERNAL_ID} characters.`);
    return { createdTime: now, lastUpdatedTime: now, ...spec, id };
  });
  const externalIds = [...existing, ...made].flatMap(({ externalId }) => externalId ?? []);
  const [repeated] = [...repeatsIn(externalIds), ...repeatsIn(made.map(({ id }) => id))];
  if (repeated !== undefined) throw new Error(`${kind}: ${repeated} is given twice.`);
  return made;
}

/** The targets that each new project starts with, by kind. */
export function firstTargets(options: LocalIamOptions, store: Store): [LocalScopeTargetKind, ScopeTargetRecord[]][] {
  return TARGET_KINDS.map((kind) => [kind, newTargets(options[kind] ?? [], kind, store)]);
}

const MAX_EXTERNAL_ID = 255;

export const isExternalId = (value: unknown): value is string =>
  typeof value === "string" && value.length >= 1 && value.length <= MAX_EXTERNAL_ID;
