import { isUnknown } from "../lifecycle/unknown";
import { fieldKind, findAcl, findScope, siblingKeys } from "./capabilities";
import { markerKey } from "./marker";

/** The fields that make a group, in the order in which they are shown. */
export const groupFields = ["name", "sourceId", "members", "capabilities", "metadata", "attributes"] as const;

/** A field that makes a group. */
export type GroupField = (typeof groupFields)[number];

/** The content of a group, declared or answered; JSON that need not be right yet. */
export type GroupContent = { readonly [F in GroupField]?: unknown };

/**
 * One text for all spellings of a group: two groups are the same if and only if these are equal. Without order are
 * capabilities, actions, ids, members, databases, tables and metadata; the service adds `sourceId: ""` and empty objects,
 * spells ids as decimal strings, and `{}` for a whole database. The owner's marker does not count.
 */
export function canonicalGroup(group: GroupContent): string {
  return JSON.stringify(groupFields.map((field) => canonicalField(group, field)));
}

/** The fields in which two groups differ. */
export function differingFields(a: GroupContent, b: GroupContent): GroupField[] {
  return groupFields.filter((field) => canonicalField(a, field) !== canonicalField(b, field));
}

/** One field's text; empty when the field says nothing. */
export function canonicalField(group: GroupContent, field: GroupField): string {
  const value = group[field];
  if (value === undefined || value === null) return "";
  if (isUnknown(value)) return JSON.stringify(value);
  switch (field) {
    case "name":
      return JSON.stringify(value);
    case "sourceId":
      // On some clusters the service answers a sourceId beside members, which it refuses in a request.
      return value === "" || Array.isArray(group.members) || group.members === "allUserAccounts"
        ? ""
        : JSON.stringify(value);
    case "members":
      return Array.isArray(value) ? textOfMany(value.map((member) => JSON.stringify(member))) : JSON.stringify(value);
    case "capabilities":
      return Array.isArray(value) ? textOfMany(value.map(canonicalCapability)) : JSON.stringify(value);
    case "metadata": {
      const { [markerKey]: _, ...own } = value as Record<string, unknown>;
      return Object.keys(own).length === 0 ? "" : canonicalJson(own);
    }
    case "attributes":
      return canonicalAttributes(value);
  }
}

/** One text for all spellings of a capability. */
export function canonicalCapability(capability: unknown): string {
  if (!isObject(capability)) return JSON.stringify(capability);
  const grants = Object.entries(capability).filter(([key]) => !siblingKeys.includes(key));
  const text = grants.map(
    ([acl, grant]) => `${JSON.stringify((findAcl(acl)?.name ?? acl).toLowerCase())}:${canonicalGrant(grant)}`,
  );
  const projects = isObject(capability["projectUrlNames"]) ? canonicalJson(capability["projectUrlNames"]) : "";
  return `${text.sort().join(",")}${projects && `@${projects}`}`;
}

function canonicalGrant(grant: unknown): string {
  if (!isObject(grant)) return JSON.stringify(grant);
  const { actions, scope, ...rest } = grant;
  const words = Array.isArray(actions)
    ? textOfSet(actions.map((action) => JSON.stringify(action)))
    : JSON.stringify(actions);
  const other = Object.keys(rest).length > 0 ? canonicalJson(rest) : "";
  return `{${words}${canonicalScope(scope)}${other}}`;
}

function canonicalScope(scope: unknown): string {
  if (!isObject(scope)) return JSON.stringify(scope);
  const keys = Object.entries(scope).map(([key, content]) => {
    const known = findScope(key);
    if (known === undefined || !isObject(content))
      return `${JSON.stringify(key.toLowerCase())}:${canonicalJson(content, asPerhapsId)}`;
    const fields = Object.entries(content).map(
      ([field, value]) => `${JSON.stringify(field)}:${canonicalScopeField(fieldKind(known, field), value)}`,
    );
    return `${JSON.stringify(known.toLowerCase())}:{${fields.sort().join(",")}}`;
  });
  return keys.sort().join(",");
}

function canonicalScopeField(kind: ReturnType<typeof fieldKind>, value: unknown): string {
  if (kind === "tables" && isObject(value)) {
    const databases = Object.entries(value).map(([database, content]) => {
      const { tables, ...rest } = isObject(content) ? content : { tables: content };
      const other = Object.keys(rest).length > 0 ? canonicalJson(rest) : "";
      return `${JSON.stringify(database)}:${canonicalJson(tables ?? [])}${other}`;
    });
    return textOfSet(databases);
  }
  return canonicalJson(value, kind === "names" ? undefined : kind === "ids" ? asId : asPerhapsId);
}

function canonicalAttributes(value: unknown): string {
  if (!isObject(value)) return JSON.stringify(value);
  const { token, ...rest } = value;
  const { appIds, ...others } = isObject(token) ? token : {};
  const applications = Array.isArray(appIds) && appIds.length === 0 ? undefined : (appIds ?? undefined);
  const limits = { ...others, ...(applications !== undefined && { appIds: applications }) };
  const said = { ...rest, ...(Object.keys(limits).length > 0 && { token: limits }) };
  return Object.keys(said).length === 0 ? "" : canonicalJson(said);
}

/** Any JSON, its objects' keys and its lists without order. */
function canonicalJson(value: unknown, leaf: (value: unknown) => unknown = (same) => same): string {
  if (Array.isArray(value)) return textOfSet(value.map((each) => canonicalJson(each, leaf)));
  if (!isObject(value)) return JSON.stringify(leaf(value)) ?? "null";
  const pairs = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${pairs
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each, leaf)}`)
    .sort()
    .join(",")}}`;
}

/** An id as the number that a decimal string stands for. */
function asId(value: unknown): unknown {
  return typeof value === "string" && /^\d+$/.test(value) && Number.isSafeInteger(Number(value))
    ? Number(value)
    : value;
}

/** What may be an id or a name: `"7"` may stand for 7, but `"007"` is never what the service makes of an id. */
const asPerhapsId = (value: unknown): unknown => (String(asId(value)) === value ? asId(value) : value);

/** A list of which an empty one says as little as none. */
const textOfMany = (texts: readonly string[]) => (texts.length === 0 ? "" : textOfSet(texts));

const textOfSet = (texts: readonly string[]) => `[${[...new Set(texts)].sort().join(",")}]`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
