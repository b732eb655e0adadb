import type { ScopeTarget } from "../../capabilities/single-rights";
import { plainText } from "../../text/plain-text";
import { pluralize } from "../../text/plural";
import { type AccessGroup, type AccessReport, type AccessRight, type AccessScope, isThere, type Member } from "./model";

/** Text of others within a phrase, in the form of what shows it. */
export type Shown = (text: string) => string;

/** What a report is of, for its heading. */
export const titleOf = ({ projects }: AccessReport, shown: Shown = plainText): string =>
  `Access in ${projects.map((project) => shown(project)).join(", ") || "no project"}`;

/** Where a report comes from. */
export const sourceText = ({ sources }: AccessReport): string =>
  sources.map((source) => (source === "live" ? "the live project" : "a stack's state")).join(" and ");

/** How many groups there are, and how many of the state are missing. */
export function groupCount(groups: readonly AccessGroup[]): string {
  const there = groups.filter(isThere).length;
  return pluralize(there, "group") + (there === groups.length ? "" : ` and ${groups.length - there} missing`);
}

/** Who is in a group, in a few words. */
export function whoOf({ membership }: Pick<AccessGroup, "membership">): string {
  switch (membership.kind) {
    case "sourceId":
      return `identity provider group ${membership.sourceId}`;
    case "members":
      return membership.members.map(memberText).join(", ");
    case "allUserAccounts":
      return "all user accounts";
    case "nobody":
      return "nobody";
    case "hidden":
      return membership.text;
  }
}

export const memberText = ({ id, name }: Member): string => (name === undefined ? id : `${name} (${id})`);

/** Where a right holds, in a few words. */
export function scopeText({ reach, key, targets, ...known }: AccessScope): string {
  if (reach === "project") return "project-wide";
  if (reach === "unknown") return key;
  return targets.length === 0 ? key : `${key}: ${targets.map((target) => knownTarget(target, known)).join(", ")}`;
}

/** An ID with its external ID, or the name of its security category, where that is known. */
function knownTarget(target: ScopeTarget, { externalIds = {}, names = {} }: Partial<AccessScope>): string {
  const id = targetText(target);
  const known = [externalIds, names].find((each) => Object.hasOwn(each, id))?.[id];
  if (known === undefined) return id;
  return `${id} (${/[(),"]/.test(known) ? JSON.stringify(known) : known})`;
}

/** A target for a reader; of RAW `database/table`, in quotes where a name has such a stroke itself. */
export function targetText(target: ScopeTarget): string {
  const [field = "", ...names] = target;
  if (names.length === 0) return field;
  return names.map((name) => (field === "dbsToTables" && /["/]/.test(name) ? JSON.stringify(name) : name)).join("/");
}

/** How a group compares with the state; empty when there is nothing to say. */
export function managementText({ managementStatus = "managed", drift }: AccessGroup): string {
  if (managementStatus === "managed") return "";
  return managementStatus === "drifted" ? `drifted: ${drift?.join(", ")}` : managementStatus;
}

/** What limits a group or a right to some names, as `only in a, b`; empty when there is no limit. */
export const onlyText = (where: string, names: readonly string[], shown: Shown = String): string =>
  names.length === 0 ? "" : `only ${where} ${shown(names.join(", "))}`;

/** A right on one line; anything more to say follows its scope. */
export function rightText(right: Omit<AccessRight, "status" | "unlisted">, more = ""): string {
  const { acl, read, write, scope } = right;
  const limit = onlyText("in", right.projects);
  return `${acl} ${[...write, ...read].join(", ")} (${scopeText(scope)}${limit && `, ${limit}`}${more})`;
}
