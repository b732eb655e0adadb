import { isObject } from "../validation/problems";
import { fieldKind, type ScopeName } from "./types";

/**
 * What a scope names, in parts, so that no two targets have the same text: the field and an ID or a name, as in
 * `["ids", "7"]`; for RAW `["dbsToTables", database, table]`, without the last part for a whole database.
 */
export type ScopeTarget = readonly string[];

/** One ACL, one action, one target: the units in which permissions are compared. */
export interface SingleRight {
  acl: string;
  action: string;
  scope: string;
  /** Empty for the whole scope. */
  target: ScopeTarget;
  /** The projects that it is limited to; empty for no limit. */
  projects: readonly string[];
}

/** Those permissions that the others do not cover. */
export function uncovered<R extends SingleRight>(rights: readonly R[], others: readonly SingleRight[]): R[] {
  const held = new Set(others.map(rightKey));
  return rights.filter((right) => held.size === 0 || !covering(right).some((other) => held.has(rightKey(other))));
}

/** One text for all spellings of a permission. */
export const rightKey = ({ acl, action, scope, target, projects }: SingleRight): string =>
  JSON.stringify([acl.toLowerCase(), action, scope.toLowerCase(), target, projects]);

/** The permissions that each cover this one, including itself. */
function covering(right: SingleRight): SingleRight[] {
  const places = [right, { ...right, scope: "all", target: [] }];
  if (right.acl === "rawAcl") places.push({ ...right, target: right.target.slice(0, 2) });
  const writesAll = right.acl === "dataModelInstancesAcl" && right.action === "WRITE_PROPERTIES";
  const actions = writesAll ? [right.action, "WRITE"] : [right.action];
  const limits = right.projects.length > 0 ? [right.projects, []] : [[]];
  return places.flatMap((place) =>
    actions.flatMap((action) => limits.map((projects) => ({ ...place, action, projects }))),
  );
}

/**
 * What the content of a scope names, each with the content reduced to it. Undefined for a scope or field that the
 * catalogue lacks: what would widen it is unknown.
 */
export function targetsIn(content: unknown, scope: ScopeName | undefined): Target[] | undefined {
  if (!isObject(content)) return undefined;
  const fields = Object.entries(content).map(([field, value]) => {
    const kind = scope && fieldKind(scope, field);
    return kind && targetsOf(field, value, kind);
  });
  const known = fields.filter((each) => each !== undefined);
  return known.length === fields.length ? known.flat() : undefined;
}

interface Target {
  target: ScopeTarget;
  content: unknown;
}

function targetsOf(field: string, value: unknown, kind: ReturnType<typeof fieldKind>): Target[] {
  if (kind !== "tables" || !isObject(value))
    return asList(value).map((each) => ({ target: [field, wordOrJson(each)], content: { [field]: [each] } }));
  return Object.entries(value).flatMap(([database, content]) => {
    const tables = isObject(content) ? content["tables"] : content;
    // A word in place of a list stands for a value that cannot be shown.
    const names = Array.isArray(tables) || typeof tables === "string" ? asList(tables) : [];
    if (names.length === 0)
      return [{ target: [field, database], content: { [field]: { [database]: { tables: [] } } } }];
    return names.map((table) => ({
      target: [field, database, wordOrJson(table)],
      content: { [field]: { [database]: { tables: [table] } } },
    }));
  });
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** A word as it is, anything else as JSON. */
export const wordOrJson = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "(nothing)");
