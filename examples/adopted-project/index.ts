// Written by `npx pulumi-cognite-iam adopt` from the CDF project adopted-project.
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

const dsPlantOslo = iam.getDataSetOutput({ externalId: "ds_plant_oslo" }).id;
const dsPlantShared = iam.getDataSetOutput({ externalId: "ds_plant_shared" }).id;

const topSecret = new iam.SecurityCategory("top-secret", { name: "top-secret" }, imported("top-secret"));

const cdfAdministrators = new iam.Group(
  "cdf-administrators",
  {
    name: "cdf-administrators",
    sourceId: "cdf-administrators",
    capabilities: [
      { groupsAcl: { actions: ["CREATE", "DELETE", "READ", "LIST", "UPDATE"], scope: { all: {} } } },
      { projectsAcl: { actions: ["READ", "LIST", "UPDATE"], scope: { all: {} } } },
      { securityCategoriesAcl: { actions: ["MEMBEROF", "LIST", "CREATE", "UPDATE", "DELETE"], scope: { all: {} } } },
      { sessionsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } },
    ],
  },
  { ...imported("cdf-administrators"), protect: true },
);

const classGroup = new iam.Group(
  "class",
  {
    name: "class",
    members: ["ann@example.com", "bob@example.com"],
    capabilities: [
      { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [topSecret.categoryId] } } } },
    ],
  },
  imported("class"),
);

const everybody = new iam.Group(
  "everybody",
  {
    name: "everybody",
    members: "allUserAccounts",
    capabilities: [iam.unlisted({ notKnownHereYetAcl: { actions: ["READ"], scope: { all: {} } } })],
  },
  imported("everybody"),
);

const everybodyElse = new iam.Group(
  "everybody-else",
  { name: "everybody else", sourceId: "8f3c1a52-0000-4000-8000-000000000002" },
  imported("everybody-else"),
);

const plantReadersOslo = new iam.Group(
  "Plant-readers-Oslo",
  {
    name: "Plant readers (Oslo)",
    sourceId: "8f3c1a52-0000-4000-8000-000000000001",
    capabilities: [
      { assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [dsPlantOslo, dsPlantShared] } } } },
      { rawAcl: { actions: ["READ", "LIST"], scope: { tableScope: { dbsToTables: { plant: {} } } } } },
    ],
    metadata: { "made by": "hand, in Fusion" },
  },
  imported("Plant-readers-Oslo"),
);
