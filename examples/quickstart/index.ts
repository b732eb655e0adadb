import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

// `pulumi config set readEvents true` gives the readers one more right.
const readEvents = new pulumi.Config().getBoolean("readEvents") ?? false;

const secret = new iam.SecurityCategory("secret", { name: "top-secret" });

const readers = new iam.Group("readers", {
  name: "readers",
  // The ID of the group in your identity provider whose members will be in this group.
  sourceId: "9c3b4a5e-readers",
  capabilities: [
    { assetsAcl: { actions: ["READ"], scope: { all: {} } } },
    { timeSeriesAcl: { actions: ["READ"], scope: { all: {} } } },
    { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [secret.categoryId] } } } },
    ...(readEvents ? [{ eventsAcl: { actions: ["READ"], scope: { all: {} } } } as const] : []),
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
