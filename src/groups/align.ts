import { isObject } from "../lifecycle/problems";
import type { Group } from "./api";
import { canonicalCapability, canonicalField, type GroupContent, type GroupField, groupFields } from "./canonical";
import { withoutMarker } from "./marker";
import { wireCapability } from "./wire";

/** A group as the service answers it, as a program would declare it. */
export function contentOf(group: Group): Record<string, unknown> {
  const { name, sourceId, members, capabilities, metadata, attributes } = group;
  const own = withoutMarker(metadata);
  return {
    name,
    ...(sourceId && members == null && { sourceId }),
    ...(members != null && { members }),
    ...(capabilities != null && { capabilities: capabilities.map(wireCapability) }),
    ...(Object.keys(own).length > 0 && { metadata: own }),
    ...(attributes != null && Object.keys(attributes).length > 0 && { attributes }),
  };
}

/**
 * The content of a live group in the words of its declaration: what is the same stays as declared, to the letter and in
 * its order, so that a comparison by position shows what has changed and nothing else.
 */
export function alignTo(declared: GroupContent, group: Group): Record<string, unknown> {
  const live = contentOf(group);
  const aligned = groupFields.flatMap((field) => {
    const value = alignField(field, declared, live);
    return value === undefined ? [] : [[field, value] as const];
  });
  return Object.fromEntries(aligned);
}

function alignField(field: GroupField, declared: GroupContent, live: GroupContent): unknown {
  if (canonicalField(declared, field) === canonicalField(live, field)) return declared[field];
  const [before, now] = [declared[field], live[field]];
  if (field === "capabilities") return alignList(before, now ?? [], canonicalCapability, alignCapability);
  if (now === undefined) return field === "metadata" ? {} : field === "members" ? [] : undefined;
  return alignValue(before, now);
}

/** A list without order, the elements that are still there first, as they were spelled. */
function alignList(
  before: unknown,
  now: unknown,
  text: (value: unknown) => string,
  similar: (before: unknown, now: unknown) => unknown,
): unknown {
  if (!Array.isArray(before) || !Array.isArray(now)) return now;
  const left = new Map(now.map((each) => [text(each), each]));
  const kept = before.map((each) => (left.delete(text(each)) ? { value: each } : { changed: each }));
  const result = kept.flatMap((each) => {
    if ("value" in each) return [each.value];
    for (const [key, candidate] of left) {
      const value = similar(each.changed, candidate);
      if (value === undefined) continue;
      left.delete(key);
      return [value];
    }
    return [];
  });
  return [...result, ...left.values()];
}

/** A capability of the same ACL, its actions and ids in the order of the declared one. */
function alignCapability(before: unknown, now: unknown): unknown {
  if (!isObject(before) || !isObject(now)) return undefined;
  const acl = Object.keys(now).find((key) => isObject(now[key]) && "actions" in now[key] && isObject(before[key]));
  return acl === undefined ? undefined : alignValue(before, now);
}

function alignValue(before: unknown, now: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(now)) return alignList(before, now, looseText, () => undefined);
  if (!isObject(before) || !isObject(now)) return now;
  const keys = [
    ...Object.keys(before).filter((key) => key in now),
    ...Object.keys(now).filter((key) => !(key in before)),
  ];
  return Object.fromEntries(keys.map((key) => [key, alignValue(before[key], now[key])]));
}

/** An id is the same as a number and as a decimal string. */
const looseText = (value: unknown) =>
  typeof value === "number" || typeof value === "string" ? String(value) : JSON.stringify(value);
