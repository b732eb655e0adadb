import * as iam from "pulumi-cognite-iam";

const secret = new iam.SecurityCategory("secret", { name: "top-secret" });

const readers = new iam.Group("readers", {
  name: "readers",
  sourceId: "9c3b4a5e-readers",
  capabilities: [
    { assetsAcl: { actions: ["READ"], scope: { all: {} } } },
    { timeSeriesAcl: { actions: ["READ"], scope: { all: {} } } },
    { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [secret.categoryId] } } } },
  ],
  metadata: { team: "data" },
});

const engineers = new iam.Group("engineers", {
  name: "engineers",
  sourceId: "9c3b4a5e-engineers",
  capabilities: [{ assetsAcl: { actions: ["READ", "WRITE"], scope: { all: {} } } }],
});

export const readersId = readers.groupId;
export const engineersId = engineers.groupId;
export const secretId = secret.categoryId;
