import { deleteOnce } from "../lifecycle/delete";
import type { Context } from "../lifecycle/handler";
import type { Group, GroupSpec } from "./api";
import { canonicalGroup } from "./canonical";
import type { LiveGroups } from "./live";
import { nameOf } from "./lockout";
import { markerKey } from "./marker";

interface Surroundings {
  context: Context;
  /** The groups that were there before this process made its first one. */
  before: ReadonlyMap<number, Group>;
  spec: GroupSpec;
  /** The groups that this process has named, which are in the state, or are about to be by an import. */
  named: { has(id: number): boolean };
  /** The resource in words. */
  what: string;
}

/**
 * Deletes what an interrupted run had made for this resource and could not note in the state: the same owner, the same
 * whole content, there before, named by nobody, and a copy of the group that now stands. Other content is told, not deleted.
 */
export async function clearLeftOvers(given: Surroundings & { live: LiveGroups; made: Group }): Promise<void> {
  const { context, live, before, spec, named, made, what } = given;
  const marker = spec.metadata?.[markerKey];
  if (marker === undefined) return;
  const wanted = canonicalGroup(spec);
  for (const group of before.values()) {
    if (group.metadata?.[markerKey] !== marker || named.has(group.id) || live.isGone(group.id) || group.id === made.id)
      continue;
    if (canonicalGroup(group) === wanted)
      await clearCopy({ context, live, group, what, isOurs: true, why: "left by an interrupted run" });
    else
      context.warn(
        `${what}: group ${nameOf(group)} carries the mark of this resource but another content. If an interrupted run has left it, delete it; a forced replacement deletes it by itself`,
      );
  }
}

/**
 * Deletes a copy of a group that stands, and says so. It never fails: an error would lose the group that stands, so what
 * could not be deleted is told.
 */
export async function clearCopy(given: {
  context: Context;
  live: LiveGroups;
  group: Group;
  /** The resource in words. */
  what: string;
  /** Whether it is known to be this resource's; what is not is only told. */
  isOurs: boolean;
  /** Where the copy comes from. */
  why: string;
}): Promise<void> {
  const { context, live, group, what, isOurs, why } = given;
  const copy = `group ${nameOf(group)}, a copy ${why}`;
  if (!isOurs) return context.warn(`${what}: there is ${copy}, or somebody else's. If it is not, delete it`);
  try {
    await deleteOnce({
      id: group.id,
      delete: () => context.client().groups.delete(group.id),
      stands: () => live.stands(group.id),
    });
    live.gone(group.id);
    context.warn(`${what}: deleted ${copy}`);
  } catch (error) {
    context.warn(`${what}: ${copy}, could not be deleted: delete it. ${error instanceof Error ? error.message : ""}`);
  }
}

/** Names may repeat; mostly the group that is there was meant to be imported. */
export function warnOfTwins({ context, before, spec, named, what }: Surroundings): void {
  const marker = spec.metadata?.[markerKey];
  for (const group of before.values()) {
    if (group.name !== spec.name || named.has(group.id)) continue;
    if (marker !== undefined && group.metadata?.[markerKey] === marker) continue;
    context.warn(
      `${what}: there is a group named ${nameOf(group)} already, and another is made now, since names may repeat. To take over the one that is there, give the resource the option \`{ import: "${group.id}" }\`; if it is what somebody made of yours by hand, delete it`,
    );
  }
}
