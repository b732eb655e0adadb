import type { JsonObject } from "./json";
import type { LocalScopeTarget, LocalScopeTargetKind, LocalSession } from "./types";

/** A group as it was sent, checked. Times are ms since the epoch. */
export interface GroupRecord {
  id: number;
  name: string;
  sourceId?: string;
  members?: string[] | "allUserAccounts";
  capabilities?: JsonObject[];
  metadata?: Record<string, string>;
  attributes?: JsonObject;
  createdTime: number;
  /** `-1` while it exists. */
  deletedTime: number;
}

/** A security category. Times are ms since the epoch. */
export interface SecurityCategoryRecord {
  id: number;
  name: string;
  createdTime: number;
  /** `-1` while it exists. */
  deletedTime: number;
}

/** A session, without its nonce, which is returned once and not stored. */
export type SessionRecord = LocalSession;

/** A target that scopes name by ID, with any other fields. */
export type ScopeTargetRecord = LocalScopeTarget;

/** What the store keeps for each project. */
export interface Records extends Record<LocalScopeTargetKind, ScopeTargetRecord> {
  groups: GroupRecord;
  securityCategories: SecurityCategoryRecord;
  sessions: SessionRecord;
}

/** Whether a list shows a record: existing ones, except for the lag. */
export function isListed(record: { createdTime: number; deletedTime: number }, now: number, lagMs: number): boolean {
  const shown = record.createdTime + lagMs <= now;
  const gone = record.deletedTime !== -1 && record.deletedTime + lagMs <= now;
  return shown && !gone;
}
