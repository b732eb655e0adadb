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
  const byAction = new Map<string, { part: Part; things: ScopeTarget[] }>();
  for (const part of uncovered(partsOf(rights), partsOf(others))) {
    const { acl, action, scope, target, right } = part;
    const key = JSON.stringify([acl, action, right.scope.reach, scope, right.projects]);
    const { things } = byAction.get(key) ?? { things: [] };
    byAction.set(key, { part, things: target.length === 0 ? things : [...things, target] });
  }
  const changes = new Map<string, RightChange>();
  for (const { part, things } of byAction.values()) {
    const { acl, action, right } = part;
    const scope: AccessScope = { ...right.scope, things };
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

interface Part extends SingleRight {
  right: AccessRight;
}

function partsOf(rights: readonly AccessRight[]): Part[] {
  return rights.flatMap((right) => {
    const { acl, read, write, scope, projects } = right;
    const targets = scope.things.length > 0 ? scope.things : [[]];
    return [...read, ...write].flatMap((action) =>
      targets.map((target) => ({ acl, action, scope: scope.key, target, projects, right })),
    );
  });
}
