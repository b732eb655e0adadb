import { idNumber } from "../validation/ids";
import { isObject } from "../validation/problems";
import { fieldKind, findAcl, findScope, siblingKeys } from "./types";

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
  return canonicalJson(value, kind === "names" ? undefined : kind === "ids" ? idNumber : asPerhapsId);
}

/** Any JSON; the order of keys and of lists does not matter. */
export function canonicalJson(value: unknown, leaf: (value: unknown) => unknown = (same) => same): string {
  if (Array.isArray(value)) return textOfSet(value.map((each) => canonicalJson(each, leaf)));
  if (!isObject(value)) return JSON.stringify(leaf(value)) ?? "null";
  const pairs = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${pairs
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each, leaf)}`)
    .sort()
    .join(",")}}`;
}

/** What may be an ID or a name: `"7"` may stand for 7, but the service never writes an ID as `"007"`. */
const asPerhapsId = (value: unknown): unknown => (String(idNumber(value)) === value ? idNumber(value) : value);

/** A list for which empty means the same as absent. */
export const textOfMany = (texts: readonly string[]) => (texts.length === 0 ? "" : textOfSet(texts));

const textOfSet = (texts: readonly string[]) => `[${[...new Set(texts)].sort().join(",")}]`;
