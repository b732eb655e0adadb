import { projectNameProblem } from "../connection/project-name";
import { ConfigError } from "../errors";
import { isUnknown } from "../validation/unknown";
import type { Context, Props } from "./handler";

/** What whoever changes a setting must know of the engine. */
export const settingsInUse =
  "`pulumi destroy` and `pulumi refresh` use the settings of the last `pulumi up`, unless they are given `--run-program`.";

/** The project that inputs or a state name; undefined where none is named, or it is not known yet. */
export function projectIn({ project }: Props): string | undefined {
  return typeof project === "string" && project !== "" && !isUnknown(project) ? project : undefined;
}

/** Whether the resource has declared its project, as its inputs or its state say: the state of any other has one too. */
export const isProjectDeclared = (props: Props): boolean => props["isProjectDeclared"] === true;

/** What the state of a resource holds so that a `read` or a `delete`, which are not given its inputs, know it. */
export const projectDeclared = (props: Props): { isProjectDeclared?: true } =>
  props["project"] === undefined ? {} : { isProjectDeclared: true };

/** What is wrong with the argument `project`. */
export function projectErrors({ project }: Props): string[] {
  if (project === undefined || project === null || isUnknown(project)) return [];
  const problem = projectNameProblem(project);
  return problem === undefined ? [] : [`project: ${problem}`];
}

/** The property in which a resource that moves to another project differs: its handler is that of its present one. */
export function movesTo(context: Context, news: Props): string[] {
  const { project } = news;
  return project === undefined || project === context.connection().project ? [] : ["project"];
}

/**
 * A resource stays in its project: what would read or delete it elsewhere is refused.
 * @throws ConfigError naming both projects.
 */
export function assertSameProject(context: Context, what: string, props: Props): void {
  const { project } = context.connection();
  const home = props["project"];
  if (home === undefined || home === project) return;
  throw new ConfigError(
    `${what} is in the CDF project "${String(home)}", but the connection is to "${project}". Nothing was read, changed or deleted. Point the connection (cognite-iam:project, CDF_PROJECT or the Provider) back to "${String(home)}", or give the resource the argument \`project: "${String(home)}"\` in an \`up\` of its own, before any other change to it. ${settingsInUse}`,
  );
}
