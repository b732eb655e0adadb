import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

/** The access that a team has in one project; which one, the component's provider says. */
class TeamAccess extends pulumi.ComponentResource {
  readonly readers: iam.Group;
  /** The project's groups that were there before; a lookup goes where its parent's resources go. */
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

// What is not given here comes from stack config and environment: cluster, login, …
const staging = new iam.Provider("staging", { project: config.require("staging") });
const production = new iam.Provider("production", { project: config.require("production") });

const inStaging = new TeamAccess("staging", staging);
const inProduction = new TeamAccess("production", production);

export const projects = [inStaging.readers.project, inProduction.readers.project];
export const readers = [inStaging.readers.groupId, inProduction.readers.groupId];
export const others = [inStaging.others, inProduction.others];
