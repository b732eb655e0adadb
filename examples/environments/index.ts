// Written by `npx pulumi-cognite-iam adopt` from Cognite Toolkit modules.
// The first `pulumi up` imports the IDs under `import` in the stack's config; then run `pulumi config rm import`.
import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();
const ids = config.getObject<Record<string, string>>("import");
/** The option `import` of a resource, while the stack's config has an ID for it. */
function imported(resource: string): { import?: string } {
  const id = ids?.[resource];
  return id === undefined ? {} : { import: id };
}

/** The modules of this environment, besides those that every environment has. */
const selected = config.getObject<string[]>("selected") ?? [];

function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new pulumi.RunError(`The environment variable ${name} is not set.`);
  return value;
}

const site = config.require("site");
const engineersSourceId = environment("ENGINEERS_SOURCE_ID");
const dataSets = config.requireObject<string[]>("dataSets");
const dataSetIds = dataSets.map((externalId) => iam.getDataSetOutput({ externalId }).id);
const readersSourceId = config.require("readersSourceId");

const siteConfidential = new iam.SecurityCategory(
  "site-confidential",
  { name: `${site}-confidential` },
  imported("site-confidential"),
);

const gpSiteEngineers = new iam.Group(
  "gp_site_engineers",
  {
    name: `gp_${site}_engineers`,
    sourceId: engineersSourceId,
    capabilities: [
      { timeSeriesAcl: { actions: ["READ", "WRITE"], scope: { datasetScope: { ids: dataSetIds } } } },
      { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [siteConfidential.categoryId] } } } },
    ],
    metadata: { site: site },
  },
  imported("gp_site_engineers"),
);

const gpSiteReaders = new iam.Group(
  "gp_site_readers",
  {
    name: `gp_${site}_readers`,
    sourceId: readersSourceId,
    capabilities: [{ timeSeriesAcl: { actions: ["READ"], scope: { datasetScope: { ids: dataSetIds } } } }],
  },
  imported("gp_site_readers"),
);

if (selected.includes("pi_extractor")) {
  const sourceId = config.require("sourceId");
  const pipeline = config.require("pipeline");
  const pipelineId = iam.getExtractionPipelineOutput({ externalId: pipeline }).id;

  new iam.Group(
    "gp_site_pi_extractor",
    {
      name: `gp_${site}_pi_extractor`,
      sourceId: sourceId,
      capabilities: [
        { extractionPipelinesAcl: { actions: ["READ", "WRITE"], scope: { idScope: { ids: [pipelineId] } } } },
        {
          rawAcl: {
            actions: ["READ", "WRITE", "LIST"],
            scope: { tableScope: { dbsToTables: { [`db_${site}_pi`]: {} } } },
          },
        },
      ],
    },
    imported("gp_site_pi_extractor"),
  );
}
