// biome-ignore-all lint/correctness/noUnusedVariables: here to be read, as adopt has written it
// Written by `cognite-iam adopt` from the CDF project adopted-project.
// Each resource takes over what `import` names, at the first `pulumi up` and without a change; the option may stay,
// or be taken out once that is done.
import * as iam from "pulumi-cognite-iam";

const topSecret = new iam.SecurityCategory("top-secret", { name: "top-secret" }, { import: "8842017903639006" });

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
  { import: "2946802750189753" },
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
  { import: "5535163998234581" },
);

const everybody = new iam.Group(
  "everybody",
  {
    name: "everybody",
    members: "allUserAccounts",
    capabilities: [iam.unlisted({ notKnownHereYetAcl: { actions: ["READ"], scope: { all: {} } } })],
  },
  { import: "3066195236666280" },
);

const everybodyElse = new iam.Group(
  "everybody-else",
  { name: "everybody else", sourceId: "8f3c1a52-0000-4000-8000-000000000002" },
  { import: "1660839435748411" },
);

const plantReadersOslo = new iam.Group(
  "Plant-readers-Oslo",
  {
    name: "Plant readers (Oslo)",
    sourceId: "8f3c1a52-0000-4000-8000-000000000001",
    capabilities: [
      { assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [4711, 4712] } } } },
      { rawAcl: { actions: ["READ", "LIST"], scope: { tableScope: { dbsToTables: { plant: {} } } } } },
    ],
    metadata: { "made by": "hand, in Fusion" },
  },
  { import: "4917135301597289" },
);
