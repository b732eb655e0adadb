import { markerKey, withoutMarker } from "../../contract/marker";
import { type GroupContent, groupFields } from "../../groups/canonical";
import { isObject } from "../../validation/problems";
import { type Hidden, isHiddenText, maskHidden } from "./hidden";
import type { AccessGroup, Member, Membership } from "./model";
import { compare, rightsOf } from "./rights";

/** What a group has beside its content. */
export type Identity = Pick<AccessGroup, "key" | "id" | "project" | "urn">;

/** The names of users by their identifiers. */
export type Names = ReadonlyMap<string, string>;

/** A group's content, declared or live, as it is reviewed. */
export function accessGroupOf(identity: Identity, content: GroupContent, names: Names = new Map()): AccessGroup {
  const hidden: Hidden[] = [];
  const shown: Record<string, unknown> = {};
  for (const field of groupFields) {
    const seen = maskHidden(content[field], field);
    shown[field] = seen.value;
    hidden.push(...seen.hidden);
  }
  const metadata = isObject(shown["metadata"]) ? shown["metadata"] : {};
  const texts = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, String(value)]));
  const owner = texts[markerKey];
  return {
    ...identity,
    name: String(shown["name"] ?? ""),
    ...(owner !== undefined && { owner }),
    membership: membershipOf(shown, names),
    applications: applicationsOf(shown["attributes"]),
    rights: rightsOf(shown["capabilities"]),
    metadata: withoutMarker(texts),
    hidden,
  };
}

function membershipOf({ sourceId, members }: Record<string, unknown>, names: Names): Membership {
  if (members === "allUserAccounts") return { kind: "allUserAccounts" };
  if (isHiddenText(members)) return { kind: "hidden", text: String(members) };
  if (Array.isArray(members) && members.length > 0)
    return {
      kind: "members",
      members: [...new Set(members.map(String))].sort(compare).map((id): Member => {
        const name = names.get(id);
        return name === undefined ? { id } : { id, name };
      }),
    };
  // The service answers a sourceId beside members on some clusters; it means nothing then.
  if (Array.isArray(members) || typeof sourceId !== "string" || sourceId === "") return { kind: "nobody" };
  return isHiddenText(sourceId) ? { kind: "hidden", text: sourceId } : { kind: "sourceId", sourceId };
}

function applicationsOf(attributes: unknown): string[] {
  if (isHiddenText(attributes)) return [String(attributes)];
  const token = isObject(attributes) ? attributes["token"] : undefined;
  const appIds = isObject(token) ? token["appIds"] : token;
  if (isHiddenText(appIds)) return [String(appIds)];
  return Array.isArray(appIds) ? appIds.map(String).sort(compare) : [];
}
