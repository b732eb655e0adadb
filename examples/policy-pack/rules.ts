import type {
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
} from "@pulumi/policy";

/** The type tokens of groups, of TypeScript programs and of other languages: a contract with every state, so they never change. */
const groupTypes = ["pulumi-nodejs:dynamic/cognite:Group", "cognite-iam:index:Group"];

/** What only lets its holder see. Any other action counts as write, `RUN` and ones that are not invented yet included. */
const readingActions = ["READ", "LIST", "SUBSCRIBE", "MEMBEROF"];

/** A capability of a group: one ACL, its actions and its scope. */
interface Right {
  acl: string;
  actions: string[];
  scope: string;
}

export const noProjectWideWrite = rule({
  name: "no-project-wide-write",
  description: "A group writes in a scope that it names, such as a data set, and not in the whole project.",
  severity: "high",
  remedy:
    'Replace `scope: { all: {} }` by what is meant, as in `scope: { datasetScope: { ids: [dataSetId] } }`; or name the group in the setting "except" of this policy.',
  config: { except: names("Names of groups that may.", ["cdf-administrators"]) },
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
    "Split the group: what everybody may read stays; what writes goes to a group with a `sourceId`, or with `members` that it names.",
  check: (group, report) => {
    if (group.members !== "allUserAccounts") return;
    const writing = group.rights.filter(({ actions }) => actions.some(isWrite));
    if (writing.length > 0) report(`every user account of the organization would have ${writing.map(text).join(", ")}`);
  },
});

export const groupsAclOnlyIn = rule({
  name: "groups-acl-only-in",
  description: "Only the groups that are named can change groups: who can do that can do anything.",
  severity: "critical",
  remedy:
    'Take CREATE, UPDATE and DELETE out of `groupsAcl` (LIST and READ may stay), or name the group in the setting "groups" of this policy.',
  config: { groups: names("Names of groups that may.", ["cdf-administrators"]) },
  check: (group, report, { groups }: { groups: string[] }) => {
    if (groups.includes(group.name)) return;
    const managing = group.rights.filter(
      ({ acl, actions }) => acl.toLowerCase() === "groupsacl" && actions.some(isWrite),
    );
    if (managing.length > 0)
      report(`it has ${managing.map(text).join(", ")}, which only ${groups.join(", ") || "no group"} may`);
  },
});

export const requiredMetadata = rule({
  name: "required-metadata",
  description: "A group says in its metadata whom to ask.",
  severity: "low",
  remedy: 'Add what is missing, as in `metadata: { team: "data" }`; that replaces a group which is there already.',
  config: { keys: names("Metadata keys that must be there, with a value.", ["team"]) },
  check: (group, report, { keys }: { keys: string[] }) => {
    const missing = keys.filter((key) => !group.metadata[key]);
    if (missing.length > 0) report(`its metadata lacks ${missing.join(", ")}`);
  },
});

export const namePattern = rule({
  name: "name-pattern",
  description: "A group's name follows the pattern of the organization.",
  severity: "low",
  remedy: "Rename the group; that replaces one which is there already, and its id changes.",
  config: { pattern: { type: "string", format: "regex", default: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$" } },
  check: (group, report, { pattern }: { pattern: string }) => {
    if (!new RegExp(pattern, "u").test(group.name)) report(`its name does not match ${pattern}`);
  },
});

/** Every rule of the pack. */
export const policies = [noProjectWideWrite, noWriteForAllUsers, groupsAclOnlyIn, requiredMetadata, namePattern];

interface CheckedGroup {
  name: string;
  /** The CDF project that it names; undefined where that is the connection's, which a policy does not know. */
  project: string | undefined;
  members: unknown;
  metadata: Record<string, string>;
  rights: Right[];
}

interface Rule<C> {
  name: string;
  description: string;
  severity: NonNullable<ResourceValidationPolicy["severity"]>;
  /** What to do about it; the CLI shows a policy's own remediation steps nowhere, so every report ends with this. */
  remedy: string;
  config?: PolicyConfigSchema["properties"];
  check(group: CheckedGroup, report: (problem: string) => void, config: C): void;
}

/**
 * A rule on groups alone, in all projects or those of its setting "projects"; a group that names no project may be in any of them.
 * Where a value is known only after `up`, Pulumi skips it in the preview and runs it in the up.
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
    configSchema: { properties: { ...config, projects: names("CDF projects that this is for; none for all.", []) } },
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

/** A group of either type: what a schema cannot say, it wraps. */
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
