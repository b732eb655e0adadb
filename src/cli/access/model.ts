import type { acls } from "../../capabilities/catalogue";
import type { ScopeTarget } from "../../capabilities/single-rights";
import { unknownText } from "../../validation/unknown";
import { type Hidden, secretText } from "./hidden";

/** Who can do what: the groups of one or several CDF projects, at one time. */
export interface AccessReport {
  kind: typeof reportKind;
  version: typeof reportVersion;
  /** When it was created, as ISO 8601. */
  at: string;
  /** Where it comes from. */
  sources: Source[];
  /** The CDF projects that the groups are in. */
  projects: string[];
  groups: AccessGroup[];
  /** The security categories that are known. */
  categories: Category[];
  /** Whether `categories` are all that there are, so that one which is not among them is gone. */
  categoriesComplete: boolean;
  risks: Risk[];
  /** What a reader should know of the report itself, such as names that could not be read. */
  notes: string[];
}

export const reportKind = "cognite-iam/access";

/** Version 1 called some fields differently; it is still read. */
export const reportVersion = 2;

/** One side of a comparison. */
export type Side = Pick<AccessReport, "groups" | "categories" | "categoriesComplete"> & {
  /** Of a whole report; a preview holds what it changes alone. */
  projects?: readonly string[];
};

/** A live project, or the state of a stack. */
export type Source = "live" | "state";

export interface Category {
  id: number;
  name: string;
  /** Where several projects are in the report, the one that it is in. */
  project?: string | undefined;
}

/** A group: who is in it, and what they may do. */
export interface AccessGroup {
  /** Tells it from every other group of the report. */
  key: string;
  /** Not there before the first `pulumi up`. */
  id?: number | undefined;
  name: string;
  project?: string | undefined;
  /** The resource that manages it, as far as the given state says. */
  urn?: string | undefined;
  /** The marker of the resource that created it, from the metadata of the live group. */
  owner?: string | undefined;
  /** How a live project and a state compare; only with both. */
  managementStatus?: ManagementStatus | undefined;
  /** The fields in which the live group is not as the state says. */
  drift?: string[] | undefined;
  membership: Membership;
  /** The applications whose tokens alone count; none for all. */
  applications: string[];
  rights: AccessRight[];
  metadata: Record<string, string>;
  /** Which parts of it are hidden. */
  hidden: Hidden[];
}

/**
 * `missing`: in the state and not in the project, so that it gives nobody anything. `unmanaged`: in the project and not in the
 * given state.
 */
export type ManagementStatus = "managed" | "drifted" | "missing" | "unmanaged";

/** Who is in a group. */
export type Membership =
  | { kind: "sourceId"; sourceId: string }
  | { kind: "members"; members: Member[] }
  | { kind: "allUserAccounts" }
  | { kind: "nobody" }
  /** It is a secret, or known only after `pulumi up`. */
  | { kind: "hidden"; text: string };

export interface Member {
  id: string;
  /** From the user profile. */
  name?: string | undefined;
}

/** An ACL in one scope: which actions only see, and which count as write. */
export interface AccessRight {
  acl: string;
  /** What the catalogue says of the ACL. */
  status: AclStatus;
  read: string[];
  write: string[];
  scope: AccessScope;
  /** The words, among actions and scope, that the catalogue does not have for this ACL. */
  unlisted: string[];
  /** The projects that it is limited to; none for no limit. */
  projects: string[];
}

export type AclStatus = (typeof acls)[keyof typeof acls]["status"] | "unlisted";

/** Where a right holds. */
export interface AccessScope {
  /** `project`: everywhere in the project. `unknown`: it is hidden. */
  reach: "project" | "scoped" | "unknown";
  /** The scope's name, as in `datasetScope`. */
  key: string;
  /** A scope that the catalogue does not have is one target, its JSON: nobody knows which of its fields widen it. */
  targets: ScopeTarget[];
  /** The external IDs of those targets that are IDs, by ID, as far as they could be read. */
  externalIds?: Readonly<Record<string, string>> | undefined;
  /** The names of the security categories among the targets, by ID. */
  names?: Readonly<Record<string, string>> | undefined;
}

/** Something that a reviewer should check, and why. */
export interface Risk {
  rule: RiskRule;
  severity: "high" | "medium" | "low";
  /** The `key` of the group; none when it is about a principal. */
  group?: string | undefined;
  /** The group's or the principal's name. */
  subject: string;
  /** The CDF project that it is about, as far as is known. */
  project?: string | undefined;
  reason: string;
}

export type RiskRule =
  | "write-for-all-users"
  | "managing-lost"
  | "groups-writable"
  | "nobody"
  | "too-many-groups"
  | "acl-deprecated"
  | "acl-legacy"
  | "acl-unlisted"
  | "category-gone"
  | "hidden";

/** Whether a group is one of those that are meant to manage groups, which are named by name or id. */
export const isAdminGroup = ({ name, id }: Pick<AccessGroup, "name" | "id">, adminGroups: readonly string[]): boolean =>
  adminGroups.includes(name) || adminGroups.includes(String(id));

/** Whether a group is in the project, as far as is known. */
export const isThere = ({ managementStatus }: Pick<AccessGroup, "managementStatus">): boolean =>
  managementStatus !== "missing";

/** Whether any of a group's rights counts as write. */
export const canWrite = ({ rights }: Pick<AccessGroup, "rights">): boolean =>
  rights.some(({ write }) => write.length > 0);

/** The fields that hide whether anybody can write; an ID that is not known yet in the scope of a right to read does not. */
export function decidingFields(group: Pick<AccessGroup, "rights" | "hidden">): string[] {
  const isWord = (text: string) => text === secretText || text === unknownText;
  const holdsWord = (text: string) => text.includes(secretText) || text.includes(unknownText);
  const hidesRights = group.rights.some(
    ({ acl, scope, read, write }) =>
      [acl, scope.key, ...read, ...write].some(isWord) ||
      (write.length > 0 && scope.targets.some((target) => target.some(holdsWord))),
  );
  const fields = new Set(group.hidden.map(({ field }) => field));
  for (const field of ["name", "metadata"]) fields.delete(field);
  if (!hidesRights) fields.delete("capabilities");
  if (!canWrite(group) && !hidesRights) fields.clear();
  return [...fields];
}
