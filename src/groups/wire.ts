import { isObject } from "../lifecycle/problems";
import type { GroupSpec, WireCapability } from "./api";
import type { GroupContent } from "./canonical";
import { fieldKind, findAcl, findScope, type ScopeName } from "./capabilities";
import { markerKey } from "./marker";

/** A checked group as the API takes it: only what is set, ids as numbers, RAW tables nested, the catalogue's spelling. */
export function toWire(content: GroupContent, owner: string | undefined): GroupSpec {
  const { name, sourceId, members, capabilities, metadata, attributes } = content as Partial<GroupSpec>;
  const marked = { ...metadata, ...(owner !== undefined && { [markerKey]: owner }) };
  return {
    name: name ?? "",
    ...(sourceId && { sourceId }),
    ...(members != null && { members: Array.isArray(members) ? [...new Set(members)] : members }),
    ...(capabilities != null && { capabilities: capabilities.map(wireCapability) }),
    ...(Object.keys(marked).length > 0 && { metadata: marked }),
    ...(attributes?.token?.appIds != null && {
      attributes: { token: { appIds: [...new Set(attributes.token.appIds)] } },
    }),
  };
}

/** A capability in the spelling of the API and the catalogue; what is not known stays as it is. */
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
  if (kind === "ids" && Array.isArray(value)) return [...new Set(value.map(asNumber))];
  if (kind === "names" && Array.isArray(value)) return [...new Set(value)];
  if (kind !== "tables" || !isObject(value)) return value;
  const nested = Object.entries(value).map(([database, content]) => {
    const { tables, ...rest } = isObject(content) ? content : { tables: content };
    return [database, { ...rest, tables: Array.isArray(tables) ? [...new Set(tables)] : [] }];
  });
  return Object.fromEntries(nested);
}

const asNumber = (id: unknown) =>
  typeof id === "string" && /^\d+$/.test(id) && Number.isSafeInteger(Number(id)) ? Number(id) : id;
