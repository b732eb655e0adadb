import { isOfSameProject } from "./match-groups";
import { type AccessGroup, isAdminGroup, isThere, type Risk } from "./model";
import { principalsBeyond, principalsOf } from "./principals";

/** The actions of `groupsAcl` that it takes, each for all groups, to manage groups. */
const managingActions: readonly string[] = ["LIST", "CREATE", "DELETE"];

/**
 * The risk that a change leaves nobody, or fewer, who can manage groups: who has one of the actions by a group before, and by
 * none afterwards. Where admin groups are named, only what these give counts, and what nobody has any more.
 */
export function managingRisks(
  before: readonly AccessGroup[],
  after: readonly AccessGroup[],
  adminGroups: readonly string[],
): Omit<Risk, "severity">[] {
  return before.filter(isThere).flatMap((group) => {
    const isMeant = adminGroups.length === 0 || isAdminGroup(group, adminGroups);
    const lost = managingActions.flatMap((action) => {
      if (!gives(group, action)) return [];
      const giving = after.filter((other) => isThere(other) && isOfSameProject(group, other) && gives(other, action));
      const who = principalsBeyond(principalsOf(group), giving.flatMap(principalsOf));
      const isLast = giving.every((other) => principalsOf(other).length === 0);
      return who.length > 0 && (isMeant || isLast) ? [{ action, who, isLast }] : [];
    });
    if (lost.length === 0) return [];
    const words = (some: typeof lost) => some.map(({ action }) => action).join(", ");
    const last = lost.filter(({ isLast }) => isLast);
    const left = last.length === 0 ? "" : `; afterwards, no group in this comparison gives ${words(last)} to anybody`;
    const who = [...new Set(lost.flatMap((each) => each.who))].join(", ");
    const reason = `${who} would lose groupsAcl ${words(lost)} with scope all, which managing groups needs${left}`;
    return [
      {
        rule: "managing-lost" as const,
        group: group.key,
        subject: group.name,
        ...(group.project !== undefined && { project: group.project }),
        reason,
      },
    ];
  });
}

const gives = ({ rights, project }: AccessGroup, action: string): boolean =>
  rights.some(
    ({ acl, read, write, scope, projects }) =>
      acl.toLowerCase() === "groupsacl" &&
      scope.reach === "project" &&
      [...read, ...write].includes(action) &&
      (projects.length === 0 || project === undefined || projects.includes(project)),
  );
