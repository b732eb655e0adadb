import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

// The members of a group of your identity provider may read assets. You decide there who is in it.
const readers = new iam.Group("readers", {
  name: "readers",
  sourceId: config.require("readersSourceId"),
  capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }],
});

// A change of the group gives it a new ID. Other stacks read it from here, through a StackReference.
export const readersId = readers.groupId;
