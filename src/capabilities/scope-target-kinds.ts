/** The kinds of targets that scopes name by ID: the part of the client that reads each, its name and its lookup. */
export const scopeTargetKinds = {
  dataSets: { what: "data set", lookup: "getDataSet", by: "externalId" },
  extractionPipelines: { what: "extraction pipeline", lookup: "getExtractionPipeline", by: "externalId" },
  timeSeries: { what: "time series", lookup: "getTimeSeries", by: "externalId" },
  assets: { what: "asset", lookup: "getAsset", by: "externalId" },
  locationFilters: { what: "location filter", lookup: "getLocationFilter", by: "externalId" },
  securityCategories: { what: "security category", lookup: "getSecurityCategory", by: "name" },
} as const;

export type ScopeTargetKind = keyof typeof scopeTargetKinds;

/** Scopes that name one kind of target, whatever the ACL. */
const kindsByScope: Readonly<Record<string, ScopeTargetKind>> = {
  datasetscope: "dataSets",
  extractionpipelinescope: "extractionPipelines",
  assetrootidscope: "assets",
};

/** What `idScope` or `idscope` of an ACL names. */
const kindsByAcl: Readonly<Record<string, ScopeTargetKind>> = {
  datasetsacl: "dataSets",
  extractionpipelinesacl: "extractionPipelines",
  timeseriesacl: "timeSeries",
  locationfiltersacl: "locationFilters",
  securitycategoriesacl: "securityCategories",
};

/** What the IDs in a scope of an ACL stand for, in any case; undefined where that is unknown. */
export function scopeTargetKind(acl: string, scope: string): ScopeTargetKind | undefined {
  const [name, key] = [acl.toLowerCase(), scope.toLowerCase()];
  const [kinds, word] = key === "idscope" ? [kindsByAcl, name] : [kindsByScope, key];
  return Object.hasOwn(kinds, word) ? kinds[word] : undefined;
}
