import type { AccessGroup } from "./model";
import { whoOf } from "./phrases";

/** A group before and after; one of the two is undefined for a new or a removed one. */
export interface GroupMatch {
  before: AccessGroup | undefined;
  after: AccessGroup | undefined;
}

/** What two groups share that are one and the same; nothing for a group that this cannot tell. */
type Likeness = (group: AccessGroup) => unknown;

/** What the rights give, whatever is known of their targets' names. */
const contentOf = ({ rights }: AccessGroup) =>
  rights.map(({ scope: { reach, key, targets }, ...right }) => ({ ...right, scope: { reach, key, targets } }));

/** Of one project at two times, the surest first. None of them hides a change: it is shown either way. */
const likenessesInTime: readonly Likeness[] = [
  ({ urn }) => urn,
  ({ id }) => id,
  ({ owner }) => owner,
  (group) => [group.name, whoOf(group)],
  ({ name }) => [name],
  (group) => group.rights.length > 0 && [whoOf(group), contentOf(group)],
];

/** Of two projects: groups are the same by name alone, and their content tells those of one name apart. */
const likenessesByName: readonly Likeness[] = [
  (group) => [group.name, whoOf(group), group.applications, contentOf(group)],
  (group) => [group.name, contentOf(group)],
  (group) => [group.name, whoOf(group)],
  ({ name }) => [name],
];

/** Which group was which: since a change gives a group a new ID, by more than that. A group of another project is another one. */
export const matchGroups = (before: readonly AccessGroup[], after: readonly AccessGroup[]): GroupMatch[] =>
  match(before, after, likenessesInTime);

/** Which group of one project is which of another, by name; both are taken to be of the same project. */
export const matchByName = (before: readonly AccessGroup[], after: readonly AccessGroup[]): GroupMatch[] =>
  match(before, after, likenessesByName);

function match(
  before: readonly AccessGroup[],
  after: readonly AccessGroup[],
  likenesses: readonly Likeness[],
): GroupMatch[] {
  const matches: GroupMatch[] = [];
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
      const alike = key ? waiting.get(JSON.stringify(key))?.filter((other) => !found.has(other)) : undefined;
      const same = alike?.find((other) => isOfSameProject(other, group));
      if (same === undefined) return true;
      found.add(same);
      matches.push({ before: same, after: group });
      return false;
    });
    left = left.filter((group) => !found.has(group));
  }
  return [
    ...matches,
    ...left.map((group) => ({ before: group, after: undefined })),
    ...right.map((group) => ({ before: undefined, after: group })),
  ];
}

/** A group that is not created yet may have no project. */
export const isOfSameProject = (a: AccessGroup, b: AccessGroup): boolean =>
  a.project === undefined || b.project === undefined || a.project === b.project;
