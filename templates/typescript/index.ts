import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

// The members of a group in your identity provider may read assets and time series. You manage the members there.
const readers = new iam.Group("readers", {
  name: "readers",
  sourceId: config.require("readersSourceId"),
  capabilities: [
    { assetsAcl: { actions: ["READ"], scope: { all: {} } } },
    { timeSeriesAcl: { actions: ["READ"], scope: { all: {} } } },
  ],
  metadata: { program: pulumi.getProject() },
});

// A change to the group gives it a new ID. Other stacks read the ID here, through a StackReference.
export const readersId = readers.groupId;
