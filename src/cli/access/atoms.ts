import { isWrite } from "./actions";
import type { AccessRight, AccessScope, Thing } from "./model";

/** One ACL, one action, one thing: what rights are made of, so that they can be compared. */
interface Atom {
  acl: string;
  action: string;
  scope: AccessScope;
  /** Undefined for the whole scope. */
  thing: Thing | undefined;
  right: AccessRight;
}

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
  const held = new Set(atomsOf(others).map(keyOf));
  const beyond = atomsOf(rights).filter(
    (atom) => held.size === 0 || !covering(atom).some((other) => held.has(keyOf(other))),
  );
  const byAction = new Map<string, { atom: Atom; things: Thing[] }>();
  for (const atom of beyond) {
    const { acl, action, scope, right } = atom;
    const key = JSON.stringify([acl, action, scope.reach, scope.key, right.projects]);
    const { things } = byAction.get(key) ?? { things: [] };
    byAction.set(key, { atom, things: atom.thing === undefined ? things : [...things, atom.thing] });
  }
  const changes = new Map<string, RightChange>();
  for (const { atom, things } of byAction.values()) {
    const { acl, action, right } = atom;
    const scope: AccessScope = { ...atom.scope, things };
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

function atomsOf(rights: readonly AccessRight[]): Atom[] {
  return rights.flatMap((right) => {
    const { acl, read, write, scope } = right;
    const things = scope.things.length > 0 ? scope.things : [undefined];
    return [...read, ...write].flatMap((action) => things.map((thing) => ({ acl, action, scope, thing, right })));
  });
}

/** The atoms of which each one covers this one, itself among them. */
function covering(atom: Atom): Atom[] {
  const wide: AccessScope = { reach: "project", key: "all", things: [] };
  const places: Atom[] = [atom, { ...atom, scope: wide, thing: undefined }];
  const database = atom.thing?.slice(0, 2);
  if (atom.acl === "rawAcl" && database !== undefined) places.push({ ...atom, thing: database });
  const actions =
    atom.acl === "dataModelInstancesAcl" && atom.action === "WRITE_PROPERTIES" ? [atom.action, "WRITE"] : [atom.action];
  const limits = atom.right.projects.length > 0 ? [atom.right.projects, []] : [[]];
  return places.flatMap((place) =>
    actions.flatMap((action) => limits.map((projects) => ({ ...place, action, right: { ...atom.right, projects } }))),
  );
}

const keyOf = ({ acl, action, scope, thing, right }: Atom) =>
  JSON.stringify([acl.toLowerCase(), action, scope.reach, scope.key.toLowerCase(), thing ?? null, right.projects]);
