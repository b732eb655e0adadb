import type { AccessGroup } from "./model";
import { whoOf } from "./phrases";

/** A group before and after; one of the two is undefined for a new or a removed one. */
export interface GroupMatch {
  before: AccessGroup | undefined;
  after: AccessGroup | undefined;
}

/** What two groups must share to be one and the same, the surest first. None of them hides a change: it is shown either way. */
const likenesses: readonly ((group: AccessGroup) => unknown)[] = [
  ({ urn }) => urn,
  ({ id, project }) => id && [id, project ?? null],
  ({ owner }) => owner,
  (group) => [group.project ?? null, group.name, whoOf(group)],
  ({ project, name }) => [project ?? null, name],
  (group) => group.rights.length > 0 && [group.project ?? null, whoOf(group), group.rights],
];

/** Which group was which: since a change gives a group a new id, by more than that. */
export function matchGroups(before: readonly AccessGroup[], after: readonly AccessGroup[]): GroupMatch[] {
  const pairs: GroupMatch[] = [];
  let [left, right] = [[...before], [...after]];
  for (const likeness of likenesses) {
    const waiting = new Map<string, AccessGroup[]>();
    for (const group of left) {
      const key = likeness(group);
      if (key) waiting.set(JSON.stringify(key), [...(waiting.get(JSON.stringify(key)) ?? []), group]);
    }
    const found = new Set<AccessGroup>();
    right = right.filter((group) => {
      const key = likeness(group);
      const match = key ? waiting.get(JSON.stringify(key))?.shift() : undefined;
      if (match === undefined) return true;
      found.add(match);
      pairs.push({ before: match, after: group });
      return false;
    });
    left = left.filter((group) => !found.has(group));
  }
  return [
    ...pairs,
    ...left.map((group) => ({ before: group, after: undefined })),
    ...right.map((group) => ({ before: undefined, after: group })),
  ];
}
