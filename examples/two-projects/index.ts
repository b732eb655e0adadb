import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

/** A team's access in one project, which is the project of the component's provider. */
class TeamAccess extends pulumi.ComponentResource {
  readonly readers: iam.Group;
  /** The other groups of the project; a lookup uses the provider of its parent. */
  readonly others: pulumi.Output<string[]>;

  constructor(name: string, provider: iam.Provider) {
    super("example:index:TeamAccess", name, {}, { providers: [provider] });
    this.readers = new iam.Group(
      `${name}-readers`,
      {
        name: "team-readers",
        sourceId: config.require("sourceId"),
        capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }],
      },
      { parent: this },
    );
    this.others = iam
      .getGroupsOutput({ all: true }, { parent: this })
      .apply((groups) => groups.map((group) => group.name).filter((other) => other !== "team-readers"));
    this.registerOutputs({ readersId: this.readers.groupId });
  }
}

// All other settings, such as cluster and credentials, come from stack config and environment.
const staging = new iam.Provider("staging", { project: config.require("staging") });
const production = new iam.Provider("production", { project: config.require("production") });

const inStaging = new TeamAccess("staging", staging);
const inProduction = new TeamAccess("production", production);

export const projects = [inStaging.readers.project, inProduction.readers.project];
export const readers = [inStaging.readers.groupId, inProduction.readers.groupId];
export const others = [inStaging.others, inProduction.others];
