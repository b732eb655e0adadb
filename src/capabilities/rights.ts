import { CdfError } from "../errors";
import { isObject } from "../validation/problems";
import { acls } from "./catalogue";
import { type Capability, fieldKind, findAcl, findScope, type UnlistedCapability, type WireCapability } from "./types";

/** Something that holds capabilities: a group, or what token inspect answers. */
export interface CapabilityHolder {
  /** In the API's own JSON. */
  readonly capabilities?: readonly object[] | null | undefined;
}

/** A capability, or what holds some. */
export type RightsGiver = Capability | UnlistedCapability | WireCapability | CapabilityHolder;

/** Capabilities, or what holds them; one or many, mixed as they come. */
export type Rights = RightsGiver | readonly RightsGiver[];

/**
 * Which of the wanted rights are lacking, each with one ACL, one action, and one id, name or table; none when `has` covers
 * all of them. Nothing is asked of the API: compare what `getGroups`, `inspectToken` or a program has.
 *
 * `all` covers every scope of the same ACL and action, a RAW database without tables covers its tables, and
 * `dataModelInstancesAcl:WRITE` covers `WRITE_PROPERTIES` where it holds. Order, the case of scope keys and ids written as
 * text make no difference. ACLs that the service uses no more are skipped; ones that the catalogue lacks are compared to
 * the letter.
 *
 * @param has - what there is.
 * @param wanted - what there should be.
 * @param project - whose rights are meant: capabilities of a token, and those with `projectUrlNames`, hold in some projects.
 * @throws CdfError `INVALID_ARGUMENT` when a capability holds in some projects only, and no project is given.
 * @example
 * ```ts
 * const missing = iam.missingCapabilities(
 *   await iam.inspectToken(),
 *   [{ groupsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } }],
 *   "my-project",
 * );
 * ```
 */
export function missingCapabilities(has: Rights, wanted: Rights, project?: string): WireCapability[] {
  const held = new Set(rightsIn(has, project).map(keyOf));
  const missing = new Map(rightsIn(wanted, project).map((right) => [keyOf(right), right]));
  for (const [key, right] of missing) if (covering(right).some((other) => held.has(keyOf(other)))) missing.delete(key);
  return [...missing.values()].map(capabilityOf);
}

/** One ACL, action and scope, and the one thing that the scope names, if any. */
interface SingleRight extends Where {
  acl: string;
  action: string;
}

interface Where {
  scope: string;
  /** The scope's content, cut down to one thing. */
  content: unknown;
  /** What tells the thing from others: an id or a name, a database and a table. */
  thing: readonly string[];
}

function rightsIn(given: object | readonly object[], project: string | undefined): SingleRight[] {
  const list: readonly object[] = Array.isArray(given) ? given : [given];
  return list.flatMap((each) => {
    if ("capabilities" in each) return Array.isArray(each.capabilities) ? rightsIn(each.capabilities, project) : [];
    const { projectScope, projectUrlNames, unlisted, ...grants } = each as Record<string, unknown>;
    if (!holds([projectScope, "projects"], project) || !holds([projectUrlNames, "urlNames"], project)) return [];
    return Object.entries(grants).flatMap(([acl, grant]) => rightsOfGrant(acl, grant));
  });
}

/** Whether what limits a capability to some projects lets it hold in this one. */
function holds([limit, key]: [unknown, string], project: string | undefined): boolean {
  const projects = isObject(limit) ? limit[key] : undefined;
  if (!Array.isArray(projects)) return true;
  if (project === undefined)
    throw new CdfError(
      "INVALID_ARGUMENT",
      `missingCapabilities: a capability holds in ${projects.join(", ") || "no project"} only; say which project is meant`,
    );
  return projects.includes(project);
}

function rightsOfGrant(name: string, grant: unknown): SingleRight[] {
  const known = findAcl(name);
  if (known !== undefined && acls[known.name].status === "legacy") return [];
  if (!isObject(grant) || !Array.isArray(grant["actions"]) || !isObject(grant["scope"])) return [];
  const acl = known?.name ?? name;
  const scopes = Object.entries(grant["scope"]).flatMap(([key, content]): Where[] => {
    const scope = findScope(key, known?.scopes) ?? findScope(key);
    if (scope === undefined || !isObject(content)) return [{ scope: key, content, thing: [JSON.stringify(content)] }];
    const fields = Object.entries(content);
    if (fields.length === 0) return [{ scope, content, thing: [] }];
    return fields.flatMap(([field, value]) =>
      things(field, value, fieldKind(scope, field)).map((one) => ({ scope, ...one })),
    );
  });
  return grant["actions"].flatMap((action) => scopes.map((where) => ({ acl, action: String(action), ...where })));
}

/** The single things that a field of a scope names. */
function things(field: string, value: unknown, kind: ReturnType<typeof fieldKind>): Omit<Where, "scope">[] {
  if (kind === "tables" && isObject(value))
    return Object.entries(value).flatMap(([database, content]) => {
      const tables = isObject(content) ? content["tables"] : content;
      const names: unknown[] = Array.isArray(tables) ? tables : [];
      if (names.length === 0) return [{ content: { [field]: { [database]: { tables: [] } } }, thing: [database] }];
      return names.map((table) => ({
        content: { [field]: { [database]: { tables: [table] } } },
        thing: [database, String(table)],
      }));
    });
  if (Array.isArray(value)) return value.map((each) => ({ content: { [field]: [each] }, thing: [String(each)] }));
  return [{ content: { [field]: value }, thing: [JSON.stringify(value)] }];
}

/** The rights of which each one covers this right, itself among them. */
function covering(right: SingleRight): SingleRight[] {
  const everywhere = { ...right, scope: "all", thing: [] };
  const database = { ...right, thing: right.thing.slice(0, 1) };
  const same = right.acl === "rawAcl" ? [right, everywhere, database] : [right, everywhere];
  if (right.acl !== "dataModelInstancesAcl" || right.action !== "WRITE_PROPERTIES") return same;
  return same.flatMap((each) => [each, { ...each, action: "WRITE" }]);
}

const keyOf = ({ acl, action, scope, thing }: SingleRight) =>
  JSON.stringify([acl.toLowerCase(), action, scope.toLowerCase(), thing]);

const capabilityOf = ({ acl, action, scope, content }: SingleRight): WireCapability => ({
  [acl]: { actions: [action], scope: { [scope]: content } },
});
