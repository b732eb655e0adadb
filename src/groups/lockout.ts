import { LockoutError } from "../errors";
import { isObject } from "../lifecycle/problems";
import { settingsInUse } from "../lifecycle/project";
import { holdsUnknown, isUnknown } from "../lifecycle/unknown";
import type { Group } from "./api";
import { canonicalCapability } from "./canonical";

/** The actions of `groupsAcl` without which nobody can repair anything from here. */
const vital = ["LIST", "CREATE", "DELETE"] as const;

type VitalAction = (typeof vital)[number];

/** The scopes that say how far a right reaches; any other covers only what is limited by the very same scope. */
const allGroups = "all";
const ownGroups = "currentuserscope";

/** Who is asking: what of it cannot be shown is taken not to be so. */
export interface Caller {
  /** The ids of the groups that the caller is in, as the service says. */
  groupIds: ReadonlySet<number>;
  /** The group ids of the identity provider that the caller's token holds, as far as they are known. */
  sourceIds: ReadonlySet<string>;
  /** What `members` call the caller, by the caller's profile; undefined where there is none. */
  userIdentifier: string | undefined;
  /** The token's subject, which `members` may call the caller where there is no profile. */
  subject: string | undefined;
  /** Whether the caller is a user account; undefined when that is not known. */
  isUserAccount: boolean | undefined;
  /** The project whose groups are looked at: a capability may be limited to others. */
  project: string;
}

/** A group, standing or about to: what decides who is in it, and what it gives. */
export type GrantingGroup = Pick<Group, "name" | "sourceId" | "members" | "capabilities" | "attributes"> & {
  id?: number | undefined;
};

/** What the caller would lose: an action, and who else still gives how much of it. */
export interface Loss {
  action: VitalAction;
  left: "nothing" | "own groups only";
}

/** The vital rights that a caller would lose with `going`, if only `staying` were left. */
export function lossOf(going: GrantingGroup, staying: Iterable<GrantingGroup>, caller: Caller): Loss[] {
  if (membership(going, caller) === "no") return [];
  const remaining = [...staying].filter((group) => membership(group, caller) === "yes");
  return vital.flatMap((action) => {
    const left = new Set(remaining.flatMap((group) => reaches(group, action, caller.project)));
    const isLeft = (scope: string) => left.has(allGroups) || left.has(scope);
    if (reaches(going, action, caller.project).every(isLeft)) return [];
    return [{ action, left: left.has(ownGroups) ? "own groups only" : "nothing" } as const];
  });
}

/** Whether a group gives anybody any of the vital rights. */
export const grantsVitalRights = (group: Pick<GrantingGroup, "capabilities">): boolean =>
  vital.some((action) => reaches(group, action).length > 0);

/** The error that says what would be lost, through which group, and how to allow it. */
export function lockoutError(doing: string, going: GrantingGroup, losses: readonly Loss[]): LockoutError {
  const rights = losses.map(
    ({ action, left }) => `groupsAcl:${action}${left === "nothing" ? "" : " (but for your own groups)"}`,
  );
  return new LockoutError(
    `${doing} would take away your own right to manage groups: ${rights.join(", ")} would be gone, which you have through group ${nameOf(going)}, and through no other group that is sure to count. The group stays as it is. Give yourself these rights through another group first; or, if it is meant, allow it with \`pulumi config set cognite:allowLockout true\` (or \`allowLockout: true\` of an explicit Provider). ${settingsInUse}`,
  );
}

export const nameOf = ({ name, id }: Pick<GrantingGroup, "name" | "id">) =>
  `"${name}"${id === undefined ? "" : ` (${id})`}`;

/** Whether the caller is in a group; `maybe` is what cannot be shown: it counts as lost, and not as left. */
type Membership = "yes" | "maybe" | "no";

function membership(group: GrantingGroup, caller: Caller): Membership {
  const listed = group.id !== undefined && caller.groupIds.has(group.id);
  const is = listed ? "yes" : claim(group, caller);
  // Only tokens of some applications count as in it, and which the caller's is of is not known.
  const limited = (group.attributes?.token?.appIds?.length ?? 0) > 0;
  return limited && is === "yes" ? "maybe" : is;
}

/** What a group that the service does not list as the caller's says of who is in it. */
function claim({ id, members, sourceId }: GrantingGroup, caller: Caller): Membership {
  const { userIdentifier, subject, isUserAccount, sourceIds } = caller;
  if (members === "allUserAccounts") return isUserAccount === undefined ? "maybe" : isUserAccount ? "yes" : "no";
  if (!Array.isArray(members)) return sourceId != null && sourceIds.has(sourceId) ? "yes" : "no";
  if (userIdentifier !== undefined && members.includes(userIdentifier)) return "yes";
  if (subject === undefined || !members.includes(subject)) return "no";
  // Of a group that stands the service would say so. One that is still to be made can only be taken at its word.
  return id === undefined && userIdentifier === undefined ? "yes" : "maybe";
}

/** The scopes in which a group gives an action of `groupsAcl`, one text each. */
function reaches(
  { capabilities }: Pick<GrantingGroup, "capabilities">,
  action: VitalAction,
  project?: string,
): string[] {
  return (capabilities ?? []).flatMap((capability) => {
    const grant = groupsAclIn(capability);
    if (project !== undefined && !holdsIn(capability, project)) return [];
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

/** Whether a capability counts in a project: it may name the ones it is limited to. */
function holdsIn(capability: unknown, project: string): boolean {
  const limit = isObject(capability) ? capability["projectUrlNames"] : undefined;
  return !isObject(limit) || !Array.isArray(limit["urlNames"]) || limit["urlNames"].includes(project);
}

/** Whether it cannot be told yet if a declared group would hold the caller. */
export function isUndecided({ sourceId, members, capabilities }: GrantingGroup): boolean {
  const grants: readonly unknown[] = Array.isArray(capabilities) ? capabilities : [];
  const unknownGrant = grants.some(
    (capability) => isUnknown(capability) || (groupsAclIn(capability) !== undefined && holdsUnknown(capability)),
  );
  const unknownMember = isUnknown(members) || (Array.isArray(members) && members.some(isUnknown));
  return isUnknown(sourceId) || unknownMember || isUnknown(capabilities) || unknownGrant;
}
