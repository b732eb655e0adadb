import type { Group } from "../../client/groups";
import { sleepUntil } from "../../client/poll";
import { CdfError } from "../../errors";
import { mayListAll } from "../../groups/reconcile/live-groups";
import { contextIn } from "../../lifecycle/by-project";
import type { Context } from "../../lifecycle/handler";
import { findLeftovers, type Leftover } from "./find";
import { projectsToSearch, resourceNames, type Stack, type StackState, stackOf } from "./state";

/** Where to search, and what for. */
export interface LeftoverSearch {
  context: Context;
  /** CDF projects to search beside the connection's and those that the state names. */
  projects?: readonly string[] | undefined;
  /** Reads the state of the stack as it is at that moment. */
  readState(): Promise<StackState>;
  /** The full name of the stack, where it is known. */
  fullName: string | undefined;
  /** Whether what is found is to be deleted. */
  forDelete: boolean;
}

/** What was found. */
export interface FoundLeftovers {
  stack: Stack;
  leftovers: Leftover[];
  state: StackState;
  /** The CDF projects that were searched, the connection's first. */
  projects: string[];
  /** Those that could not be searched, and why. */
  unsearched: { project: string; error: string }[];
}

/**
 * Finds the leftovers of a stack in each of its CDF projects. It searches twice, as far apart as lists may lag: a group
 * that was created or deleted before the first search is, or is not, in the second list, whose result counts. The first search
 * finds the other projects in the state.
 *
 * @throws CdfError when no project can be searched: `NOT_ALL_SHOWN` when the caller may list only the groups that they are
 * in; `PULUMI` when what is found is to be deleted and the state has operations that have not ended.
 */
export async function searchLeftovers(search: LeftoverSearch): Promise<FoundLeftovers> {
  const { context, projects: named = [] } = search;
  const start = Date.now();
  const lists = new Lists(context);
  const connection = context.connection();
  const first = await searchOnce(search, lists, [...new Set([connection.project, ...named])]);
  const projects = projectsToSearch(first.state, connection, named);
  if (first.failures.length === projects.length) throw first.failures[0]?.error;
  await sleepUntil(start + context.times.listLagMs);
  const { failures, ...found } = await searchOnce(search, lists, projects);
  if (failures.length === projects.length) throw failures[0]?.error;
  const failed = new Set(failures.map(({ project }) => project));
  return {
    ...found,
    projects: projects.filter((project) => !failed.has(project)),
    unsearched: failures.map(({ project, error }) => ({ project, error: error.message })),
  };
}

interface Look {
  stack: Stack;
  state: StackState;
  leftovers: Leftover[];
  failures: { project: string; error: CdfError }[];
}

async function searchOnce(
  { readState, fullName, forDelete }: LeftoverSearch,
  lists: Lists,
  projects: readonly string[],
): Promise<Look> {
  // The lists come first. The engine notes each create in the state before it calls the service: a group in these lists is
  // in the state that is read now, as a resource or as a pending operation, even where an update runs.
  const listed = await Promise.all(projects.map((project) => lists.of(project)));
  const state = await readState();
  const stack = stackOf(state, fullName);
  if (stack === undefined)
    throw new CdfError("INVALID_ARGUMENT", "the state is empty and does not name its stack: name it with --stack");
  if (forDelete && state.pending.length > 0) throw pendingError(stack, state.pending);
  return {
    stack,
    state,
    leftovers: listed.flatMap(({ project, groups }) => findLeftovers(groups, { state, stack, cdfProject: project })),
    failures: listed.flatMap(({ project, error }) => (error === undefined ? [] : [{ project, error }])),
  };
}

/** The groups of projects, each of which may refuse to list them. */
class Lists {
  readonly #context: Context;
  readonly #shown = new Set<string>();

  constructor(context: Context) {
    this.#context = context;
  }

  async of(project: string): Promise<{ project: string; groups: readonly Group[]; error?: CdfError }> {
    try {
      const context = contextIn(this.#context, project);
      if (!this.#shown.has(project)) await assertAllShown(context);
      this.#shown.add(project);
      return { project, groups: await context.client().groups.list({ all: true }) };
    } catch (error) {
      if (!(error instanceof CdfError)) throw error;
      return { project, groups: [], error };
    }
  }
}

async function assertAllShown(context: Context): Promise<void> {
  if (await mayListAll(context)) return;
  throw new CdfError(
    "NOT_ALL_SHOWN",
    `cannot tell which groups of project ${context.connection().project} are left over: you can list only your own groups. Ask for groupsAcl:LIST with scope all`,
  );
}

function pendingError({ project, name }: Stack, pending: readonly string[]): CdfError {
  return new CdfError(
    "PULUMI",
    `nothing was deleted: stack ${project}/${name} has pending operations on groups (${resourceNames(pending)}): an update is running, or one was interrupted. If none is running, run \`pulumi cancel\`, then \`pulumi refresh --clear-pending-creates\``,
  );
}
