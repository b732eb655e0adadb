import { findAcl } from "../../capabilities/types";
import type { Group } from "../../client/groups";
import { listOf, objectOf, quote } from "../../validation/problems";
import { differingFields, type GroupContent } from "../canonical";
import { declarationOf, type GrantParts, grantIn, matchCapabilities, matchUnordered } from "./align";

/**
 * What has changed in a live group since it was noted in the state, in words, each change with its place in the state.
 * Pulumi compares lists by position, so its own diff also shows what only moved, and for a secret it says no more than
 * `[secret]`. Of the values, only the catalogue's words are shown, since any other may be a secret.
 */
export function driftOf(noted: GroupContent, group: Group): string[] {
  const live: GroupContent = declarationOf(group);
  return differingFields(noted, live).flatMap((field) => {
    const [before, now] = [noted[field], live[field]];
    if (field === "capabilities") return capabilityChanges(listOf(before), listOf(now));
    if (field === "metadata") return pairChanges(field, objectOf(before), objectOf(now));
    if (field === "members" && Array.isArray(before) && Array.isArray(now)) return listChanges(field, before, now);
    return [`${field} ${now === undefined ? "removed" : before === undefined ? "added" : "changed"}`];
  });
}

function capabilityChanges(before: readonly unknown[], now: readonly unknown[]): string[] {
  const { matches, added } = matchCapabilities(before, now);
  const changes = before.flatMap((capability, i) => {
    const [match, acl] = [matches[i], aclIn(capability)];
    if (match?.same) return [];
    const at = `capabilities[${i}].${acl}`;
    if (match === undefined) return [`${at} removed`];
    return grantChanges(at, grantIn(capability), grantIn(match.value));
  });
  return [...changes, ...added.map((capability) => `capabilities: ${aclIn(capability)} added`)];
}

function grantChanges(at: string, before: GrantParts, now: GrantParts): string[] {
  const actions = listChanges(`${at}.actions`, before.actions, now.actions, findAcl(before.acl ?? "")?.actions);
  const [key, content] = Object.entries(before.scope)[0] ?? ["", {}];
  const [nowKey, nowContent] = Object.entries(now.scope)[0] ?? ["", {}];
  if (key.toLowerCase() !== nowKey.toLowerCase()) return [...actions, `${at}.scope changed`];
  const fields = Object.entries(objectOf(content)).flatMap(([field, value]) => {
    const other = objectOf(nowContent)[field];
    if (!Array.isArray(value) || !Array.isArray(other)) return [];
    return listChanges(`${at}.scope.${key}.${field}`, value, other);
  });
  return actions.length + fields.length > 0 ? [...actions, ...fields] : [`${at}.scope changed`];
}

/** @param words - what may be named rather than pointed at. */
function listChanges(
  at: string,
  before: readonly unknown[],
  now: readonly unknown[],
  words: readonly unknown[] = [],
): string[] {
  const { matches, added } = matchUnordered(before, now);
  const removed = before.flatMap((value, i) =>
    matches[i] === undefined ? [words.includes(value) ? value : `[${i}]`] : [],
  );
  const named = added.map((value) => (words.includes(value) ? value : undefined));
  const coming = named.every((word) => word !== undefined) ? named.join(", ") : `${added.length}`;
  const isPointed = (text: unknown) => String(text).startsWith("[");
  return [
    ...removed.map((text) => (isPointed(text) ? `${at}${text} removed` : `${at}: ${text} removed`)),
    ...(added.length > 0 ? [`${at}: ${coming} added`] : []),
  ];
}

function pairChanges(at: string, before: Record<string, unknown>, now: Record<string, unknown>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((key) => {
    if (before[key] === now[key]) return [];
    const how = now[key] === undefined ? "removed" : before[key] === undefined ? "added" : "changed";
    return [`${at}[${quote(key)}] ${how}`];
  });
}

const aclIn = (capability: unknown): string => grantIn(capability).acl ?? "capability";
