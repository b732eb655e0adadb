import { canonicalCapability } from "../../capabilities/canonical";
import { countsIn } from "../../capabilities/projects";
import type { Group } from "../../client/groups";
import { LockoutError } from "../../errors";
import { settingsInUse } from "../../lifecycle/project";
import { isObject } from "../../validation/problems";
import { holdsUnknown, isUnknown } from "../../validation/unknown";

/** The actions of `groupsAcl` without which the caller cannot repair anything from here. */
const groupAdminActions = ["LIST", "CREATE", "DELETE"] as const;

type GroupAdminAction = (typeof groupAdminActions)[number];

/** The scopes that say how far a permission reaches; any other covers only what has exactly the same scope. */
const allGroups = "all";
const ownGroups = "currentuserscope";

/** The caller: what cannot be shown about them counts as not so. */
export interface Caller {
  /** The project whose groups are examined: a capability may be limited to others. */
  project: string;
  /** The group IDs of the identity provider in the caller's token, as far as they are known. */
  sourceIds: ReadonlySet<string>;
  /** The caller's name in `members`, from their profile; undefined where there is none. */
  userIdentifier: string | undefined;
  /** The token's subject, which `members` may contain where there is no profile. */
  subject: string | undefined;
  /** Whether the caller is a user account. */
  isUserAccount: boolean;
}

/** A group, live or declared: what decides who is in it, and what it grants. */
export type GrantingGroup = Pick<Group, "name" | "sourceId" | "members" | "capabilities" | "attributes">;

/** A group that the program declares. */
export interface DeclaredGroup extends GrantingGroup {
  /** The CDF project that it belongs to; undefined while that is not known. */
  project: string | undefined;
}

/** A change of groups, as far as it may remove the caller's own permissions. */
export interface Change {
  /** The groups that any answer of the service now names as the caller's. */
  own: readonly Group[];
  /** The IDs of those that every answer names: only these count as remaining. */
  confirmed: ReadonlySet<number>;
  /** The IDs of the groups that are removed. */
  removing: ReadonlySet<number>;
  /** The groups that are added. */
  adding: readonly GrantingGroup[];
  caller: Caller;
}

/** What the caller would lose. */
export interface Loss {
  action: GroupAdminAction;
  left: "nothing" | "own groups only";
  /** The removed groups that grant it. */
  through: readonly Group[];
}

/**
 * The permissions to manage groups that a change removes from the caller: those that the removed groups grant, and
 * neither the remaining nor the added groups do. A group limited by `appIds` counts as lost but not as remaining, since
 * the applications of the caller's tokens are unknown.
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

/** Whether a group grants anybody permissions to manage groups. */
export const givesGroupAdmin = (group: Pick<GrantingGroup, "capabilities">): boolean =>
  groupAdminActions.some((action) => scopesOf(group, action).length > 0);

/** The error that says which permissions would be lost, through which groups, and how to allow it. */
export function lockoutError(doing: string, losses: readonly Loss[]): LockoutError {
  const permissions = losses.map(
    ({ action, left }) => `groupsAcl:${action}${left === "nothing" ? "" : " (except for your own groups)"}`,
  );
  const groups = [...new Set(losses.flatMap(({ through }) => through.map(nameOf)))];
  const givers = groups.length === 1 ? `Only group ${groups.join()} is` : `Only groups ${groups.join(", ")} are`;
  return new LockoutError(
    `${doing} would lock you out: you would lose ${permissions.join(", ")}. ${givers} known to give you this. Nothing was changed. First give yourself these permissions through another group. If a lockout is intended, ${allowLockout}. ${settingsInUse}`,
  );
}

/** How to go on without the guard. */
export const allowLockout =
  "allow it with `pulumi config set cognite-iam:allowLockout true` (or `allowLockout: true` on an explicit Provider)";

export const nameOf = ({ name, id }: Pick<Group, "name" | "id">) => `"${name}" (${id})`;

/** Whether a group that is yet to be created would include the caller, as far as that can be shown. */
function wouldHold({ members, sourceId }: GrantingGroup, caller: Caller): boolean {
  const { userIdentifier, subject, isUserAccount, sourceIds } = caller;
  if (members === "allUserAccounts") return isUserAccount;
  if (!Array.isArray(members)) return sourceId != null && sourceIds.has(sourceId);
  // Where there is a profile, only its identifier is proof.
  const name = userIdentifier ?? subject;
  return name !== undefined && members.includes(name);
}

const isLimited = ({ attributes }: GrantingGroup): boolean => (attributes?.token?.appIds?.length ?? 0) > 0;

/** The scopes in which a group grants an action of `groupsAcl`, one text each. */
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

/**
 * Whether a declared group grants permissions to manage groups, or may turn out to: the members of any other do not
 * matter.
 */
export function mayGiveGroupAdmin({ capabilities }: GrantingGroup): boolean {
  const grants: readonly unknown[] = Array.isArray(capabilities) ? capabilities : [];
  return isUnknown(capabilities) || grants.some((grant) => isUnknown(grant) || groupsAclIn(grant) !== undefined);
}

/** Whether it is still unknown if a declared group would be in the project and include the caller. */
export function isUndecided({ project, sourceId, members, capabilities }: DeclaredGroup): boolean {
  const grants: readonly unknown[] = Array.isArray(capabilities) ? capabilities : [];
  const unknownGrant = grants.some(
    (capability) => isUnknown(capability) || (groupsAclIn(capability) !== undefined && holdsUnknown(capability)),
  );
  const unknownMember = isUnknown(members) || (Array.isArray(members) && members.some(isUnknown));
  return project === undefined || isUnknown(sourceId) || unknownMember || isUnknown(capabilities) || unknownGrant;
}
