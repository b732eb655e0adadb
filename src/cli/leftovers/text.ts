import { plainText } from "../../text/plain-text";
import { pluralize } from "../../text/plural";
import { accessGroupOf } from "../access/group";
import { onlyText, rightText, whoOf } from "../access/phrases";
import type { Deletion, Remaining } from "./delete";
import type { Leftover } from "./find";
import type { Stack } from "./state";

/** What the command reports. */
export interface Outcome extends Deletion {
  stack: Stack;
  /** The connection's. */
  cdfProject: string;
  /** The projects that were searched. */
  projects: readonly string[];
  /** Those that could not be, and why. */
  unsearched: readonly { project: string; error: string }[];
  /** What a reader should know of the result. */
  notes: readonly string[];
}

/** The outcome for a machine. */
export function leftoversJson(outcome: Outcome): object {
  const { stack, cdfProject, projects, unsearched, left, deleted, notes } = outcome;
  return {
    stack: stackText(stack),
    project: cdfProject,
    projects,
    unsearched,
    leftovers: left.map(({ error, ...leftover }) => ({ ...jsonOf(leftover), ...(error !== undefined && { error }) })),
    deleted: deleted.map(jsonOf),
    notes,
  };
}

function jsonOf({ group, project, resource, doubt }: Leftover): object {
  return {
    project,
    id: group.id,
    name: group.name,
    resource,
    proven: doubt === undefined,
    ...(doubt !== undefined && { reason: doubt }),
    givesTo: givesTo(group),
    capabilities: group.capabilities ?? [],
  };
}

/** The outcome for a terminal, project by project. */
export function leftoversText({ stack, projects, unsearched, left, deleted, notes }: Outcome): string {
  const name = plainText(stackText(stack));
  const parts = projects.map((project) => {
    const isThere = (leftover: Leftover) => leftover.project === project;
    return { project, left: left.filter(isThere), deleted: deleted.filter(isThere) };
  });
  const clean = parts.filter((part) => part.left.length === 0 && part.deleted.length === 0);
  return [
    ...parts.flatMap((part) => foundText(part, `of stack ${name} in project ${part.project}`)),
    ...(clean.length > 0
      ? [
          `No leftovers of stack ${name} in ${clean.length === 1 ? "project" : "projects"} ${clean.map(({ project }) => project).join(", ")}.`,
        ]
      : []),
    ...unsearched.map(({ project, error }) => `Not searched: project ${project}: ${plainText(error, 2000)}`),
    ...notes.map((note) => `Note: ${plainText(note, 1000)}`),
    "",
  ].join("\n");
}

function foundText({ left, deleted }: Deletion, where: string): string[] {
  const proven = left.filter(({ doubt }) => doubt === undefined);
  const doubted = left.filter(({ doubt }) => doubt !== undefined);
  return [
    ...(deleted.length > 0 ? [`Deleted ${pluralize(deleted.length, "leftover")} ${where}:`, ...blocks(deleted)] : []),
    ...(proven.length > 0 ? [`${pluralize(proven.length, "leftover")} ${where}:`, ...blocks(proven)] : []),
    ...(doubted.length > 0 ? [`${pluralize(doubted.length, "possible leftover")} ${where}:`, ...blocks(doubted)] : []),
  ];
}

const blocks = (leftovers: readonly Remaining[]) => leftovers.flatMap((each) => [...block(each), ""]);

function block({ group, resource, doubt, error }: Remaining): string[] {
  const { rights } = accessGroupOf({ key: String(group.id) }, group);
  const lines = rights.map((right, i) => [i === 0 ? "gives" : "", plainText(rightText(right), 500)]);
  return [
    plainText(`  ${JSON.stringify(group.name)} (${group.id}), created for Group ${JSON.stringify(resource)}`, 1000),
    ...[
      ["who", plainText(givesTo(group), 500)],
      ...(lines.length > 0 ? lines : [["gives", "nothing"]]),
      ...(doubt === undefined ? [] : [["doubt", doubt]]),
      ...(error === undefined ? [] : [["error", plainText(error, 2000)]]),
    ].map(([word = "", text]) => `    ${word.padEnd(5)}  ${text}`),
  ];
}

/** Who is in a group, and by the tokens of which applications. */
function givesTo(group: Leftover["group"]): string {
  const { membership, applications } = accessGroupOf({ key: String(group.id) }, group);
  return [whoOf({ membership }), onlyText("with tokens of", applications)].filter(Boolean).join(", ");
}

const stackText = ({ project, name }: Stack) => `${project}/${name}`;
