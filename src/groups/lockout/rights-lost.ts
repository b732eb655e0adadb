import { canonicalCapability } from "../../capabilities/canonical";
import { countsIn } from "../../capabilities/projects";
import type { Group } from "../../client/groups";
import { LockoutError } from "../../errors";
import { settingsInUse } from "../../lifecycle/project";
import { isObject } from "../../validation/problems";
import { holdsUnknown, isUnknown } from "../../validation/unknown";

/** The actions of `groupsAcl` without which nobody can repair anything from here. */
const groupAdminActions = ["LIST", "CREATE", "DELETE"] as const;

type GroupAdminAction = (typeof groupAdminActions)[number];

/** The scopes that say how far a right reaches; any other covers only what is limited by the very same scope. */
const allGroups = "all";
const ownGroups = "currentuserscope";

/** Who is asking: what of it cannot be shown is taken not to be so. */
export interface Caller {
  /** The project whose groups are looked at: a capability may be limited to others. */
  project: string;
  /** The group ids of the identity provider that the caller's token holds, as far as they are known. */
  sourceIds: ReadonlySet<string>;
  /** What `members` call the caller, by the caller's profile; undefined where there is none. */
  userIdentifier: string | undefined;
  /** The token's subject, which `members` may call the caller where there is no profile. */
  subject: string | undefined;
  /** Whether the caller is a user account. */
  isUserAccount: boolean;
}

/** A group, live or declared: what decides who is in it, and what it gives. */
export type GrantingGroup = Pick<Group, "name" | "sourceId" | "members" | "capabilities" | "attributes">;

/** A group that the program declares. */
export interface DeclaredGroup extends GrantingGroup {
  /** The CDF project that it is to be in; undefined while that is not known. */
  project: string | undefined;
}

/** A change of groups, as far as it may take the caller's own rights. */
export interface Change {
  /** The groups that any answer of the service names as the caller's, now. */
  own: readonly Group[];
  /** The ids of those that every answer names: only these count as left. */
  confirmed: ReadonlySet<number>;
  /** The ids of the groups that go. */
  removing: ReadonlySet<number>;
  /** The groups that come. */
  adding: readonly GrantingGroup[];
  caller: Caller;
}

/** What the caller would lose. */
export interface Loss {
  action: GroupAdminAction;
  left: "nothing" | "own groups only";
  /** The groups that go and give it. */
  through: readonly Group[];
}

/**
 * The rights to manage groups that a change takes from the caller: what the groups that go give, and neither the caller's
 * remaining groups nor those that come. A group limited by `appIds` counts as lost, and not as left: which applications
 * the caller's tokens are of is not known.
 */
export function rightsLost({ own, confirmed, removing, adding, caller }: Change): Loss[] {
  const removed = own.filter(({ id }) => removing.has(id));
  const remaining = [
    ...own.filter(({ id }) => confirmed.has(id) && !removing.has(id)),
    ...adding.filter((group) => wouldHold(group, caller)),
  ].filter((group) => !isLimited(group));
  return groupAdminActions.flatMap((action) => {
    const left = new Set(remaining.flatMap((group) => scopesOf(group, action, caller.project)));
    const isLeft = (scope: string) => left.has(allGroups) || left.has(scope);
    const through = removed.filter((group) => !scopesOf(group, action, caller.project).every(isLeft));
    if (through.length === 0) return [];
    return [{ action, left: left.has(ownGroups) ? "own groups only" : "nothing", through } as const];
  });
}

/** Whether a group gives anybody any right to manage groups. */
export const givesGroupAdmin = (group: Pick<GrantingGroup, "capabilities">): boolean =>
  groupAdminActions.some((action) => scopesOf(group, action).length > 0);

/** The error that says what would be lost, through which groups, and how to allow it. */
export function lockoutError(doing: string, losses: readonly Loss[]): LockoutError {
  const rights = losses.map(
    ({ action, left }) => `groupsAcl:${action}${left === "nothing" ? "" : " (but for your own groups)"}`,
  );
  const groups = [...new Set(losses.flatMap(({ through }) => through.map(nameOf)))];
  return new LockoutError(
    `${doing} would take away your own right to manage groups: ${rights.join(", ")} would be gone, which you have through group ${groups.join(", ")}, and through no other group that is sure to count. The group stays as it is. Give yourself these rights through another group first; or, if it is meant, allow it with \`pulumi config set cognite-iam:allowLockout true\` (or \`allowLockout: true\` of an explicit Provider). ${settingsInUse}`,
  );
}

export const nameOf = ({ name, id }: Pick<Group, "name" | "id">) => `"${name}" (${id})`;

/** Whether a group that is still to be created would hold the caller, as far as that can be shown. */
function wouldHold({ members, sourceId }: GrantingGroup, caller: Caller): boolean {
  const { userIdentifier, subject, isUserAccount, sourceIds } = caller;
  if (members === "allUserAccounts") return isUserAccount;
  if (!Array.isArray(members)) return sourceId != null && sourceIds.has(sourceId);
  // Where there is a profile, only its identifier is proof.
  const name = userIdentifier ?? subject;
  return name !== undefined && members.includes(name);
}

const isLimited = ({ attributes }: GrantingGroup): boolean => (attributes?.token?.appIds?.length ?? 0) > 0;

/** The scopes in which a group gives an action of `groupsAcl`, one text each. */
function scopesOf(
  { capabilities }: Pick<GrantingGroup, "capabilities">,
  action: GroupAdminAction,
  project?: string,
): string[] {
  return (capabilities ?? []).flatMap((capability) => {
    const grant = groupsAclIn(capability);
    if (project !== undefined && !countsIn(capability, project)) return [];
    if (!isObject(grant) || !Array.isArray(grant["actions"]) || !grant["actions"].includes(action)) return [];
    const { scope } = grant;
    const keys = isObject(scope) ? Object.keys(scope).map((key) => key.toLowerCase()) : [];
    if (keys.length === 0) return [];
    return (
      [allGroups, ownGroups].find((known) => keys.includes(known)) ??
      canonicalCapability({ groupsAcl: { actions: [], scope } })
    );
  });
}

function groupsAclIn(capability: unknown): unknown {
  if (!isObject(capability)) return undefined;
  return Object.entries(capability).find(([acl]) => acl.toLowerCase() === "groupsacl")?.[1];
}

/** Whether a declared group gives a right to manage groups, or may turn out to: who is in any other decides nothing. */
export function mayGiveGroupAdmin({ capabilities }: GrantingGroup): boolean {
  const grants: readonly unknown[] = Array.isArray(capabilities) ? capabilities : [];
  return isUnknown(capabilities) || grants.some((grant) => isUnknown(grant) || groupsAclIn(grant) !== undefined);
}

/** Whether it is not known yet if a declared group would be in the project, and hold the caller. */
export function isUndecided({ project, sourceId, members, capabilities }: DeclaredGroup): boolean {
  const grants: readonly unknown[] = Array.isArray(capabilities) ? capabilities : [];
  const unknownGrant = grants.some(
    (capability) => isUnknown(capability) || (groupsAclIn(capability) !== undefined && holdsUnknown(capability)),
  );
  const unknownMember = isUnknown(members) || (Array.isArray(members) && members.some(isUnknown));
  return project === undefined || isUnknown(sourceId) || unknownMember || isUnknown(capabilities) || unknownGrant;
}
