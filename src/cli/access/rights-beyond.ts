import { type ScopeTarget, type SingleRight, uncovered } from "../../capabilities/single-rights";
import { isWrite } from "./actions";
import type { AccessRight, AccessScope } from "./model";

/** Rights that one side has and the other has not: actions of an ACL in one scope. */
export interface RightChange {
  acl: string;
  read: string[];
  write: string[];
  scope: AccessScope;
  projects: string[];
  /** Where the other side has these actions instead; none when nowhere. */
  instead: AccessScope[];
}

/** What of `rights` is not covered by `others`. */
export function rightsBeyond(rights: readonly AccessRight[], others: readonly AccessRight[]): RightChange[] {
  const byAction = new Map<string, { part: PartOfRight; targets: ScopeTarget[] }>();
  for (const part of uncovered(partsOf(rights), partsOf(others))) {
    const { acl, action, scope, target, right } = part;
    const key = JSON.stringify([acl, action, right.scope.reach, scope, right.projects]);
    const { targets } = byAction.get(key) ?? { targets: [] };
    byAction.set(key, { part, targets: target.length === 0 ? targets : [...targets, target] });
  }
  const changes = new Map<string, RightChange>();
  for (const { part, targets } of byAction.values()) {
    const { acl, action, right } = part;
    const scope: AccessScope = { ...right.scope, targets };
    const key = JSON.stringify([acl, scope, right.projects]);
    const change = changes.get(key) ?? { acl, read: [], write: [], scope, projects: right.projects, instead: [] };
    change[isWrite(action) ? "write" : "read"].push(action);
    const elsewhere = others.filter((other) => other.acl === acl && [...other.read, ...other.write].includes(action));
    const known = new Set(change.instead.map((each) => JSON.stringify(each)));
    change.instead.push(...elsewhere.map((other) => other.scope).filter((each) => !known.has(JSON.stringify(each))));
    changes.set(key, change);
  }
  return [...changes.values()];
}

interface PartOfRight extends SingleRight {
  right: AccessRight;
}

function partsOf(rights: readonly AccessRight[]): PartOfRight[] {
  return rights.flatMap((right) => {
    const { acl, read, write, scope, projects } = right;
    const targets = scope.targets.length > 0 ? scope.targets : [[]];
    return [...read, ...write].flatMap((action) =>
      targets.map((target) => ({ acl, action, scope: scope.key, target, projects, right })),
    );
  });
}
