import type { AclName, ScopeName } from "./types";

/** How a program finds the id of what people know by another name. */
export interface ScopeLookup {
  /** The lookup's own name, as the package exports it. */
  lookup: string;
  /** What it is looked up by. */
  by: "externalId" | "name";
}

const byExternalId = (lookup: string): ScopeLookup => ({ lookup, by: "externalId" });

/** Scopes that name one kind of thing, whatever the ACL. */
const ofScope: Partial<Record<ScopeName, ScopeLookup>> = {
  datasetScope: byExternalId("getDataSet"),
  extractionPipelineScope: byExternalId("getExtractionPipeline"),
  assetRootIdScope: byExternalId("getAsset"),
};

/** What `idScope`, or `idscope`, of an ACL names. */
const ofIdScope: Partial<Record<AclName, ScopeLookup>> = {
  datasetsAcl: byExternalId("getDataSet"),
  extractionPipelinesAcl: byExternalId("getExtractionPipeline"),
  timeSeriesAcl: byExternalId("getTimeSeries"),
  locationFiltersAcl: byExternalId("getLocationFilter"),
  securityCategoriesAcl: { lookup: "getSecurityCategory", by: "name" },
};

/** The lookup of what the ids in a scope of an ACL name; undefined where there is none. */
export const scopeLookup = (acl: AclName, scope: ScopeName): ScopeLookup | undefined =>
  scope.toLowerCase() === "idscope" ? ofIdScope[acl] : ofScope[scope];
