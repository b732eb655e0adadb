import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

/** What this program needs, in the API's own JSON. */
const needed: iam.Capability[] = [
  { groupsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } },
  { securityCategoriesAcl: { actions: ["LIST"], scope: { all: {} } } },
];

// A program that exports an async function can await lookups, which also run in a preview.
export = async () => {
  const token = await iam.inspectToken();
  const [project] = token.projects;
  if (project === undefined) throw new pulumi.RunError("The token is not valid for any project.");

  // This makes no request: it compares the token's rights with those that are needed.
  const missing = iam.missingCapabilities(token, needed, project.projectUrlName);
  if (missing.length > 0) pulumi.log.warn(`You lack ${JSON.stringify(missing)}`);

  // A group that somebody else created: by name, ID or sourceId. No match, and several matches, are errors that name candidates.
  const administrators = await iam.getGroup({ name: config.get("administrators") ?? "cdf-administrators" });

  // A new group for the same people: administrators may read the audit log.
  const auditors = new iam.Group("auditors", {
    name: "auditors",
    sourceId: administrators.sourceId,
    capabilities: [{ auditlogAcl: { actions: ["READ"], scope: { all: {} } } }],
  });

  // The Output form waits for its arguments: unknown in the first preview, and known in `pulumi up`.
  const created = iam.getGroupOutput({ id: auditors.groupId });
  const everything = iam.getGroupsOutput({ all: true }, { dependsOn: auditors });

  return {
    subject: token.subject,
    project: project.projectUrlName,
    missing: missing.length,
    ownGroups: (await iam.getGroups()).map(({ name }) => name),
    securityCategories: (await iam.getSecurityCategories({ limit: null })).map(({ name }) => name),
    auditors: created.name,
    groups: everything.apply((groups) => groups.map(({ name }) => name).sort()),
  };
};
