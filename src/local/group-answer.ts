import { createHash } from "node:crypto";
import { idFieldOf } from "./capability-spec";
import { isObject, type JsonObject } from "./json";
import type { GroupRecord } from "./records";
import type { LocalGroup } from "./types";

/** How groups are respelled in answers. */
export interface Spelling {
  returnSourceIdWithMembers: boolean;
  lowerCaseScopeKeys: boolean;
}

const cachedAnswers = new WeakMap<GroupRecord, LocalGroup>();

/** Like {@link answerGroup}, but computed once per record: lists of a thousand groups are requested again and again. */
export function answerGroupCached(group: GroupRecord, spelling: Spelling): LocalGroup {
  const answer = cachedAnswers.get(group) ?? answerGroup(group, spelling);
  cachedAnswers.set(group, answer);
  return answer;
}

/**
 * A group as the service would answer it: the content that was sent, in the service's spelling. Everything unordered
 * comes in reverse, so that nobody relies on its order.
 */
export function answerGroup(group: GroupRecord, spelling: Spelling): LocalGroup {
  const { members, capabilities, attributes } = group;
  return {
    name: group.name,
    sourceId:
      members !== undefined && spelling.returnSourceIdWithMembers ? madeUpSourceId(group) : (group.sourceId ?? ""),
    ...(members !== undefined && { members: typeof members === "string" ? members : members.toReversed() }),
    ...(capabilities !== undefined && {
      capabilities: capabilities.toReversed().map((one) => answerCapability(one, spelling.lowerCaseScopeKeys)),
    }),
    metadata: Object.fromEntries(Object.entries(group.metadata ?? {}).toReversed()),
    ...(attributes !== undefined && { attributes }),
    id: group.id,
    isDeleted: group.deletedTime !== -1,
    deletedTime: group.deletedTime,
  };
}

/** A capability as the service would answer it. */
export function answerCapability(capability: JsonObject, lowerCaseScopeKeys: boolean): JsonObject {
  return mapValues(capability, (key, acl) => {
    if (key === "projectUrlNames" || !isObject(acl)) return acl;
    const { actions, scope } = acl as { actions: unknown; scope: unknown };
    return {
      actions: Array.isArray(actions) ? actions.toReversed() : actions,
      scope: isObject(scope) ? answerScope(scope, lowerCaseScopeKeys) : scope,
    };
  });
}

function answerScope(scope: JsonObject, lowerCaseScopeKeys: boolean): JsonObject {
  return Object.fromEntries(
    Object.entries(scope).map(([key, fields]) => [
      lowerCaseScopeKeys ? key.toLowerCase() : key,
      isObject(fields) ? answerFields(key, fields) : fields,
    ]),
  );
}

function answerFields(scopeKey: string, fields: JsonObject): JsonObject {
  const key = scopeKey.toLowerCase();
  if (key === "all" || key === "currentuserscope") return {};
  const idField = idFieldOf(scopeKey);
  return mapValues(fields, (field, value) => {
    if (key === "tablescope" && field === "dbsToTables" && isObject(value)) return answerTables(value);
    if (!Array.isArray(value)) return value;
    return field === idField ? value.toReversed().map(String) : value.toReversed();
  });
}

/** A database without tables, which stands for all of them, is `{}`. */
function answerTables(databases: JsonObject): JsonObject {
  const entries = Object.entries(databases).toReversed();
  return mapValues(Object.fromEntries(entries), (_, database) => {
    const tables = isObject(database) ? database["tables"] : undefined;
    return Array.isArray(tables) && tables.length > 0 ? { tables: tables.toReversed() } : {};
  });
}

function mapValues(object: JsonObject, change: (key: string, value: unknown) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(key, value)]));
}

/**
 * What an Entra cluster returns for a group without a sourceId: always the same for one group, and shaped like real
 * ones.
 */
function madeUpSourceId(group: GroupRecord): string {
  const hex = createHash("sha256").update(String(group.id)).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
