import type { Hidden } from "./hidden";
import { type GroupMatch, matchGroups } from "./match-groups";
import { type AccessGroup, type AccessReport, canWrite, decidingFields, isThere, type Risk } from "./model";
import { principalsBeyond, principalsOf } from "./principals";
import { compare } from "./rights";
import { type RightChange, rightsBeyond } from "./rights-beyond";
import { risksOf, risksOfChange } from "./risks";

/** Who gains and loses what between two times. */
export interface AccessDiff {
  kind: "cognite-iam/access-diff";
  version: 2;
  /** Whether anybody gains write, or may do so unseen. */
  gainsWrite: boolean;
  /** Whether anybody loses the right to manage groups, which is then among `newRisks`. */
  losesManaging: boolean;
  /** Those that gain write first. */
  changes: GroupChange[];
  /** Risks that were not there before, and those of the change itself. */
  newRisks: Risk[];
  notes: string[];
}

/** What changes about one group. */
export interface GroupChange {
  /** `replaced`: another id, and nothing else that matters for access. */
  change: "new" | "changed" | "replaced" | "removed";
  name: string;
  /** What it was called before, if that was something else. */
  nameBefore?: string | undefined;
  project?: string | undefined;
  idBefore?: number | undefined;
  idAfter?: number | undefined;
  gains: SideOfChange;
  loses: SideOfChange;
  /** Why somebody gains write by it; none when nobody does. */
  gainsWrite: string[];
}

export interface SideOfChange {
  /** Who is in the group on this side alone. */
  who: string[];
  rights: RightChange[];
}

/** One side of a comparison. */
export type Side = Pick<AccessReport, "groups" | "categories" | "categoriesComplete">;

/** What is different after a change. */
export function accessDiff(
  before: Side,
  after: Side,
  { adminGroups = [], notes = [] }: { adminGroups?: readonly string[] | undefined; notes?: string[] } = {},
): AccessDiff {
  const changes = matchGroups(before.groups.filter(isThere), after.groups.filter(isThere)).flatMap(
    (pair) => changeOf(pair) ?? [],
  );
  const managing = risksOfChange(before.groups, after.groups, { adminGroups });
  const known = new Set(risksOf(before, { adminGroups }).map(riskKey));
  return {
    kind: "cognite-iam/access-diff",
    version: 2,
    gainsWrite: changes.some(({ gainsWrite }) => gainsWrite.length > 0),
    losesManaging: managing.length > 0,
    changes: changes.sort((a, b) => weight(b) - weight(a) || compare(a.name, b.name)),
    newRisks: [...managing, ...risksOf(after, { adminGroups }).filter((risk) => !known.has(riskKey(risk)))],
    notes,
  };
}

function changeOf({ before, after }: GroupMatch): GroupChange | undefined {
  const [held, holds] = [before?.rights ?? [], after?.rights ?? []];
  const sameRights = JSON.stringify(held) === JSON.stringify(holds);
  const [were, are] = [principalsOf(before), principalsOf(after)];
  const gains = { who: principalsBeyond(are, were), rights: sameRights ? [] : rightsBeyond(holds, held) };
  const loses = { who: principalsBeyond(were, are), rights: sameRights ? [] : rightsBeyond(held, holds) };
  const gainsWrite = after === undefined ? [] : reasonsOf(before, after, gains);
  const changed = [gains, loses].some(({ who, rights }) => who.length + rights.length > 0) || gainsWrite.length > 0;
  const renamed = before !== undefined && after !== undefined && before.name !== after.name;
  const replaced = before !== undefined && after !== undefined && before.id !== after.id;
  if (before !== undefined && after !== undefined && !changed && !renamed && !replaced) return undefined;
  const change =
    before === undefined ? "new" : after === undefined ? "removed" : changed || renamed ? "changed" : "replaced";
  const project = after?.project ?? before?.project;
  return {
    change,
    name: after?.name ?? before?.name ?? "",
    ...(renamed && { nameBefore: before.name }),
    ...(project !== undefined && { project }),
    ...(before?.id !== undefined && { idBefore: before.id }),
    ...(after?.id !== undefined && { idAfter: after.id }),
    gains,
    loses,
    gainsWrite,
  };
}

/** Why somebody gains write; what cannot be seen counts, since nobody can say that it is harmless. */
function reasonsOf(before: AccessGroup | undefined, after: AccessGroup, gains: SideOfChange): string[] {
  if (after.membership.kind === "nobody") return [];
  const reasons: string[] = [];
  const acls = [...new Set(gains.rights.filter(({ write }) => write.length > 0).map(({ acl }) => acl))];
  if (acls.length > 0) reasons.push(`write on ${acls.join(", ")}`);
  if (before !== undefined && gains.who.length > 0 && canWrite(after))
    reasons.push(`${gains.who.join(", ")} in a group that can write`);
  const fields = decidingFields(after);
  if (fields.length > 0 && !isSameUnseen(before, after))
    reasons.push(`it cannot be told, since ${fields.join(", ")} cannot be shown`);
  return reasons;
}

/** Whether what is hidden is the same ciphertext as before. */
function isSameUnseen(before: AccessGroup | undefined, after: AccessGroup): boolean {
  const [old, now] = [before?.hidden ?? [], after.hidden].map((hidden) =>
    decisive(hidden).map(({ field, fingerprint }) => fingerprint && `${field}:${fingerprint}`),
  );
  return now?.every((fingerprint) => fingerprint !== undefined && old?.includes(fingerprint)) === true;
}

const decisive = (hidden: readonly Hidden[]) => hidden.filter(({ field }) => field !== "name" && field !== "metadata");

const weight = ({ gainsWrite, change }: GroupChange) =>
  (gainsWrite.length > 0 ? 10 : 0) + (change === "replaced" ? 0 : change === "removed" ? 1 : 2);

const riskKey = ({ rule, subject, reason }: Risk) => JSON.stringify([rule, subject, reason]);
