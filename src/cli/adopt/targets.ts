import { fieldKind, findAcl, findScope } from "../../capabilities/types";
import type { IamClient } from "../../client/client";
import type { ScopeTarget, ScopeTargetId } from "../../client/scope-targets";
import { AccessDeniedError } from "../../errors";
import type { GroupContent } from "../../groups/canonical";
import { RawCode } from "../../source-code/print";
import { isObject } from "../../validation/problems";
import { holdsVariable } from "./variables";

/** What scopes name by ids, each with its words, the lookup that finds it, and the prefix of its variables. */
export const targetKinds = {
  SecurityCategory: { what: "security category", lookup: "getSecurityCategoryOutput", by: "name", prefix: "category" },
  DataSet: { what: "data set", lookup: "getDataSetOutput", by: "externalId", prefix: "dataSet" },
  ExtractionPipeline: {
    what: "extraction pipeline",
    lookup: "getExtractionPipelineOutput",
    by: "externalId",
    prefix: "extractionPipeline",
  },
  TimeSeries: { what: "time series", lookup: "getTimeSeriesOutput", by: "externalId", prefix: "timeSeries" },
  Asset: { what: "asset", lookup: "getAssetOutput", by: "externalId", prefix: "asset" },
  LocationFilter: {
    what: "location filter",
    lookup: "getLocationFilterOutput",
    by: "externalId",
    prefix: "locationFilter",
  },
} as const;

export type TargetKind = keyof typeof targetKinds;

/** The kinds that are found by their external ids. */
export type ExternalKind = Exclude<TargetKind, "SecurityCategory">;

/** A thing that a scope names, by what people call it; stands for its id, or for the ids of several. */
export class Target extends RawCode {
  readonly kind: TargetKind;
  /** The external id, or the name of a security category; the code of a list stands for several. */
  readonly called: string | RawCode;

  constructor(kind: TargetKind, called: string | RawCode) {
    super(typeof called === "string" ? called : called.text);
    this.kind = kind;
    this.called = called;
  }
}

/**
 * A copy of a group's content with the ids in its scopes changed, and the scopes in the catalogue's spelling. A list that a
 * variable stands for comes as a whole.
 */
export function mapIds(content: GroupContent, change: (id: unknown, kind: TargetKind) => unknown): GroupContent {
  const { capabilities } = content;
  if (!Array.isArray(capabilities)) return content;
  return {
    ...content,
    capabilities: capabilities.map((capability) =>
      mapProperties(capability, (acl, grant) =>
        mapProperties(grant, (part, scope) => (part === "scope" ? mapScope(acl, scope, change) : scope)),
      ),
    ),
  };
}

function mapScope(acl: string, scope: unknown, change: (id: unknown, kind: TargetKind) => unknown): unknown {
  if (!isObject(scope)) return scope;
  return Object.fromEntries(
    Object.entries(scope).map(([key, content]) => {
      const name = findScope(key, findAcl(acl)?.scopes) ?? findScope(key);
      const kind = name && targetKindOf(acl, name);
      if (name === undefined || kind === undefined) return [name ?? key, content];
      const mapped = mapProperties(content, (field, ids) => {
        if (fieldKind(name, field) !== "ids") return ids;
        return Array.isArray(ids) ? ids.map((id) => change(id, kind)) : change(ids, kind);
      });
      return [name, mapped];
    }),
  );
}

/** What the ids of a scope are those of, where that can be looked up. */
export function targetKindOf(acl: string, scope: string): TargetKind | undefined {
  switch (scope.toLowerCase()) {
    case "datasetscope":
      return "DataSet";
    case "extractionpipelinescope":
      return "ExtractionPipeline";
    case "assetrootidscope":
      return "Asset";
    case "idscope":
      return kindsByAcl[acl.toLowerCase()];
    default:
      return undefined;
  }
}

const kindsByAcl: Readonly<Record<string, TargetKind>> = {
  datasetsacl: "DataSet",
  extractionpipelinesacl: "ExtractionPipeline",
  timeseriesacl: "TimeSeries",
  locationfiltersacl: "LocationFilter",
  securitycategoriesacl: "SecurityCategory",
};

/** What a project has of what scopes name. */
export interface FoundTargets {
  all: ReadonlyMap<ExternalKind, readonly ScopeTarget[]>;
  /** The kinds that the caller may not read. */
  unread: ReadonlySet<ExternalKind>;
}

/** Reads what scopes name, one request a kind for up to 1,000; what is missing is left out. */
export async function readTargets(
  client: IamClient,
  wanted: ReadonlyMap<ExternalKind, ReadonlyMap<string, ScopeTargetId>>,
): Promise<FoundTargets> {
  const unread = new Set<ExternalKind>();
  const all = new Map<ExternalKind, readonly ScopeTarget[]>();
  const apis = {
    DataSet: client.dataSets,
    ExtractionPipeline: client.extractionPipelines,
    TimeSeries: client.timeSeries,
    Asset: client.assets,
    LocationFilter: client.locationFilters,
  };
  await Promise.all(
    [...wanted].map(async ([kind, ids]) => {
      try {
        all.set(kind, await apis[kind].retrieve([...ids.values()], { ignoreUnknownIds: true }));
      } catch (error) {
        if (!(error instanceof AccessDeniedError)) throw error;
        unread.add(kind);
      }
    }),
  );
  return { all, unread };
}

/** Each thing that contents name once, by its kind. */
export function wantedIn(contents: Iterable<GroupContent>): Map<ExternalKind, Map<string, ScopeTargetId>> {
  const wanted = new Map<ExternalKind, Map<string, ScopeTargetId>>();
  for (const content of contents)
    mapIds(content, (id, kind) => {
      if (kind === "SecurityCategory") return id;
      const ids = wanted.get(kind) ?? new Map<string, ScopeTargetId>();
      if (id instanceof Target && typeof id.called === "string" && !holdsVariable(id.called))
        ids.set(`e ${id.called}`, { externalId: id.called });
      else if (typeof id === "number" || (typeof id === "string" && /^\d+$/.test(id))) ids.set(String(id), id);
      if (ids.size > 0) wanted.set(kind, ids);
      return id;
    });
  return wanted;
}

function mapProperties(value: unknown, change: (key: string, value: unknown) => unknown): unknown {
  if (!isObject(value) || value instanceof RawCode) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(key, each)]));
}
