import { plainText } from "../../text/plain-text";
import { pluralize } from "../../text/plural";
import { accessGroupOf } from "../access/group";
import { onlyText, rightText, whoOf } from "../access/phrases";
import type { Deletion, Remaining } from "./delete";
import type { Leftover } from "./find";
import type { Stack } from "./state";

/** What the command has to say. */
export interface Outcome extends Deletion {
  stack: Stack;
  cdfProject: string;
  /** What a reader should know of the result. */
  notes: readonly string[];
}

/** The outcome for a machine. */
export function leftoversJson({ stack, cdfProject, left, deleted, notes }: Outcome): object {
  return {
    stack: stackText(stack),
    project: cdfProject,
    leftovers: left.map(({ error, ...leftover }) => ({ ...jsonOf(leftover), ...(error !== undefined && { error }) })),
    deleted: deleted.map(jsonOf),
    notes,
  };
}

function jsonOf({ group, resource, doubt }: Leftover): object {
  return {
    id: group.id,
    name: group.name,
    resource,
    proven: doubt === undefined,
    ...(doubt !== undefined && { reason: doubt }),
    givesTo: givesTo(group),
    capabilities: group.capabilities ?? [],
  };
}

/** The outcome for a terminal. */
export function leftoversText({ stack, cdfProject, left, deleted, notes }: Outcome): string {
  const where = `of stack ${plainText(stackText(stack))} in project ${cdfProject}`;
  const proven = left.filter(({ doubt }) => doubt === undefined);
  const doubted = left.filter(({ doubt }) => doubt !== undefined);
  const isClean = left.length === 0 && deleted.length === 0;
  return [
    ...(deleted.length > 0 ? [`Deleted ${pluralize(deleted.length, "leftover")} ${where}:`, ...blocks(deleted)] : []),
    ...(proven.length > 0 ? [`${pluralize(proven.length, "leftover")} ${where}:`, ...blocks(proven)] : []),
    ...(doubted.length > 0 ? [`${pluralize(doubted.length, "possible leftover")} ${where}:`, ...blocks(doubted)] : []),
    ...(isClean ? [`No leftovers ${where}.`] : []),
    ...notes.map((note) => `Note: ${plainText(note, 1000)}`),
    "",
  ].join("\n");
}

const blocks = (leftovers: readonly Remaining[]) => leftovers.flatMap((each) => [...block(each), ""]);

function block({ group, resource, doubt, error }: Remaining): string[] {
  const { rights } = accessGroupOf({ key: String(group.id) }, group);
  const lines = rights.map((right, i) => [i === 0 ? "gives" : "", plainText(rightText(right), 500)]);
  return [
    plainText(`  ${JSON.stringify(group.name)} (${group.id}), made for Group ${JSON.stringify(resource)}`, 1000),
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
