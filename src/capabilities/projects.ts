import { isObject } from "../validation/problems";

/** The lists of projects that limit a capability: `projectUrlNames` for a group's, `projectScope` for a token's. */
export function projectLimits(capability: unknown): (readonly unknown[])[] {
  const { projectUrlNames, projectScope } = isObject(capability) ? capability : {};
  const urlNames = isObject(projectUrlNames) ? projectUrlNames["urlNames"] : undefined;
  const isLimited = isObject(projectScope) && projectScope["allProjects"] === undefined;
  return [urlNames, isLimited ? projectScope["projects"] : undefined].filter(Array.isArray);
}

/** Whether a capability applies in a project; without a limit, it does. */
export const countsIn = (capability: unknown, project: string): boolean =>
  projectLimits(capability).every((projects) => projects.includes(project));
