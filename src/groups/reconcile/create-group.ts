import type { Group, GroupSpec } from "../../client/groups";
import { pollUntil, waitUntilListed } from "../../client/poll";
import { markerKey } from "../../contract/marker";
import { CdfError, mayHaveActed, messageOf, ResponseError } from "../../errors";
import { deleteOnce } from "../../lifecycle/delete";
import type { Context } from "../../lifecycle/handler";
import { canonicalGroup } from "../canonical";
import { nameOf } from "../lockout/rights-lost";
import type { LiveGroups } from "./live-groups";

/** A group to be created, with the marker of this call among its metadata unless `ownerMetadata` is off. */
export interface CreateAttempt {
  context: Context;
  live: LiveGroups;
  /** What was there before: the call has not created any of it. */
  before: readonly Group[];
  spec: GroupSpec;
  /** The resource in words, as in `Group "readers"`. */
  what: string;
}

/**
 * Creates a group exactly once, whatever becomes of the answers. After an answer that leaves open whether the group was
 * created, looks for it by its marker, for as long as the service's lists may lag; the call is repeated only when the
 * group is not there.
 *
 * @throws CdfError `UNDECIDED` when it cannot be known whether the group was created.
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
          throw new ResponseError(`POST /groups: the answer names group ${created.id}, which was there before`);
        return [created];
      })
      .catch(async (error: unknown) => {
        if (!mayHaveActed(error)) throw error;
        if (lost === 0) context.warn(`${what}: ${messageOf(error)}. Checking whether it was created anyway`);
        const found = await findCreated(attempt, error);
        // A call that hung may have used up all the time; the first one is repeated in any case.
        if (found.length === 0 && lost > 0 && Date.now() > end) throw error;
        return found;
      });
    if (group === undefined) continue;
    live.created();
    if (lost > 0 || copies.length > 0) await deleteCopies(attempt, group);
    return group;
  }
}

/** What a call whose answer got lost has created. */
async function findCreated(attempt: CreateAttempt, error: unknown): Promise<Group[]> {
  const { context, live, spec, what } = attempt;
  try {
    const found = await waitUntilListed(context, async () => {
      const groups = (await live.fresh()).filter(isCreatedBy(attempt));
      if (groups.length === 0 && !(await live.showAll()))
        throw new CdfError("UNDECIDED", "your right to list groups (groupsAcl:LIST) is limited to your own");
      return groups.length > 0 ? groups : undefined;
    });
    const [group] = found ?? [];
    if (group !== undefined && markerIn(spec) === undefined)
      throw new CdfError("UNDECIDED", `group ${nameOf(group)} is as declared, and may be it or somebody else's`);
    return found ?? [];
  } catch (lookError) {
    const next =
      markerIn(spec) === undefined
        ? `Before you run \`pulumi up\` again, look for a group ${JSON.stringify(spec.name)} that no stack manages: delete it, or take it over with the option \`import\`. With ownerMetadata, this package would know it.`
        : "Run `pulumi up` again, and then `npx pulumi-cognite-iam leftovers`, which shows the group if it was created.";
    throw new CdfError(
      "UNDECIDED",
      `${what} may have been created; this could not be verified. First: ${messageOf(error)}. Then, looking for it: ${messageOf(lookError)}. ${next}`,
      { cause: error },
    );
  }
}

/**
 * A call that was repeated, or delivered twice, may have created copies: no state can hold them, so they are deleted. Never
 * fails, since an error would lose the group that stands; what could not be deleted is in a warning.
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
      `${what}: could not check whether an earlier call created it a second time: ${messageOf(error)}. \`npx pulumi-cognite-iam leftovers\` shows it`,
    );
  }

  async function deleteCopy({ id, name }: Group): Promise<void> {
    const copy = `group ${nameOf({ id, name })}, a copy created by a call that was carried out late or twice`;
    if (markerIn(spec) === undefined)
      return context.warn(`${what}: there is ${copy}, or somebody else's. If it is a copy, delete it`);
    try {
      await deleteOnce({
        id,
        delete: () => context.client().groups.delete(id),
        stands: () => live.stands(id),
      });
      live.gone(id);
      context.warn(`${what}: deleted ${copy}`);
    } catch (error) {
      context.warn(`${what}: could not delete ${copy}: ${messageOf(error)}. Delete it`);
    }
  }
}

/** Whether a group was created by that very call; without a marker, whether it might have been. */
function isCreatedBy({ spec, before }: CreateAttempt): (group: Group) => boolean {
  const marker = markerIn(spec);
  if (marker !== undefined) return ({ metadata }) => metadata?.[markerKey] === marker;
  const content = canonicalGroup(spec);
  const known = new Set(before.map(({ id }) => id));
  return ({ id, ...group }) =>
    !known.has(id) && group.metadata?.[markerKey] === undefined && canonicalGroup(group) === content;
}

const markerIn = (spec: GroupSpec) => spec.metadata?.[markerKey];
