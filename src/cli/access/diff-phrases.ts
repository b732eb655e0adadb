import { plainText } from "../../text/plain-text";
import { pluralize } from "../../text/plural";
import type { AccessDiff, GroupChange } from "./diff";
import type { Shown } from "./phrases";
import { unknownProject } from "./projects";

/** What the parts of a difference are called: of one project at two times, or of two projects side by side. */
export interface DiffPhrases {
  title: string;
  /** Whether somebody gains write, and whether somebody loses the right to manage groups. */
  verdicts: string[];
  /** The same, with how many groups it is. */
  counts: string[];
  /** The text to show when no group differs. */
  none: string;
  gains: string;
  loses: string;
  /** The word before a scope of the first side, and of the second. */
  before: string;
  after: string;
  newRisks: string;
  /** The text after a name that says which project it is in. */
  place: (project: string | undefined) => string;
}

/** What a difference says, in words. */
export function diffPhrases(diff: AccessDiff, shown: Shown = plainText): DiffPhrases {
  const { projects } = diff;
  return projects === undefined
    ? phrasesOfTimes(diff, shown)
    : phrasesOfProjects(diff, [shown(projects.before), shown(projects.after)]);
}

function phrasesOfTimes(diff: AccessDiff, shown: Shown): DiffPhrases {
  const { changes, newRisks, gainsWrite, losesManaging } = diff;
  const count = countOf(diff);
  const lost = losesManaging ? ["somebody loses the right to manage groups"] : [];
  const none = "nobody gains write";
  const isOfSeveral = new Set([...changes, ...newRisks].map(({ project }) => project)).size > 1;
  return {
    title: "Access changes",
    verdicts: [gainsWrite ? "somebody gains write" : none, ...lost],
    counts: [gainsWrite ? `${pluralize(count, "group")} gain${count === 1 ? "s" : ""} write` : none, ...lost],
    none: "No group changes.",
    gains: "Gains",
    loses: "Loses",
    before: "was",
    after: "now",
    newRisks: "New risks",
    place: (project) => (isOfSeveral ? ` in ${project === undefined ? unknownProject : shown(project)}` : ""),
  };
}

function phrasesOfProjects(diff: AccessDiff, [before, after]: [string, string]): DiffPhrases {
  const { gainsWrite, losesManaging } = diff;
  const lost = losesManaging ? [`somebody can manage groups in ${before} and not in ${after}`] : [];
  const more = `can write more in ${after} than in ${before}`;
  return {
    title: `Access in ${after} compared with ${before}`,
    verdicts: [`${gainsWrite ? "somebody" : "nobody"} ${more}`, ...lost],
    counts: [gainsWrite ? `${pluralize(countOf(diff), "group")} ${more}` : `nobody ${more}`, ...lost],
    none: "No group differs.",
    gains: `Only in ${after}`,
    loses: `Only in ${before}`,
    before: `${before}:`,
    after: `${after}:`,
    newRisks: `Risks only in ${after}`,
    place: () => "",
  };
}

const countOf = ({ changes }: AccessDiff) => changes.filter(({ gainsWrite }) => gainsWrite.length > 0).length;

/** What becomes of a group, or how it differs. */
export function changeText({ change }: GroupChange, { projects }: AccessDiff): string {
  if (projects === undefined) return change === "replaced" ? "replaced, same access" : change;
  if (change === "new") return `only in ${projects.after}`;
  return change === "removed" ? `only in ${projects.before}` : "differs";
}

/** The IDs of a group where they are not the same; empty when there is nothing to say. */
export function idsText({ idBefore, idAfter }: GroupChange, { projects }: AccessDiff): string {
  if (idBefore === idAfter) return "";
  const ids = [idBefore, idAfter].filter((id) => id !== undefined);
  if (projects === undefined || ids.length < 2) return `id ${ids.join(" → ")}`;
  return `id ${idBefore} in ${projects.before}, ${idAfter} in ${projects.after}`;
}

/** Why somebody gains write by a change; empty when nobody does. */
export const gainsText = ({ gainsWrite }: GroupChange, { projects }: AccessDiff): string =>
  gainsWrite.length === 0 ? "" : projects === undefined ? "gains write" : "writes more";
