import type {
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
} from "@pulumi/policy";

/** The type tokens of groups, in TypeScript programs and in other languages. States contain them, so they never change. */
const groupTypes = ["pulumi-nodejs:dynamic/cognite:Group", "cognite-iam:index:Group"];

/** The actions that only read. Any other action counts as write, including `RUN` and future ones. */
const readingActions = ["READ", "LIST", "SUBSCRIBE", "MEMBEROF"];

/** A capability of a group: one ACL, its actions and its scope. */
interface Right {
  acl: string;
  actions: string[];
  scope: string;
}

export const noProjectWideWrite = rule({
  name: "no-project-wide-write",
  description: "A group writes only in named scopes, such as a data set, and not in the whole project.",
  severity: "high",
  remedy:
    'Replace `scope: { all: {} }` by a narrower scope, such as `scope: { datasetScope: { ids: [dataSetId] } }`, or add the group to the setting "except" of this policy.',
  config: { except: names("Names of groups that are allowed to.", ["cdf-administrators"]) },
  check: (group, report, { except }: { except: string[] }) => {
    if (except.includes(group.name)) return;
    const wide = group.rights.filter(({ actions, scope }) => scope === "all" && actions.some(isWrite));
    if (wide.length > 0) report(`it has ${wide.map(text).join(", ")} in the whole project`);
  },
});

export const noWriteForAllUsers = rule({
  name: "no-write-for-all-users",
  description: 'A group with `members: "allUserAccounts"` only reads.',
  severity: "critical",
  remedy:
    "Split the group: keep what everybody may read, and move write actions to a group with a `sourceId` or a list of `members`.",
  check: (group, report) => {
    if (group.members !== "allUserAccounts") return;
    const writing = group.rights.filter(({ actions }) => actions.some(isWrite));
    if (writing.length > 0) report(`every user account of the organization would have ${writing.map(text).join(", ")}`);
  },
});

export const groupsAclOnlyIn = rule({
  name: "groups-acl-only-in",
  description: "Only the named groups can change groups, since that gives every other right.",
  severity: "critical",
  remedy:
    'Take CREATE, UPDATE and DELETE out of `groupsAcl` (LIST and READ may stay), or add the group to the setting "groups" of this policy.',
  config: { groups: names("Names of groups that are allowed to.", ["cdf-administrators"]) },
  check: (group, report, { groups }: { groups: string[] }) => {
    if (groups.includes(group.name)) return;
    const managing = group.rights.filter(
      ({ acl, actions }) => acl.toLowerCase() === "groupsacl" && actions.some(isWrite),
    );
    if (managing.length > 0)
      report(`it has ${managing.map(text).join(", ")}, which only ${groups.join(", ") || "no group"} may have`);
  },
});

export const requiredMetadata = rule({
  name: "required-metadata",
  description: "A group's metadata says whom to ask.",
  severity: "low",
  remedy: 'Add the missing keys, as in `metadata: { team: "data" }`. This replaces an existing group.',
  config: { keys: names("Metadata keys that must have a value.", ["team"]) },
  check: (group, report, { keys }: { keys: string[] }) => {
    const missing = keys.filter((key) => !group.metadata[key]);
    if (missing.length > 0) report(`its metadata lacks ${missing.join(", ")}`);
  },
});

export const namePattern = rule({
  name: "name-pattern",
  description: "A group's name follows the pattern of the organization.",
  severity: "low",
  remedy: "Rename the group. This replaces an existing group, and its ID changes.",
  config: { pattern: { type: "string", format: "regex", default: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$" } },
  check: (group, report, { pattern }: { pattern: string }) => {
    if (!new RegExp(pattern, "u").test(group.name)) report(`its name does not match ${pattern}`);
  },
});

/** Every rule of the pack. */
export const policies = [noProjectWideWrite, noWriteForAllUsers, groupsAclOnlyIn, requiredMetadata, namePattern];

interface CheckedGroup {
  name: string;
  /** The CDF project that it names; undefined for the connection's project, which a policy does not know. */
  project: string | undefined;
  members: unknown;
  metadata: Record<string, string>;
  rights: Right[];
}

interface Rule<C> {
  name: string;
  description: string;
  severity: NonNullable<ResourceValidationPolicy["severity"]>;
  /** What to do about it. The CLI does not show a policy's remediation steps, so every report ends with this. */
  remedy: string;
  config?: PolicyConfigSchema["properties"];
  check(group: CheckedGroup, report: (problem: string) => void, config: C): void;
}

/**
 * A rule for groups, in all projects or those in its setting "projects"; a group that names no project may be in any of them.
 * Where a value is known only after `pulumi up`, Pulumi skips the rule in the preview and runs it in the update.
 */
function rule<C extends object>({
  name,
  description,
  severity,
  remedy,
  config,
  check,
}: Rule<C>): ResourceValidationPolicy {
  return {
    name,
    description,
    severity,
    remediationSteps: remedy,
    configSchema: { properties: { ...config, projects: names("CDF projects to check; all if empty.", []) } },
    validateResource: (args: ResourceValidationArgs, reportViolation: ReportViolation): void => {
      if (!groupTypes.includes(args.type)) return;
      const group = groupIn(args.props);
      const { projects, ...settings } = args.getConfig<{ projects: string[] }>();
      if (projects.length > 0 && group.project !== undefined && !projects.includes(group.project)) return;
      const where = group.project === undefined ? "" : ` in project "${group.project}"`;
      const report = (problem: string) => reportViolation(`Group "${group.name}"${where}: ${problem}. ${remedy}`);
      check(group, report, settings as C);
    },
  };
}

/** A group of either type: the plugin's schema wraps what it cannot express. */
function groupIn({ name, project, members, metadata, capabilities }: ResourceValidationArgs["props"]): CheckedGroup {
  const isForAll = Array.isArray(members) && members.length === 1 && members[0] === "allUserAccounts";
  return {
    name,
    project: project || undefined,
    members: isForAll ? "allUserAccounts" : members,
    metadata: metadata ?? {},
    rights: rightsOf(capabilities ?? []),
  };
}

function rightsOf(capabilities: Record<string, unknown>[]): Right[] {
  return capabilities.flatMap(({ projectUrlNames, unlisted, ...grants }) =>
    Object.entries({ ...grants, ...(typeof unlisted === "object" && unlisted) }).map(([acl, grant]) => {
      const { actions = [], scope = {} } = grant as { actions?: string[]; scope?: object };
      return { acl, actions: [...actions], scope: Object.keys(scope).join().toLowerCase() };
    }),
  );
}

const isWrite = (action: string) => !readingActions.includes(action);

const text = ({ acl, actions }: Right) => `${acl} ${actions.filter(isWrite).join(", ")}`;

function names(description: string, otherwise: string[]): PolicyConfigSchema["properties"][string] {
  return { type: "array", items: { type: "string" }, description, default: otherwise };
}
