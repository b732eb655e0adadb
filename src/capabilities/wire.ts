import { idNumber } from "../validation/ids";
import { isObject } from "../validation/problems";
import { fieldKind, findAcl, findScope, type ScopeName, type WireCapability } from "./types";

/** A capability in the spelling of the API and the catalogue; what is unknown stays as it is. */
export function wireCapability(capability: object): WireCapability {
  const { unlisted, ...entries } = capability as Record<string, unknown>;
  if (unlisted === true) return entries;
  return Object.fromEntries(
    Object.entries(entries).map(([acl, grant]) => {
      if (!isObject(grant) || !isObject(grant["scope"])) return [acl, grant];
      const known = findAcl(acl);
      const scope = Object.entries(grant["scope"]).map(([key, content]) =>
        wireScope(findScope(key, known?.scopes), key, content),
      );
      const { actions } = grant;
      const distinct = Array.isArray(actions) && { actions: [...new Set(actions)] };
      return [known?.name ?? acl, { ...grant, ...distinct, scope: Object.fromEntries(scope) }];
    }),
  );
}

function wireScope(name: ScopeName | undefined, key: string, content: unknown): [string, unknown] {
  if (name === undefined || !isObject(content)) return [key, content];
  return [
    name,
    Object.fromEntries(
      Object.entries(content).map(([field, value]) => [field, wireField(fieldKind(name, field), value)]),
    ),
  ];
}

function wireField(kind: ReturnType<typeof fieldKind>, value: unknown): unknown {
  if (kind === "ids" && Array.isArray(value)) return [...new Set(value.map(idNumber))];
  if (kind === "names" && Array.isArray(value)) return [...new Set(value)];
  if (kind !== "tables" || !isObject(value)) return value;
  const nested = Object.entries(value).map(([database, content]) => {
    const { tables, ...rest } = isObject(content) ? content : { tables: content };
    return [database, { ...rest, tables: Array.isArray(tables) ? [...new Set(tables)] : [] }];
  });
  return Object.fromEntries(nested);
}
