import { isObject } from "../validation/problems";

/** The lists of projects that limit a capability: one of a group by `projectUrlNames`, one of a token by `projectScope`. */
export function projectLimits(capability: unknown): (readonly unknown[])[] {
  const { projectUrlNames, projectScope } = isObject(capability) ? capability : {};
  const urlNames = isObject(projectUrlNames) ? projectUrlNames["urlNames"] : undefined;
  const isLimited = isObject(projectScope) && projectScope["allProjects"] === undefined;
  return [urlNames, isLimited ? projectScope["projects"] : undefined].filter(Array.isArray);
}

/** Whether a capability counts in a project; one that does not say is taken to. */
export const countsIn = (capability: unknown, project: string): boolean =>
  projectLimits(capability).every((projects) => projects.includes(project));
