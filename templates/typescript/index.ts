import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

// The members of a group of your identity provider may read assets and time series. Who is in it is decided there.
const readers = new iam.Group("readers", {
  name: "readers",
  sourceId: config.require("readersSourceId"),
  capabilities: [
    { assetsAcl: { actions: ["READ"], scope: { all: {} } } },
    { timeSeriesAcl: { actions: ["READ"], scope: { all: {} } } },
  ],
  metadata: { program: pulumi.getProject() },
});

// A change of the group gives it a new id: let other stacks read it here, through a StackReference.
export const readersId = readers.groupId;
