import type { Group, GroupSpec } from "../../client/groups";
import { pollUntil, waitUntilListed } from "../../client/poll";
import { markerKey } from "../../contract/marker";
import { CdfError, mayHaveActed, messageOf, ResponseError } from "../../errors";
import { deleteOnce } from "../../lifecycle/delete";
import type { Context } from "../../lifecycle/handler";
import { checkingAnyway, undecidedError } from "../../lifecycle/lost-answers";
import { canonicalGroup } from "../canonical";
import { nameOf } from "../lockout/rights-lost";
import { leftoversCommand } from "./leftovers";
import { type LiveGroups, ownGroupsOnly } from "./live-groups";

/** A group to create, with the marker of this call in its metadata unless `ownerMetadata` is off. */
export interface CreateAttempt {
  context: Context;
  live: LiveGroups;
  /** The groups that existed before: this call has not created any of them. */
  before: readonly Group[];
  spec: GroupSpec;
  /** The resource in words, as in `Group "readers"`. */
  what: string;
}

/**
 * Creates a group exactly once, even if answers are lost. After an answer that leaves open whether the group was
 * created, looks for it by its marker, for as long as the service's lists may lag; the call is repeated only when the
 * group does not exist.
 *
 * @throws CdfError `UNDECIDED` when it is unknown whether the group was created.
 */
export async function createGroup(attempt: CreateAttempt): Promise<Group> {
  const { context, live, before, spec, what } = attempt;
  const end = Date.now() + context.times.reconcileMs;
  for (let lost = 0; ; lost++) {
    const [group, ...copies] = await context
      .client()
      .groups.create(spec)
      .then((created) => {
        if (before.some(({ id }) => id === created.id))
          throw new ResponseError(`POST /groups: the answer names group ${created.id}, which already existed`);
        return [created];
      })
      .catch(async (error: unknown) => {
        if (!mayHaveActed(error)) throw error;
        if (lost === 0) context.warn(checkingAnyway(what, error));
        const found = await findCreated(attempt, error);
        // A call that hung may have used up all the time; the first call is repeated in any case.
        if (found.length === 0 && lost > 0 && Date.now() > end) throw error;
        return found;
      });
    if (group === undefined) continue;
    live.created();
    if (lost > 0 || copies.length > 0) await deleteCopies(attempt, group);
    return group;
  }
}

/** The groups that a call with a lost answer has created. */
async function findCreated(attempt: CreateAttempt, error: unknown): Promise<Group[]> {
  const { context, live, spec, what } = attempt;
  try {
    const found = await waitUntilListed(context, async () => {
      const groups = (await live.fresh()).filter(isCreatedBy(attempt));
      if (groups.length === 0 && !(await live.showAll())) throw new CdfError("UNDECIDED", ownGroupsOnly);
      return groups.length > 0 ? groups : undefined;
    });
    const [group] = found ?? [];
    if (group !== undefined && markerIn(spec) === undefined)
      throw new CdfError(
        "UNDECIDED",
        `group ${nameOf(group)} has the declared content, and may be it or someone else's`,
      );
    return found ?? [];
  } catch (lookError) {
    const next =
      markerIn(spec) === undefined
        ? `Before you run \`pulumi up\` again, look for a group ${JSON.stringify(spec.name)} that no stack manages: delete it, or import it with the option \`import\`. With ownerMetadata, this package would recognize it.`
        : `Run \`pulumi up\` again, and then ${leftoversCommand}, which lists the group if it was created.`;
    throw undecidedError(what, error, lookError, next);
  }
}

/**
 * A call that was repeated, or delivered twice, may have created copies: no state can hold them, so they are deleted.
 * This never fails, since an error would lose the group that exists; warnings name what could not be deleted.
 */
async function deleteCopies(attempt: CreateAttempt, group: Group): Promise<void> {
  const { context, live, spec, what } = attempt;
  const done = new Set([group.id]);
  const end = Date.now() + context.times.listLagMs;
  const look = async () => (await live.fresh()).find((each) => !done.has(each.id) && isCreatedBy(attempt)(each));
  try {
    for (let copy = await pollUntil(end, context, look); copy; copy = await pollUntil(end, context, look)) {
      done.add(copy.id);
      live.created();
      await deleteCopy(copy);
    }
  } catch (error) {
    context.warn(
      `${what}: could not check whether an earlier call created a copy: ${messageOf(error)}. See ${leftoversCommand}`,
    );
  }

  async function deleteCopy({ id, name }: Group): Promise<void> {
    const copy = `group ${nameOf({ id, name })}, a copy from a create call that ran late or twice`;
    if (markerIn(spec) === undefined)
      return context.warn(`${what}: found ${copy}, or someone else's group. If it is a copy, delete it`);
    try {
      await deleteOnce({
        id,
        delete: () => context.client().groups.delete(id),
        stands: () => live.stands(id),
      });
      live.gone(id);
      context.warn(`${what}: deleted ${copy}`);
    } catch (error) {
      context.warn(`${what}: could not delete ${copy}: ${messageOf(error)}. Delete it by hand`);
    }
  }
}

/** Whether a group was created by this very call; without a marker, whether it may have been. */
function isCreatedBy({ spec, before }: CreateAttempt): (group: Group) => boolean {
  const marker = markerIn(spec);
  if (marker !== undefined) return ({ metadata }) => metadata?.[markerKey] === marker;
  const content = canonicalGroup(spec);
  const known = new Set(before.map(({ id }) => id));
  return ({ id, ...group }) =>
    !known.has(id) && group.metadata?.[markerKey] === undefined && canonicalGroup(group) === content;
}

const markerIn = (spec: GroupSpec) => spec.metadata?.[markerKey];
