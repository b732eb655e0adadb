import { canonicalCapability, canonicalJson, textOfMany } from "../capabilities/canonical";
import { markerKey } from "../contract/marker";
import { isObject } from "../validation/problems";
import { isUnknown } from "../validation/unknown";

/** The fields of a group, in the order in which they are shown. */
export const groupFields = ["name", "sourceId", "members", "capabilities", "metadata", "attributes"] as const;

/** A field of a group. */
export type GroupField = (typeof groupFields)[number];

/** The content of a group, declared or live; JSON that may still be invalid. */
export type GroupContent = { readonly [F in GroupField]?: unknown };

/**
 * One text for all spellings of a group: two groups are the same if and only if their texts are equal. The order of
 * capabilities, actions, IDs, members, databases, tables and metadata does not matter; the service adds `sourceId: ""`
 * and empty objects, and writes IDs as decimal strings and a whole database as `{}`. The owner marker does not count.
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
      // Some clusters return a sourceId beside members, which the service refuses in a request.
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

function canonicalAttributes(value: unknown): string {
  if (!isObject(value)) return JSON.stringify(value);
  const { token, ...rest } = value;
  const { appIds, ...others } = isObject(token) ? token : {};
  const applications = Array.isArray(appIds) && appIds.length === 0 ? undefined : (appIds ?? undefined);
  const limits = { ...others, ...(applications !== undefined && { appIds: applications }) };
  const said = { ...rest, ...(Object.keys(limits).length > 0 && { token: limits }) };
  return Object.keys(said).length === 0 ? "" : canonicalJson(said);
}
