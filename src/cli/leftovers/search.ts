import { CdfError } from "../../errors";
import { mayListAll } from "../../groups/reconcile/live-groups";
import type { Context } from "../../lifecycle/handler";
import { findLeftovers, type Leftover } from "./find";
import { resourceNames, type Stack, type StackState, stackOf } from "./state";

/** Where to search, and what for. */
export interface LeftoverSearch {
  context: Context;
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
}

/**
 * Finds the leftovers of a stack. It looks twice, as far apart as lists may lag behind: a group that was made or deleted
 * before the first look is, or is not, in the second list, whose result counts.
 *
 * @throws CdfError `NOT_ALL_SHOWN` when the caller may list only the groups that they are in; `PULUMI` when what is found is
 * to be deleted and the state has operations that have not ended.
 */
export async function searchLeftovers(search: LeftoverSearch): Promise<FoundLeftovers> {
  const start = Date.now();
  await assertAllShown(search.context);
  await searchOnce(search);
  const left = start + search.context.times.listLagMs - Date.now();
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
  return searchOnce(search);
}

async function searchOnce({ context, readState, fullName, forDelete }: LeftoverSearch): Promise<FoundLeftovers> {
  // The list comes first. The engine notes each create in the state before it calls the service: a group in this list is
  // in the state that is read now, as a resource or as a pending operation, even where an update runs.
  const groups = await context.client().groups.list({ all: true });
  const state = await readState();
  const stack = stackOf(state, fullName);
  if (stack === undefined)
    throw new CdfError(
      "INVALID_ARGUMENT",
      "the state is empty and does not say which stack it is of: name the stack with --stack",
    );
  if (forDelete && state.pending.length > 0) throw pendingError(stack, state.pending);
  return { stack, state, leftovers: findLeftovers(groups, { state, stack, cdfProject: context.connection().project }) };
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
    `nothing was deleted: the state of stack ${project}/${name} has operations on groups that have not ended (${resourceNames(pending)}), so an update runs now, or one died. If no update runs, run \`pulumi cancel\`, then \`pulumi refresh --clear-pending-creates\``,
  );
}
