import { acls } from "../../capabilities/catalogue";
import { projectLimits } from "../../capabilities/projects";
import { type ScopeTarget, targetsIn, wordOrJson } from "../../capabilities/single-rights";
import { findAcl, findScope, type KnownAcl, type ScopeName, siblingKeys } from "../../capabilities/types";
import { isObject } from "../../validation/problems";
import { normalizeJson } from "../adopt/normalize-order";
import { isWrite } from "./actions";
import { isHiddenText } from "./hidden";
import type { AccessRight, AccessScope, AclStatus } from "./model";
import { targetText } from "./phrases";

/** Capabilities as rights, with words in the place of secrets and unknown values; anything of another shape is shown as it is. */
export function rightsOf(capabilities: unknown): AccessRight[] {
  if (capabilities === undefined || capabilities === null) return [];
  if (!Array.isArray(capabilities)) return [unreadable(capabilities)];
  return merged(capabilities.flatMap(rightsOfCapability));
}

function rightsOfCapability(capability: unknown): AccessRight[] {
  if (!isObject(capability)) return [unreadable(capability)];
  const projects = projectLimits(capability).flat().map(String);
  return Object.entries(capability)
    .filter(([key]) => !siblingKeys.includes(key))
    .flatMap(([acl, grant]) => rightsOfGrant(acl, grant).map((right) => ({ ...right, projects })));
}

function rightsOfGrant(name: string, grant: unknown): AccessRight[] {
  const known = findAcl(name);
  const acl = known?.name ?? name;
  const status: AclStatus = known === undefined ? "unlisted" : acls[known.name].status;
  const { actions, scope } = isObject(grant) ? grant : { actions: grant, scope: grant };
  const words = (Array.isArray(actions) ? actions : [actions]).map(wordOrJson);
  const strange = known === undefined ? [] : words.filter((word) => !known.actions.includes(word));
  return scopesOf(scope, known).map(({ listed, ...where }) => ({
    acl,
    status,
    read: words.filter((word) => !isWrite(word)).sort(),
    write: words.filter(isWrite).sort(),
    scope: where,
    unlisted: [...strange, ...(listed ? [] : [where.key])].filter((word) => !isHiddenText(word)),
    projects: [],
  }));
}

function scopesOf(scope: unknown, acl: KnownAcl | undefined): (AccessScope & { listed: boolean })[] {
  if (!isObject(scope) || Object.keys(scope).length === 0)
    return [
      { reach: "unknown", key: isHiddenText(scope) ? wordOrJson(scope) : "(no scope)", targets: [], listed: false },
    ];
  return Object.entries(scope).map(([key, content]) => {
    const known = findScope(key, acl?.scopes) ?? findScope(key);
    const listed = acl === undefined || findScope(key, acl.scopes) !== undefined;
    if (known === "all") return { reach: "project", key: "all", targets: [], listed };
    return { reach: "scoped", key: known ?? key, targets: distinct(targetsOf(content, known)), listed };
  });
}

/** A scope that the catalogue does not have is one target, its JSON. */
const targetsOf = (content: unknown, scope: ScopeName | undefined): ScopeTarget[] =>
  targetsIn(content, scope)?.map(({ target }) => target) ?? [[wordOrJson(normalizeJson(content))]];

const distinct = (targets: readonly ScopeTarget[]): ScopeTarget[] =>
  [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()].sort((a, b) =>
    compare(targetText(a), targetText(b)),
  );

/** Rights of the same ACL in the same scope are one. */
function merged(rights: readonly AccessRight[]): AccessRight[] {
  const byPlace = new Map<string, AccessRight>();
  for (const right of rights) {
    const key = JSON.stringify([right.acl, right.scope, right.projects]);
    const same = byPlace.get(key);
    const both = (field: "read" | "write" | "unlisted") => [...new Set([...(same?.[field] ?? []), ...right[field]])];
    byPlace.set(key, { ...right, read: both("read").sort(), write: both("write").sort(), unlisted: both("unlisted") });
  }
  return [...byPlace.values()].sort(
    (a, b) => compare(a.acl, b.acl) || compare(a.scope.reach, b.scope.reach) || compare(a.scope.key, b.scope.key),
  );
}

function unreadable(value: unknown): AccessRight {
  return {
    acl: wordOrJson(value),
    status: "unlisted",
    read: [],
    write: [],
    scope: { reach: "unknown", key: "(no scope)", targets: [] },
    unlisted: [],
    projects: [],
  };
}

export const { compare } = new Intl.Collator("en", { numeric: true });
