import { canonicalCapability } from "../../capabilities/canonical";
import { findAcl } from "../../capabilities/types";
import { wireCapability } from "../../capabilities/wire";
import type { Group } from "../../client/groups";
import { withoutMarker } from "../../contract/marker";
import { isObject, listOf, objectOf } from "../../validation/problems";
import { canonicalField, type GroupContent, type GroupField, groupFields } from "../canonical";

/** A group from the service, as a program would declare it. */
export function declarationOf(group: Group): Record<string, unknown> {
  const { name, sourceId, members, capabilities, metadata, attributes } = group;
  const own = withoutMarker(metadata);
  return {
    name,
    ...(sourceId && members == null && { sourceId }),
    ...(members != null && { members }),
    ...(capabilities != null && { capabilities: capabilities.map(wireCapability) }),
    ...(Object.keys(own).length > 0 && { metadata: own }),
    ...(canonicalField(group, "attributes") !== "" && { attributes }),
  };
}

/**
 * The content of a live group in the terms of its declaration: what is the same stays exactly as declared and in its
 * place, so that Pulumi's comparison by position shows what has changed and as little else as possible.
 */
export function spellAsDeclared(declared: GroupContent, group: Group): Record<string, unknown> {
  const live = declarationOf(group);
  const aligned = groupFields.flatMap((field) => {
    const value = alignField(field, declared, live);
    return value === undefined ? [] : [[field, value] as const];
  });
  return Object.fromEntries(aligned);
}

/** New inputs in the terms of the old ones, in the same way. */
export function alignInputs(olds: GroupContent, news: GroupContent): Record<string, unknown> {
  const declared = groupFields.filter((field) => news[field] !== undefined);
  return Object.fromEntries(
    declared.map((field) => [field, olds[field] === undefined ? news[field] : alignField(field, olds, news)]),
  );
}

function alignField(field: GroupField, declared: GroupContent, live: GroupContent): unknown {
  if (canonicalField(declared, field) === canonicalField(live, field)) return declared[field];
  const [before, now] = [declared[field], live[field]];
  if (field === "capabilities" && Array.isArray(before)) {
    const list = Array.isArray(now) ? now : [];
    return keepPositions(before, matchCapabilities(before, list), alignCapability);
  }
  if (now === undefined) return field === "metadata" ? {} : field === "members" ? [] : undefined;
  return alignValue(before, now);
}

/** How two unordered lists match. */
export interface Matching {
  /** By position in the first list: the element of the second list that matches; undefined when there is none. */
  matches: ({ value: unknown; same: boolean } | undefined)[];
  /** The elements that only the second list has. */
  added: unknown[];
}

/** Matches what is the same, then what is most alike; a likeness of 0 matches nothing. */
export function matchUnordered(
  before: readonly unknown[],
  now: readonly unknown[],
  text: (value: unknown) => string = [...before, ...now].some(isNumber) ? idText : JSON.stringify,
  likeness: (before: unknown, now: unknown) => number = () => 0,
): Matching {
  const left = new Map(now.map((each) => [text(each), each]));
  const there = new Set(left.keys());
  const matches: Matching["matches"] = before.map((value) => {
    left.delete(text(value));
    return there.has(text(value)) ? { value, same: true } : undefined;
  });
  const candidates = before.flatMap((each, place) =>
    matches[place] === undefined
      ? [...left].map(([key, value]) => ({ place, key, value, score: likeness(each, value) }))
      : [],
  );
  for (const { place, key, value, score } of candidates.sort((a, b) => b.score - a.score))
    if (score > 0 && matches[place] === undefined && left.delete(key)) matches[place] = { value, same: false };
  return { matches, added: [...left.values()] };
}

/** {@link matchUnordered} for capabilities: one with the same ACL may be one that has changed. */
export const matchCapabilities = (before: readonly unknown[], now: readonly unknown[]): Matching =>
  matchUnordered(before, now, canonicalCapability, capabilityLikeness);

/**
 * Orders an unordered list. Unchanged elements keep their places; a changed element takes the place of the one it
 * resembles most; added elements take the places of removed ones; only then do the last elements move into the
 * remaining gaps.
 */
function keepPositions(
  before: readonly unknown[],
  { matches, added }: Matching,
  change: (before: unknown, now: unknown) => unknown,
): unknown[] {
  const coming = [...added];
  const filled = matches.map((place, i) => {
    if (place !== undefined) return { value: place.same ? before[i] : change(before[i], place.value) };
    return coming.length > 0 ? { value: coming.shift() } : undefined;
  });
  return [...fillGapsFromEnd(filled), ...coming];
}

/** Without gaps: the last element fills each gap, so that no more than one element moves for each that was removed. */
function fillGapsFromEnd(places: readonly ({ value: unknown } | undefined)[]): unknown[] {
  const taken = places.filter((place) => place !== undefined);
  const [kept, beyond] = [places.slice(0, taken.length), places.slice(taken.length)];
  const moving = beyond.filter((place) => place !== undefined).toReversed();
  return kept.map((place) => (place ?? moving.shift())?.value);
}

/** How likely two capabilities are one that has changed: 0 when their ACLs differ. */
function capabilityLikeness(before: unknown, now: unknown): number {
  const [a, b] = [grantIn(before), grantIn(now)];
  if (a.acl === undefined || b.acl === undefined || aclKey(a.acl) !== aclKey(b.acl)) return 0;
  const scopes = [a, b].map(({ scope }) => canonicalCapability({ acl: { actions: [], scope } }));
  const keys = [a, b].map(({ scope }) => Object.keys(scope).join().toLowerCase());
  const shared = a.actions.filter((action) => b.actions.includes(action)).length;
  return 1 + (scopes[0] === scopes[1] ? 4 : 0) + (keys[0] === keys[1] ? 1 : 0) + shared / (a.actions.length + 1);
}

/** What a capability grants, with its ACL as it is spelled. */
export interface GrantParts {
  acl: string | undefined;
  actions: readonly unknown[];
  scope: Record<string, unknown>;
}

export function grantIn(capability: unknown): GrantParts {
  const [acl, grant] = Object.entries(objectOf(capability)).find(([, each]) => "actions" in objectOf(each)) ?? [];
  const { actions, scope } = objectOf(grant);
  return { acl, actions: listOf(actions), scope: objectOf(scope) };
}

/** A capability with the same ACL in the declared spelling, with its actions and IDs in their places. */
function alignCapability(before: unknown, now: unknown): unknown {
  const { unlisted, ...was } = before as Record<string, unknown>;
  const aligned = alignKeys(was, now, aclKey, (grant, nowGrant) =>
    alignKeys(grant, nowGrant, exactKey, (part, nowPart) =>
      isObject(part) ? alignKeys(part, nowPart, lowerKey, alignScope) : alignValue(part, nowPart),
    ),
  );
  return isObject(aligned) && unlisted === true ? { ...aligned, unlisted } : aligned;
}

function alignScope(before: unknown, now: unknown): unknown {
  return alignKeys(before, now, exactKey, (value, nowValue, field) =>
    field === "dbsToTables" ? alignKeys(value, nowValue, exactKey, alignTables) : alignValue(value, nowValue),
  );
}

/** The tables of a database, in the declared form: `[…]`, `{ tables: […] }`, or `{}` for all. */
function alignTables(before: unknown, now: unknown): unknown {
  const tables = (value: unknown) => (isObject(value) ? (value["tables"] ?? []) : value);
  const aligned = alignValue(tables(before), tables(now));
  if (Array.isArray(before)) return aligned;
  return isObject(before) && !("tables" in before) && Array.isArray(aligned) && aligned.length === 0
    ? {}
    : { tables: aligned };
}

function alignValue(before: unknown, now: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(now))
    return keepPositions(before, matchUnordered(before, now), (_, same) => same);
  return alignKeys(before, now, exactKey, alignValue);
}

/** An object's properties under their declared names and in the declared order. */
function alignKeys(
  before: unknown,
  now: unknown,
  key: (name: string) => string,
  align: (before: unknown, now: unknown, name: string) => unknown,
): unknown {
  if (!isObject(before) || !isObject(now)) return now;
  const left = new Map(Object.entries(now).map(([name, value]) => [key(name), { name, value }]));
  const known = Object.entries(before).flatMap(([name, value]) => {
    const found = left.get(key(name));
    left.delete(key(name));
    return found === undefined ? [] : [[name, align(value, found.value, name)] as const];
  });
  return Object.fromEntries([...known, ...[...left.values()].map(({ name, value }) => [name, value] as const)]);
}

const exactKey = (name: string) => name;
const lowerKey = (name: string) => name.toLowerCase();
/** One text for all spellings of an ACL, or of another name in any case. */
export const aclKey = (name: string) => (findAcl(name)?.name ?? name).toLowerCase();

/** Numbers are IDs, and an ID is the same as a number or as a decimal string. */
export const idText = (value: unknown) =>
  typeof value === "string" && /^\d+$/.test(value) ? String(BigInt(value)) : JSON.stringify(value);

const isNumber = (value: unknown) => typeof value === "number";
