import { countsIn } from "../capabilities/projects";
import { isObject, listOf, objectOf } from "../validation/problems";
import type { Group } from "./groups";
import type { Right } from "./http";
import { memo } from "./memo";
import type { TokenCapability, TokenInspection } from "./token-inspection";

/** The calls that explain a refusal; they are not explained themselves. */
export interface ForbiddenDetails {
  inspect(): Promise<TokenInspection>;
  ownGroups(): Promise<Group[]>;
}

/**
 * Returns a function that says in words what the caller has of some permissions in a project, and through which groups.
 * One token inspect serves all refusals of a client; when it fails too, the text says so.
 */
export function explainDenied(
  project: string,
  { inspect, ownGroups }: ForbiddenDetails,
): (needs: readonly Right[]) => Promise<string> {
  const [inspected, listed] = [memo(inspect), memo(ownGroups)];
  return async (needs) => {
    // Token inspect itself was refused: asking it why would ask it again.
    if (needs.some(({ acl }) => acl === "projectsAcl")) return "";
    const [inspection, groups] = await Promise.all([inspected().catch(unknown), listed().catch(unknown)]);
    if (inspection === undefined) return "could not check what the token grants: token inspect failed too";
    const ids = inspection.projects.find(({ projectUrlName }) => projectUrlName === project)?.groups;
    if (ids === undefined)
      return `token inspect does not show project ${project}: the token lacks projectsAcl:LIST or groupsAcl:LIST there, or is in no group`;
    const acls = [...new Set(needs.map(({ acl }) => acl))];
    const has = acls.flatMap((acl) => describeRights(inspection.capabilities, acl, project));
    if (has.length > 0) return `the token has ${has.join(", ")}${through(groups, acls, ids)}`;
    const member = ids.length === 0 ? "it is in no group of the project" : `its groups there are ${ids.join(", ")}`;
    return `the token has no ${acls.join(" or ")} permissions (${member})`;
  };
}

const unknown = () => undefined;

/** The groups that grant the permissions; all of the caller's groups where that is unknown. */
function through(groups: readonly Group[] | undefined, acls: readonly string[], ids: readonly number[]): string {
  const giving = (groups ?? []).filter(({ capabilities }) =>
    (capabilities ?? []).some((capability) => acls.some((acl) => acl in capability)),
  );
  const names = giving.map(({ id, name }) => `${JSON.stringify(name)} (${id})`);
  return names.length > 0 ? ` through group ${names.join(", ")}` : ` (its groups there are ${ids.join(", ")})`;
}

function describeRights(capabilities: readonly TokenCapability[], acl: string, project: string): string[] {
  return capabilities.flatMap((capability) => {
    const held = capability[acl];
    if (!countsIn(capability, project) || !isObject(held)) return [];
    const scopes = Object.keys(objectOf(held["scope"]));
    return [`${acl}:${listOf(held["actions"]).join("+")} (scope ${scopes.join(", ") || "unknown"})`];
  });
}
