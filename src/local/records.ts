import type { JsonObject } from "./json";
import type { LocalScopeTarget, LocalScopeTargetKind, LocalSession } from "./local-iam";

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
  /** `-1` while alive. */
  deletedTime: number;
}

/** A security category. Times are ms since the epoch. */
export interface SecurityCategoryRecord {
  id: number;
  name: string;
  createdTime: number;
  /** `-1` while alive. */
  deletedTime: number;
}

/** A session, without its nonce, which is told once and kept nowhere. */
export type SessionRecord = LocalSession;

/** A thing that scopes name by its id, with whatever else it was given. */
export type ScopeTargetRecord = LocalScopeTarget;

/** What the store keeps for each project. */
export interface Records extends Record<LocalScopeTargetKind, ScopeTargetRecord> {
  groups: GroupRecord;
  securityCategories: SecurityCategoryRecord;
  sessions: SessionRecord;
}

/** Whether a list shows a record: those alive, but for what lags behind. */
export function isListed(record: { createdTime: number; deletedTime: number }, now: number, lagMs: number): boolean {
  const shown = record.createdTime + lagMs <= now;
  const gone = record.deletedTime !== -1 && record.deletedTime + lagMs <= now;
  return shown && !gone;
}
