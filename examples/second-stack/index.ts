import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

// The quickstart's stack of the same name, in the same organization.
const quickstart = new pulumi.StackReference(
  `${pulumi.getOrganization()}/pulumi-cognite-iam-quickstart/${pulumi.getStack()}`,
);

// A change to that group gives it a new ID, which this stack sees on its own next `pulumi up`.
export const readersId: pulumi.Output<number> = quickstart.requireOutput("readersId");
const readers = iam.getGroupOutput({ id: readersId });

// Another team gives the same people one more right. The group does not use the ID, since each new ID would replace this group too.
const analysts = new iam.Group("analysts", {
  name: "analysts",
  sourceId: readers.sourceId,
  capabilities: [{ sequencesAcl: { actions: ["READ"], scope: { all: {} } } }],
});

export const analystsId = analysts.groupId;
