import { CdfError } from "../errors";
import type { Context } from "../lifecycle/handler";
import { createOnce } from "../lifecycle/reconcile";
import type { Group, GroupSpec } from "./api";
import { canonicalGroup } from "./canonical";
import { clearCopy } from "./left-overs";
import type { LiveGroups } from "./live";
import { nameOf } from "./lockout";
import { markerKey } from "./marker";

/** A group to be made, and what is known around it. */
export interface GroupMaking {
  context: Context;
  live: LiveGroups;
  /** The groups that were there before this process made its first one. */
  before: ReadonlyMap<number, Group>;
  spec: GroupSpec;
  /** The groups that this process has named, which are in the state, or are about to be by an import. */
  named: { has(id: number): boolean };
  /** The groups that this process has found to be made, or left as they are, for other resources. */
  claimed: Set<number>;
  /** The resource in words. */
  what: string;
}

/** Makes a group exactly once, whatever becomes of the answers. */
export function makeGroup(making: GroupMaking): Promise<Group> {
  const { context, live, spec, claimed, what } = making;
  const marker = spec.metadata?.[markerKey];
  return createOnce(context, {
    what,
    create: () => context.client().groups.create(spec),
    async find() {
      const found = findLost(making, await live.fresh());
      if (found === undefined && !(await live.showAll()))
        throw new CdfError("UNDECIDED", "your right to list groups (groupsAcl:LIST) is limited to your own");
      return found;
    },
    made(group) {
      claimed.add(group.id);
      live.made(group);
    },
    async late(group) {
      claimed.add(group.id);
      await clearCopy({
        ...making,
        group,
        isOurs: marker !== undefined,
        why: "made by a call that was carried out late",
      });
    },
    undecided:
      marker === undefined
        ? `Before you run \`pulumi up\` again, look for a group ${JSON.stringify(spec.name)} that is in no state, and delete it: without ownerMetadata, another run cannot know it.`
        : "Run `pulumi up` again when the service answers: if it was made, that run knows it by its owner and leaves one.",
  });
}

/**
 * The group that a lost call has made: new, nobody's, and the same in every field.
 * @throws CdfError when there is one of this owner whose content is not what was sent.
 */
function findLost({ before, spec, named, claimed }: GroupMaking, listed: readonly Group[]): Group | undefined {
  const marker = spec.metadata?.[markerKey];
  const wanted = canonicalGroup(spec);
  const candidates = listed.filter(
    ({ id, metadata }) => !before.has(id) && !claimed.has(id) && !named.has(id) && metadata?.[markerKey] === marker,
  );
  const found = candidates.find((group) => canonicalGroup(group) === wanted);
  const [other] = candidates;
  if (found !== undefined || other === undefined || marker === undefined) return found;
  throw new CdfError(
    "UNDECIDED",
    `group ${nameOf(other)} carries the mark of this resource, but is not as it was sent`,
  );
}
