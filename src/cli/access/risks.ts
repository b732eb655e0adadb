import { joinFirst } from "../../text/plural";
import { managingRisks } from "./managing";
import {
  type AccessGroup,
  type AccessReport,
  canWrite,
  decidingFields,
  isAdminGroup,
  isThere,
  type Risk,
  type RiskRule,
} from "./model";
import { memberText, targetText } from "./phrases";
import { compare } from "./rights";

/** More groups for one principal are not supported and may break login. */
export const mostGroupsOfPrincipal = 20;

const severities: Readonly<Record<RiskRule, Risk["severity"]>> = {
  "managing-lost": "high",
  "write-for-all-users": "high",
  "groups-writable": "high",
  "too-many-groups": "high",
  hidden: "medium",
  "category-gone": "medium",
  "acl-legacy": "medium",
  "acl-unlisted": "medium",
  "acl-deprecated": "low",
  nobody: "low",
};

/** What each rule is about, for headings. */
export const ruleTitles: Readonly<Record<RiskRule, string>> = {
  "managing-lost": "Removes the right to manage groups",
  "write-for-all-users": "Every user account can write",
  "groups-writable": "Can change access",
  "too-many-groups": "In too many groups",
  hidden: "Cannot be reviewed",
  "category-gone": "Refers to a deleted security category",
  "acl-legacy": "Has an ACL that the service no longer uses",
  "acl-unlisted": "Has an unknown ACL, action or scope",
  "acl-deprecated": "Has a deprecated ACL",
  nobody: "Has no members",
};

/** What a reviewer should check, the most severe first. */
export function risksOf(
  report: Pick<AccessReport, "groups" | "categories" | "categoriesComplete">,
  { adminGroups }: { adminGroups: readonly string[] },
): Risk[] {
  const categories = new Set(report.categories.map(({ id }) => String(id)));
  const gone = report.categoriesComplete ? (id: string) => !categories.has(id) : () => false;
  const risks = report.groups.filter(isThere).flatMap((group) =>
    reasonsOf(group, { adminGroups, gone }).map(
      ([rule, reason]): Risk => ({
        rule,
        severity: severities[rule],
        group: group.key,
        subject: group.name,
        ...(group.project !== undefined && { project: group.project }),
        reason,
      }),
    ),
  );
  const order: readonly string[] = Object.keys(severities);
  return [...risks, ...crowded(report.groups.filter(isThere))].sort(
    (a, b) => order.indexOf(a.rule) - order.indexOf(b.rule) || compare(a.subject, b.subject),
  );
}

/** What a reviewer should check in a change, besides the risks that remain after it. */
export const risksOfChange = (
  before: readonly AccessGroup[],
  after: readonly AccessGroup[],
  { adminGroups }: { adminGroups: readonly string[] },
): Risk[] => managingRisks(before, after, adminGroups).map((risk) => ({ ...risk, severity: severities[risk.rule] }));

type Reason = [RiskRule, string];

function reasonsOf(
  group: AccessGroup,
  { adminGroups, gone }: { adminGroups: readonly string[]; gone: (id: string) => boolean },
): Reason[] {
  const { rights, membership, hidden } = group;
  const reasons: Reason[] = [];
  if (membership.kind === "allUserAccounts" && canWrite(group)) {
    const acls = distinct(
      rights.filter(({ write }) => write.length > 0).map(({ acl, write }) => `${acl} ${write.join(", ")}`),
    );
    reasons.push(["write-for-all-users", `every user account of the organization is in it, and it gives ${few(acls)}`]);
  }
  const manages = rights.filter(({ acl, write }) => acl.toLowerCase() === "groupsacl" && write.length > 0);
  if (manages.length > 0 && !isAdminGroup(group, adminGroups)) {
    const actions = distinct(manages.flatMap(({ write }) => write));
    const how = adminGroups.length === 0 ? "no --admin-group is named" : "it is not one of the admin groups";
    reasons.push([
      "groups-writable",
      `it gives groupsAcl ${actions.join(", ")}, with which its members can give themselves any right; ${how}`,
    ]);
  }
  if (membership.kind === "nobody") reasons.push(["nobody", "it has neither a sourceId nor members"]);
  const withStatus = (status: string) =>
    distinct(rights.filter((right) => right.status === status).map(({ acl }) => acl));
  const [legacy, deprecated, unconfirmed] = [withStatus("legacy"), withStatus("deprecated"), withStatus("unconfirmed")];
  if (legacy.length > 0) reasons.push(["acl-legacy", `the service no longer uses ${few(legacy)}`]);
  if (deprecated.length > 0) reasons.push(["acl-deprecated", `Cognite has deprecated ${few(deprecated)}`]);
  const strange = [
    ...withStatus("unlisted"),
    ...rights
      .filter(({ unlisted }) => unlisted.length > 0)
      .map(({ acl, unlisted }) => `${unlisted.join(", ")} of ${acl}`),
  ].filter((acl) => !acl.startsWith("("));
  if (strange.length > 0) reasons.push(["acl-unlisted", `not in the catalogue of ACLs: ${few(distinct(strange))}`]);
  if (unconfirmed.length > 0)
    reasons.push(["acl-unlisted", `not in Cognite's current documentation: ${few(unconfirmed)}`]);
  const lost = rights
    .filter(({ acl, scope }) => acl === "securityCategoriesAcl" && scope.reach === "scoped")
    .flatMap(({ scope }) => scope.targets.map(targetText).filter((id) => /^\d+$/.test(id) && gone(id)));
  if (lost.length > 0)
    reasons.push([
      "category-gone",
      `no security category has the ID ${few(distinct(lost))}, and a new one never gets it`,
    ]);
  const deciding = decidingFields(group);
  const secret = hidden.filter(
    ({ field, why }) => deciding.includes(field) || (why === "secret" && field !== "name" && field !== "metadata"),
  );
  if (secret.length > 0) {
    const fields = distinct(
      secret.map(({ field, why }) => `${field} (${why === "secret" ? "a secret" : "known after up"})`),
    );
    reasons.push(["hidden", `hidden fields: ${fields.join(", ")}`]);
  }
  return reasons;
}

/** Principals in more groups than the service supports, as far as `members` tell. */
function crowded(groups: readonly AccessGroup[]): Risk[] {
  const counts = new Map<string, { project: string | undefined; text: string; count: number }>();
  const forAll = new Map<string | undefined, number>();
  for (const { membership, project } of groups) {
    if (membership.kind === "allUserAccounts") forAll.set(project, (forAll.get(project) ?? 0) + 1);
    if (membership.kind !== "members") continue;
    for (const member of membership.members) {
      const key = JSON.stringify([project, member.id]);
      const { count } = counts.get(key) ?? { count: 0 };
      counts.set(key, { project, text: memberText(member), count: count + 1 });
    }
  }
  return [...counts.values()].flatMap(({ project, text, count }): Risk[] => {
    if (count <= mostGroupsOfPrincipal) return [];
    const more = forAll.get(project) ?? 0;
    const and = more === 0 ? "" : `, not counting ${more} for all user accounts`;
    const reason = `a member of ${count} groups${and}; more than ${mostGroupsOfPrincipal} are not supported and may break login`;
    return [
      {
        rule: "too-many-groups",
        severity: severities["too-many-groups"],
        subject: text,
        ...(project !== undefined && { project }),
        reason,
      },
    ];
  });
}

const distinct = (words: readonly string[]) => [...new Set(words)];

const few = (words: readonly string[]) => joinFirst(words, 6, "; ");
