import { projectNameProblem } from "../connection/project-name";
import { ConfigError } from "../errors";
import { isUnknown } from "../validation/unknown";
import type { Context, Props } from "./handler";

/** What users must know about the engine when they change a setting. */
export const settingsInUse =
  "`pulumi destroy` and `pulumi refresh` use the settings of the last `pulumi up`, unless you pass `--run-program`.";

/** The project that inputs or a state name; undefined where there is none, or it is not known yet. */
export function projectIn({ project }: Props): string | undefined {
  return typeof project === "string" && project !== "" && !isUnknown(project) ? project : undefined;
}

/** Whether the resource declares its project, according to its inputs or state: every state has a project. */
export const isProjectDeclared = (props: Props): boolean => props["isProjectDeclared"] === true;

/** The part of a resource's state that tells this to a `read` or a `delete`, which do not get its inputs. */
export const projectDeclared = (props: Props): { isProjectDeclared?: true } =>
  props["project"] === undefined ? {} : { isProjectDeclared: true };

/** What is wrong with the argument `project`. */
export function projectErrors({ project }: Props): string[] {
  if (project === undefined || project === null || isUnknown(project)) return [];
  const problem = projectNameProblem(project);
  return problem === undefined ? [] : [`project: ${problem}`];
}

/** The property that differs when a resource moves to another project: its handler is that of its present project. */
export function movesTo(context: Context, news: Props): string[] {
  const { project } = news;
  return project === undefined || project === context.connection().project ? [] : ["project"];
}

/**
 * Refuses to read or delete a resource in another project than its own.
 * @throws ConfigError naming both projects.
 */
export function assertSameProject(context: Context, what: string, props: Props): void {
  const { project } = context.connection();
  const home = props["project"];
  if (home === undefined || home === project) return;
  throw new ConfigError(
    `${what} is in the CDF project "${String(home)}", but the connection is to "${project}". Nothing was read, changed or deleted. Point the connection (cognite-iam:project, CDF_PROJECT or the Provider) back to "${String(home)}". Or declare \`project: "${String(home)}"\` on the resource, and run \`pulumi up\` with only that change. ${settingsInUse}`,
  );
}
