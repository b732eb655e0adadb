import { CdfError } from "../errors";
import { isObject } from "../validation/problems";
import { acls } from "./catalogue";
import { countsIn, projectLimits } from "./projects";
import { rightKey, type SingleRight, targetsIn, uncovered } from "./single-rights";
import { type Capability, findAcl, findScope, type UnlistedCapability, type WireCapability } from "./types";

/** Something that has capabilities: a group, or the answer of token inspect. */
export interface CapabilityHolder {
  /** Capabilities in the API's own JSON. */
  readonly capabilities?: readonly object[] | null | undefined;
}

/** A capability, or something that has capabilities. */
export type RightsGiver = Capability | UnlistedCapability | WireCapability | CapabilityHolder;

/** Capabilities, or what has them: one or several, in any mix. */
export type Rights = RightsGiver | readonly RightsGiver[];

/**
 * The wanted permissions that are missing, each with one ACL, one action, and one ID, name or table; empty when `has`
 * covers all of them. This calls no API: it compares what `getGroups`, `inspectToken` or a program has.
 *
 * `all` covers every scope of the same ACL and action, a RAW database without tables covers its tables, and
 * `dataModelInstancesAcl:WRITE` covers `WRITE_PROPERTIES` in the same scope. The order of items, the case of scope
 * keys, and whether IDs are numbers or text do not matter. ACLs that the service no longer uses are skipped; ACLs that
 * the catalogue lacks must match exactly.
 *
 * @param has - the capabilities there are.
 * @param wanted - the capabilities there should be.
 * @param project - the project to compare in: capabilities of a token, and those with `projectUrlNames`, apply only in
 * some projects.
 * @throws CdfError `INVALID_ARGUMENT` when a capability applies only in some projects, and no project is given.
 * @example
 * ```ts
 * const missing = iam.missingCapabilities(
 *   await iam.inspectToken(),
 *   [{ groupsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } }],
 *   "my-project",
 * );
 * ```
 */
export function missingCapabilities(has: Rights, wanted: Rights, project?: string): WireCapability[] {
  const held = grantedRights(has, project);
  const missing = uncovered(grantedRights(wanted, project), held);
  return [...new Map(missing.map((right) => [rightKey(right), right])).values()].map(capabilityOf);
}

/** A permission, and the scope's content reduced to its target. */
interface RightWithContent extends SingleRight {
  content: unknown;
}

function grantedRights(given: object | readonly object[], project: string | undefined): RightWithContent[] {
  const list: readonly object[] = Array.isArray(given) ? given : [given];
  return list.flatMap((each) => {
    if ("capabilities" in each)
      return Array.isArray(each.capabilities) ? grantedRights(each.capabilities, project) : [];
    const { projectScope, projectUrlNames, unlisted, ...grants } = each as Record<string, unknown>;
    const [limit] = projectLimits(each);
    if (limit !== undefined && project === undefined)
      throw new CdfError(
        "INVALID_ARGUMENT",
        `missingCapabilities: a capability applies only in ${limit.join(", ") || "no project"}: pass the project as the third argument`,
      );
    if (project !== undefined && !countsIn(each, project)) return [];
    return Object.entries(grants).flatMap(([acl, grant]) => rightsOfGrant(acl, grant));
  });
}

function rightsOfGrant(name: string, grant: unknown): RightWithContent[] {
  const known = findAcl(name);
  if (known !== undefined && acls[known.name].status === "legacy") return [];
  if (!isObject(grant) || !Array.isArray(grant["actions"]) || !isObject(grant["scope"])) return [];
  const acl = known?.name ?? name;
  const places = Object.entries(grant["scope"]).flatMap(([key, content]) => {
    const scope = findScope(key, known?.scopes) ?? findScope(key);
    const isWhole = isObject(content) && Object.keys(content).length === 0;
    const one = { target: isWhole ? [] : [JSON.stringify(content)], content };
    const targets = (isWhole ? undefined : targetsIn(content, scope)) ?? [one];
    return targets.map((target) => ({ scope: scope ?? key, ...target }));
  });
  return grant["actions"].flatMap((action) =>
    places.map((place) => ({ acl, action: String(action), projects: [], ...place })),
  );
}

const capabilityOf = ({ acl, action, scope, content }: RightWithContent): WireCapability => ({
  [acl]: { actions: [action], scope: { [scope]: content } },
});
