import { wireCapability } from "../capabilities/wire";
import type { GroupSpec } from "../client/groups";
import { markerKey } from "../contract/marker";
import type { GroupContent } from "./canonical";

/**
 * A checked group as the API accepts it: only fields that are set, IDs as numbers, RAW tables nested, the catalogue's
 * spelling.
 */
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
