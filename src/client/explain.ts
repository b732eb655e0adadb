import type { TokenCapability, TokenInspection } from "../token/api";
import type { Right } from "./http";

/**
 * A function that says in words what the caller has of some rights in a project. One token inspect serves all failures of
 * a client; when inspect fails too, it says so.
 */
export function explainDenied(
  project: string,
  inspect: () => Promise<TokenInspection>,
): (needs: readonly Right[]) => Promise<string> {
  let inspection: Promise<TokenInspection | undefined> | undefined;
  return async (needs) => {
    // Inspect itself answered 403: asking it why would ask it again.
    if (needs.some(({ acl }) => acl === "projectsAcl")) return "";
    inspection ??= inspect().catch(() => undefined);
    const known = await inspection;
    if (known === undefined) return "what the token has of it could not be found out, since token inspect fails too";
    const groups = known.projects.find(({ projectUrlName }) => projectUrlName === project)?.groups;
    if (groups === undefined)
      return `token inspect does not show project ${project}: the token has no projectsAcl:LIST and groupsAcl:LIST there, or no group at all`;
    const has = needs.flatMap(({ acl }) => describeRights(known.capabilities, acl, project));
    const through =
      groups.length === 0 ? "it is in no group of the project" : `its groups there are ${groups.join(", ")}`;
    return `the token has ${has.join(", ") || `nothing of ${needs.map(({ acl }) => acl).join(", ")}`} (${through})`;
  };
}

function describeRights(capabilities: readonly TokenCapability[], acl: string, project: string): string[] {
  return capabilities.flatMap((capability) => {
    const held = capability[acl];
    if (!reaches(capability, project) || typeof held !== "object" || held === null) return [];
    const actions = "actions" in held && Array.isArray(held.actions) ? held.actions : [];
    const scope =
      "scope" in held && typeof held.scope === "object" && held.scope !== null ? Object.keys(held.scope) : [];
    return [`${acl}:${actions.join("+")} (scope ${scope.join(", ") || "unknown"})`];
  });
}

/** Whether a capability of a token holds in a project; one that does not say is taken to. */
export function reaches({ projectScope }: TokenCapability, project: string): boolean {
  if (projectScope === undefined || "allProjects" in projectScope) return true;
  return Array.isArray(projectScope["projects"]) && projectScope["projects"].includes(project);
}
