import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

// The members of a group in your identity provider may read assets. You manage the members there.
const readers = new iam.Group("readers", {
  name: "readers",
  sourceId: config.require("readersSourceId"),
  capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }],
});

// A change to the group gives it a new ID. Other stacks read the ID here, through a StackReference.
export const readersId = readers.groupId;
