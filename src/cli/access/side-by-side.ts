import { truncateList } from "../../text/plural";
import type { AccessGroup, AccessRight, AccessScope, Category, Side } from "./model";
import { projectsOf } from "./projects";
import { compare } from "./rights";
import { idOf } from "./target-names";

/** Two projects that are compared with each other: not one project at two times. */
export interface ComparedProjects {
  before: string;
  after: string;
}

/** The projects, when each side is one and they are two; undefined when both are of the same stack, which moved its groups. */
export function comparedProjects(before: Side, after: Side): ComparedProjects | undefined {
  const [[one, ...others], [another, ...moreOthers]] = [projectsOf(before), projectsOf(after)];
  if (one === undefined || another === undefined || one === another || others.length + moreOthers.length > 0) return;
  const urns = new Set(before.groups.flatMap(({ urn }) => urn ?? []));
  if (after.groups.some(({ urn }) => urn !== undefined && urns.has(urn))) return;
  return { before: one, after: another };
}

/**
 * Groups of one project in words that mean the same in each: external IDs and names in the place of IDs, and the other project's
 * name in the place of its own.
 */
export const inCommonWords = (
  groups: readonly AccessGroup[],
  { own, shared }: { own: string; shared: ComparedProjects },
): AccessGroup[] =>
  groups.map((group) => ({
    ...group,
    project: shared.after,
    rights: group.rights.map((right) => ({
      ...right,
      scope: scopeInCommonWords(right.scope, own),
      ...(own === shared.before && { projects: swapped(right.projects, shared) }),
    })),
  }));

/** The limits of a right to projects, each of the two called what the other is. */
export const swapped = (projects: readonly string[], { before, after }: ComparedProjects): string[] =>
  projects.map((project) => (project === before ? after : project === after ? before : project)).sort(compare);

/** An ID that nothing is known of is another one in each project. */
function scopeInCommonWords({ externalIds = {}, names = {}, ...scope }: AccessScope, own: string): AccessScope {
  const targets = scope.targets.map((target) => {
    const id = idOf(target, scope);
    if (id === undefined) return target;
    const known = (of: Readonly<Record<string, string>>) => (Object.hasOwn(of, id) ? of[id] : undefined);
    const [externalId, name] = [known(externalIds), known(names)];
    if (externalId !== undefined) return ["externalId", externalId];
    return name === undefined ? ["id", `${id} of ${own}`] : ["name", name];
  });
  return { ...scope, targets: targets.sort((a, b) => compare(a.join("/"), b.join("/"))) };
}

/** What a reader should know of how two projects were compared. */
export function notesOf(before: Side, after: Side, projects: ComparedProjects): string[] {
  const count = ({ groups }: Side, name: string) => groups.filter((group) => group.name === name).length;
  const names = [...new Set([...before.groups, ...after.groups].map(({ name }) => name))].sort(compare);
  const repeated = names
    .map((name) => ({ name, counts: [count(before, name), count(after, name)] }))
    .filter(({ counts }) => counts.some((each) => each > 1));
  const shared = repeated.map(
    ({ name, counts: [old, now] }) =>
      `${JSON.stringify(name)} (${old} in ${projects.before}, ${now} in ${projects.after})`,
  );
  const unnamed = [before, after].map(
    ({ groups }) => new Set(groups.flatMap(({ rights }) => rights.flatMap(unnamedIn))).size,
  );
  const only = (side: Side, other: Side) =>
    side.categoriesComplete && other.categoriesComplete ? missingNames(side.categories, other.categories) : [];
  return [
    ...(shared.length > 0
      ? [
          `several groups share a name, so they are matched by rights and members: ${truncateList(shared, 10).join(", ")}`,
        ]
      : []),
    ...(Math.max(...unnamed) > 0
      ? [
          `IDs without a known external ID or name count as different: ${unnamed[0]} in ${projects.before}, ${unnamed[1]} in ${projects.after}`,
        ]
      : []),
    ...categoryNote(only(before, after), projects.before),
    ...categoryNote(only(after, before), projects.after),
  ];
}

const unnamedIn = ({ scope }: AccessRight): string[] =>
  scope.targets.flatMap((target) => {
    const id = idOf(target, scope);
    const isKnown =
      id !== undefined && (Object.hasOwn(scope.externalIds ?? {}, id) || Object.hasOwn(scope.names ?? {}, id));
    return id === undefined || isKnown ? [] : [`${scope.key} ${id}`];
  });

function missingNames(some: readonly Category[], others: readonly Category[]): string[] {
  const known = new Set(others.map(({ name }) => name));
  return some.map(({ name }) => name).filter((name) => !known.has(name));
}

const categoryNote = (names: readonly string[], project: string): string[] =>
  names.length === 0 ? [] : [`security categories only in ${project}: ${truncateList(names, 10).join(", ")}`];
