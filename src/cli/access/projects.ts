import { CdfError } from "../../errors";
import { plainText } from "../../text/plain-text";
import type { AccessGroup, AccessReport, Category } from "./model";
import type { Shown } from "./phrases";
import { compare } from "./rights";

/** Shown as the project of a group that is not created yet: it depends on the connection then. */
export const unknownProject = "a project that is not known yet";

/** The projects that groups are in, and others that are named. */
export const projectsOf = ({ groups, projects = [] }: Parts): string[] =>
  [...new Set([...projects, ...groups.flatMap(({ project }) => project ?? [])])].sort(compare);

interface Parts {
  groups: readonly Pick<AccessGroup, "project">[];
  projects?: readonly string[];
}

/** The heading of one project's part of a report. */
export const partTitle = ({ projects: [project] }: AccessReport, shown: Shown = plainText): string =>
  project === undefined ? "In a project that is not known yet" : `Project ${shown(project)}`;

/** A report of several projects as one of each, so that no table mixes them; of one project as it is. */
export function byProject(report: AccessReport): AccessReport[] {
  if (report.projects.length <= 1) return [report];
  const isUnknown = report.groups.some(({ project }) => project === undefined);
  return [...report.projects, ...(isUnknown ? [undefined] : [])].map((project) => ({
    ...report,
    projects: project === undefined ? [] : [project],
    groups: report.groups.filter((group) => group.project === project),
    risks: report.risks.filter((risk) => risk.project === project),
    categories: report.categories.filter((category) => category.project === project),
  }));
}

interface Limited extends Parts {
  categories?: readonly Category[];
}

/**
 * What is in one project. A group whose project is unknown stays: it may be created there.
 * @throws CdfError `INVALID_ARGUMENT` when the project is none of those that are known.
 */
export function onlyOf<T extends Limited>(access: T, project: string): T {
  const known = projectsOf(access);
  if (!known.includes(project))
    throw new CdfError(
      "INVALID_ARGUMENT",
      `has nothing in the project ${JSON.stringify(project)}${known.length === 0 ? "" : `: set --project to ${known.join(" or ")}`}`,
    );
  const isThere = (each: { project?: string | undefined }) => (each.project ?? project) === project;
  return {
    ...access,
    groups: access.groups.filter(isThere),
    ...(access.categories && { categories: access.categories.filter(isThere) }),
    ...(access.projects && { projects: [project] }),
  };
}
