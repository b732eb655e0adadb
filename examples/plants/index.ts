import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

// Each plant is a CDF project; the connection and its token serve all of them.
const plants = config.requireObject<string[]>("plants");

const access = plants.map((project) => {
  // The same external ID, with another ID in each project.
  const historian = iam.getDataSetOutput({ externalId: "ds_historian", project });
  const writers = new iam.Group(`${project}-historian-writers`, {
    name: "historian-writers",
    sourceId: config.require("writers"),
    capabilities: [
      ...iam.readWriteInDataSets([historian]),
      { datasetsAcl: { actions: ["READ"], scope: { idScope: { ids: [historian.id] } } } },
    ],
    project,
  });
  return { project: writers.project, historian: historian.id };
});

export const historians = access;
