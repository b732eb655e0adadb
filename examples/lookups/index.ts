import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

/** What this program needs, in the API's own JSON. */
const needed: iam.Capability[] = [
  { groupsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } },
  { securityCategoriesAcl: { actions: ["LIST"], scope: { all: {} } } },
];

// A program that exports an async function can wait for answers; they come while the preview runs, too.
export = async () => {
  const token = await iam.inspectToken();
  const [project] = token.projects;
  if (project === undefined) throw new pulumi.RunError("The token reaches no project.");

  // Nothing is asked for this: the answer of above is compared with what is needed.
  const missing = iam.missingCapabilities(token, needed, project.projectUrlName);
  if (missing.length > 0) pulumi.log.warn(`You lack ${JSON.stringify(missing)}`);

  // A group that somebody else made: by name, by id or by sourceId. None or several is an error that says which there are.
  const administrators = await iam.getGroup({ name: config.get("administrators") ?? "cdf-administrators" });

  // A group of one's own, for the same people: whoever administrates may read the audit log.
  const auditors = new iam.Group("auditors", {
    name: "auditors",
    sourceId: administrators.sourceId,
    capabilities: [{ auditlogAcl: { actions: ["READ"], scope: { all: {} } } }],
  });

  // The Output form waits for what it is asked about: not known in the first preview, and an answer in the up.
  const standing = iam.getGroupOutput({ id: auditors.groupId });
  const everything = iam.getGroupsOutput({ all: true }, { dependsOn: auditors });

  return {
    subject: token.subject,
    project: project.projectUrlName,
    missing: missing.length,
    ownGroups: (await iam.getGroups()).map(({ name }) => name),
    securityCategories: (await iam.getSecurityCategories({ limit: null })).map(({ name }) => name),
    auditors: standing.name,
    groups: everything.apply((groups) => groups.map(({ name }) => name).sort()),
  };
};
