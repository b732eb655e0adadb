import { type ScopeTargetKind, scopeTargetKind } from "../../capabilities/scope-target-kinds";
import type { ScopeTarget } from "../../capabilities/single-rights";
import { fieldKind, findScope } from "../../capabilities/types";
import type { AccessGroup, AccessRight, Category } from "./model";

/** External IDs, and the names of security categories, by kind and ID. */
export type TargetNames = Readonly<Partial<Record<ScopeTargetKind, ReadonlyMap<string, string>>>>;

/** What the IDs in a right's scope are of; undefined where that is unknown. */
export const kindOfTargets = ({ acl, scope }: Pick<AccessRight, "acl" | "scope">): ScopeTargetKind | undefined =>
  scopeTargetKind(acl, scope.key);

/** The ID that a target is, which is valid in one project only; undefined for names and hidden values. */
export function idOf(target: ScopeTarget, { key }: Pick<AccessRight["scope"], "key">): string | undefined {
  const [field = "", id = ""] = target;
  const scope = findScope(key);
  const isId = target.length === 2 && scope !== undefined && fieldKind(scope, field) === "ids";
  return isId && /^\d+$/.test(id) ? id : undefined;
}

/** The IDs in the scopes of some rights, by what they are of. */
export function idsByKind(rights: readonly AccessRight[]): Map<ScopeTargetKind, string[]> {
  const found = new Map<ScopeTargetKind, Set<string>>();
  for (const right of rights) {
    const kind = kindOfTargets(right);
    if (kind === undefined) continue;
    const ids = found.get(kind) ?? new Set<string>();
    for (const target of right.scope.targets) {
      const id = idOf(target, right.scope);
      if (id !== undefined) ids.add(id);
    }
    found.set(kind, ids);
  }
  return new Map([...found].map(([kind, ids]) => [kind, [...ids]]));
}

/** A group with what the IDs in its scopes are known by. */
export const withTargetNames = (group: AccessGroup, names: TargetNames): AccessGroup => ({
  ...group,
  rights: group.rights.map((right) => withNames(right, names)),
});

function withNames(right: AccessRight, names: TargetNames): AccessRight {
  const kind = kindOfTargets(right);
  const known = kind && names[kind];
  if (kind === undefined || known === undefined) return right;
  const named = right.scope.targets.flatMap((target) => {
    const id = idOf(target, right.scope);
    const name = id === undefined ? undefined : known.get(id);
    return id === undefined || name === undefined ? [] : [[id, name] as const];
  });
  if (named.length === 0) return right;
  const field = kind === "securityCategories" ? "names" : "externalIds";
  return { ...right, scope: { ...right.scope, [field]: Object.fromEntries(named) } };
}

/** The names of those security categories that may be a group's, by ID. */
export const categoryNames = (categories: readonly Category[], project: string | undefined): TargetNames => ({
  securityCategories: new Map(
    categories
      .filter((category) => (category.project ?? project) === (project ?? category.project))
      .map(({ id, name }) => [String(id), name]),
  ),
});
