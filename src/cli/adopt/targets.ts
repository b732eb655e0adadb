import { type ScopeTargetKind, scopeTargetKind, scopeTargetKinds } from "../../capabilities/scope-target-kinds";
import { fieldKind, findAcl, findScope } from "../../capabilities/types";
import type { IamClient } from "../../client/client";
import type { ScopeTarget, ScopeTargetId } from "../../client/scope-targets";
import { AccessDeniedError } from "../../errors";
import type { GroupContent } from "../../groups/canonical";
import { mapProperties } from "../../source-code/capability-code";
import { RawCode } from "../../source-code/print";
import { isObject } from "../../validation/problems";
import { holdsVariable } from "./variables";

/** The default name of a variable that holds the ID of a target. */
export const prefixOf = (kind: ScopeTargetKind): string => {
  const name = scopeTargetKinds[kind].lookup.slice("get".length);
  return kind === "securityCategories" ? "category" : `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
};

/** The kinds that are found by their external IDs. */
export type ExternalKind = Exclude<ScopeTargetKind, "securityCategories">;

/** A target of a scope, by its external ID or name; it stands for its ID, or for the IDs of several targets. */
export class Target extends RawCode {
  readonly kind: ScopeTargetKind;
  /** The external ID, or the name of a security category; the code of a list stands for several. */
  readonly called: string | RawCode;

  constructor(kind: ScopeTargetKind, called: string | RawCode) {
    super(typeof called === "string" ? called : called.text);
    this.kind = kind;
    this.called = called;
  }
}

/**
 * A copy of a group's content with the IDs in its scopes changed, and the scopes in the catalogue's spelling. A list that a
 * variable stands for comes as a whole.
 */
export function mapIds(content: GroupContent, change: (id: unknown, kind: ScopeTargetKind) => unknown): GroupContent {
  const { capabilities } = content;
  if (!Array.isArray(capabilities)) return content;
  return {
    ...content,
    capabilities: capabilities.map((capability) =>
      mapProperties(capability, (acl, grant) =>
        mapProperties(grant, (part, scope) => (part === "scope" ? mapScope(acl, scope, change) : scope)),
      ),
    ),
  };
}

function mapScope(acl: string, scope: unknown, change: (id: unknown, kind: ScopeTargetKind) => unknown): unknown {
  if (!isObject(scope)) return scope;
  return Object.fromEntries(
    Object.entries(scope).map(([key, content]) => {
      const name = findScope(key, findAcl(acl)?.scopes) ?? findScope(key);
      const kind = name && scopeTargetKind(acl, name);
      if (name === undefined || kind === undefined) return [name ?? key, content];
      const mapped = mapProperties(content, (field, ids) => {
        if (fieldKind(name, field) !== "ids") return ids;
        return Array.isArray(ids) ? ids.map((id) => change(id, kind)) : change(ids, kind);
      });
      return [name, mapped];
    }),
  );
}

/** What a project has of what scopes name. */
export interface FoundTargets {
  all: ReadonlyMap<ExternalKind, readonly ScopeTarget[]>;
  /** The kinds that the caller may not read. */
  unread: ReadonlySet<ExternalKind>;
}

/** Reads what scopes name, one request a kind for up to 1,000; what is missing is left out. */
export async function readTargets(
  client: IamClient,
  wanted: ReadonlyMap<ExternalKind, ReadonlyMap<string, ScopeTargetId>>,
): Promise<FoundTargets> {
  const unread = new Set<ExternalKind>();
  const all = new Map<ExternalKind, readonly ScopeTarget[]>();
  await Promise.all(
    [...wanted].map(async ([kind, ids]) => {
      try {
        all.set(kind, await client[kind].retrieve([...ids.values()], { ignoreUnknownIds: true }));
      } catch (error) {
        if (!(error instanceof AccessDeniedError)) throw error;
        unread.add(kind);
      }
    }),
  );
  return { all, unread };
}

/** The targets that contents name, each once, by kind. */
export function wantedIn(contents: Iterable<GroupContent>): Map<ExternalKind, Map<string, ScopeTargetId>> {
  const wanted = new Map<ExternalKind, Map<string, ScopeTargetId>>();
  for (const content of contents)
    mapIds(content, (id, kind) => {
      if (kind === "securityCategories") return id;
      const ids = wanted.get(kind) ?? new Map<string, ScopeTargetId>();
      if (id instanceof Target && typeof id.called === "string" && !holdsVariable(id.called))
        ids.set(`e ${id.called}`, { externalId: id.called });
      else if (typeof id === "number" || (typeof id === "string" && /^\d+$/.test(id))) ids.set(String(id), id);
      if (ids.size > 0) wanted.set(kind, ids);
      return id;
    });
  return wanted;
}
