import type { Hidden } from "./hidden";
import { type GroupMatch, matchByName, matchGroups } from "./match-groups";
import { type AccessGroup, canWrite, decidingFields, isThere, type Risk, type Side } from "./model";
import { principalsBeyond, principalsOf } from "./principals";
import { projectsOf } from "./projects";
import { compare } from "./rights";
import { type RightChange, rightsBeyond } from "./rights-beyond";
import { risksOf, risksOfChange } from "./risks";
import { type ComparedProjects, comparedProjects, inCommonWords, notesOf, swapped } from "./side-by-side";

/** Who gains and loses what between two times, or has what in one of two projects alone. */
export interface AccessDiff {
  kind: "cognite-iam/access-diff";
  version: 2;
  /** The two projects, where two are compared side by side: what is gained is in `after` alone, and what is lost in `before`. */
  projects?: ComparedProjects | undefined;
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
  /** `replaced`: another id, and nothing else that matters for access; never of two projects. */
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

export interface DiffOptions {
  /** The names, or IDs, of the groups that are meant to manage groups. */
  adminGroups?: readonly string[] | undefined;
  notes?: readonly string[] | undefined;
}

/** What is different after a change. */
export function accessDiff(before: Side, after: Side, { adminGroups = [], notes = [] }: DiffOptions = {}): AccessDiff {
  const matches = matchGroups(before.groups.filter(isThere), after.groups.filter(isThere));
  const managing = risksOfChange(before.groups, after.groups, { adminGroups });
  const found = newRisks(before, after, { adminGroups, byProject: true });
  return diffOf({ changes: matches.flatMap((each) => changeOf(each) ?? []), managing, found, notes: [...notes] });
}

/**
 * How two reports differ. Two reports of one project are compared as before and after a change; those of two projects by the names
 * of groups and categories and by external IDs, so that IDs that differ between the projects do not count.
 */
export function compareReports(before: Side, after: Side, options: DiffOptions = {}): AccessDiff {
  const projects = comparedProjects(before, after);
  return projects === undefined ? accessDiff(before, after, options) : diffOfProjects(before, after, projects, options);
}

function diffOfProjects(
  before: Side,
  after: Side,
  projects: ComparedProjects,
  { adminGroups = [], notes = [] }: DiffOptions,
): AccessDiff {
  const [one, another] = ([before, after] as const).map(({ groups }, i) =>
    inCommonWords(groups.filter(isThere), { own: i === 0 ? projects.before : projects.after, shared: projects }),
  ) as [AccessGroup[], AccessGroup[]];
  const changes = matchByName(one, another).flatMap((each): GroupChange[] => {
    const change = changeOf(each);
    if (change === undefined || change.change === "replaced") return [];
    const rights = change.loses.rights.map((right) => ({ ...right, projects: swapped(right.projects, projects) }));
    const project = each.after === undefined ? projects.before : projects.after;
    return [{ ...change, project, loses: { ...change.loses, rights } }];
  });
  return {
    ...diffOf({
      changes,
      managing: risksOfChange(one, another, { adminGroups }),
      found: newRisks(before, after, { adminGroups, byProject: false }),
      notes: [...notes, ...notesOf(before, after, projects)],
    }),
    projects,
  };
}

interface Found extends Pick<AccessDiff, "changes" | "notes"> {
  /** The risks of the change itself. */
  managing: Risk[];
  /** Those that it leaves. */
  found: Risk[];
}

function diffOf({ changes, managing, found, notes }: Found): AccessDiff {
  return {
    kind: "cognite-iam/access-diff",
    version: 2,
    gainsWrite: changes.some(({ gainsWrite }) => gainsWrite.length > 0),
    losesManaging: managing.length > 0,
    changes: changes.sort((a, b) => weight(b) - weight(a) || compare(a.name, b.name)),
    newRisks: [...managing, ...found],
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

/** Why somebody gains write; hidden values count, since they may be harmful. */
function reasonsOf(before: AccessGroup | undefined, after: AccessGroup, gains: SideOfChange): string[] {
  if (after.membership.kind === "nobody") return [];
  const reasons: string[] = [];
  const acls = [...new Set(gains.rights.filter(({ write }) => write.length > 0).map(({ acl }) => acl))];
  if (acls.length > 0) reasons.push(`write on ${acls.join(", ")}`);
  if (before !== undefined && gains.who.length > 0 && canWrite(after))
    reasons.push(`${gains.who.join(", ")} in a group that can write`);
  const fields = decidingFields(after);
  if (fields.length > 0 && !isSameUnseen(before, after))
    reasons.push(`cannot tell: ${fields.join(", ")} ${fields.length === 1 ? "is" : "are"} hidden`);
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

function newRisks(
  before: Side,
  after: Side,
  { adminGroups, byProject }: { adminGroups: readonly string[]; byProject: boolean },
): Risk[] {
  // A group that was not created yet had no project.
  const isOfSeveral = byProject && projectsOf({ groups: [...before.groups, ...after.groups] }).length > 1;
  const keyOf = ({ rule, subject, reason, project }: Risk) =>
    JSON.stringify([rule, subject, reason, isOfSeveral && project]);
  const known = new Set(risksOf(before, { adminGroups }).map(keyOf));
  return risksOf(after, { adminGroups }).filter((risk) => !known.has(keyOf(risk)));
}
