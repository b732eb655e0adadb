import { properties } from "../adopt/print";
import type { Props } from "../lifecycle/handler";
import { hidden, secretsIn } from "../lifecycle/imports";
import { isObject } from "../lifecycle/problems";
import { holdsUnknown } from "../lifecycle/unknown";
import { plainText } from "../plain-text";
import { contentOf } from "./align";
import type { Group } from "./api";
import { canonicalCapability, differingFields, type GroupContent, type GroupField } from "./canonical";
import { isSameOwner, markerKey } from "./marker";
import { sourceOf } from "./source";

/**
 * Why a group cannot be taken over as declared: it is not there, or is not as declared, each difference with what is
 * declared and what was found, and the arguments that would match. Values that are not known yet count as equal; neither
 * side of what is declared as a secret is shown.
 */
export function importProblems(
  importId: number,
  inputs: Props,
  live: Group | undefined,
  owner: string | undefined,
): { errors: string[]; warnings: string[] } {
  if (live === undefined)
    return {
      errors: [`import: there is no group with id ${importId}; to make a new one, take the option \`import\` out`],
      warnings: [],
    };
  const found: GroupContent = contentOf(live);
  const fields = differingFields(inputs, found).filter((field) => !holdsUnknown(inputs[field]));
  const other = live.metadata?.[markerKey];
  const warnings =
    other === undefined || isSameOwner(other, owner)
      ? []
      : [`group ${importId} is marked as made by ${plainText(other, 600)}: two stacks would manage it now`];
  if (fields.length === 0) return { errors: [], warnings };
  const secret = secretsIn(inputs);
  const lines = fields.flatMap((field) =>
    secret.has(field) ? [`  ${field}: ${hidden}`] : difference(field, inputs[field], found[field]),
  );
  const shown = fields.filter((field) => !secret.has(field));
  const matching = sourceOf(Object.fromEntries(shown.map((field) => [field, found[field]])));
  const going = shown.filter((field) => !(field in matching));
  const except = going.length === 0 ? "" : ` (${going.join(", ")} ${going.length === 1 ? "is" : "are"} to go)`;
  const paste = shown.length === 0 ? "" : `\nArguments that match it${except}:\n${properties(matching, 2).trimEnd()}`;
  return {
    errors: [
      `import: group ${importId} is not as declared, so it was not taken over:\n${lines.join("\n")}${paste}\nIf the resource is in the state already and the group has changed since, take the option \`import\` out.`,
    ],
    warnings,
  };
}

function difference(field: GroupField, declared: unknown, found: unknown): string[] {
  if (field === "metadata") return [`  ${field}:`, ...differingPairs(declared ?? {}, found ?? {})];
  const isList = (value: unknown) => value === undefined || value === null || Array.isArray(value);
  if (!isList(declared) || !isList(found)) return [`  ${field}: declared ${show(declared)}, found ${show(found)}`];
  const text = field === "capabilities" ? canonicalCapability : (value: unknown) => JSON.stringify(value);
  return [
    `  ${field}:`,
    ...without(declared, found, text).map((each) => `    declared, not found: ${show(each)}`),
    ...without(found, declared, text).map((each) => `    found, not declared: ${show(each)}`),
  ];
}

function differingPairs(declared: object, found: object): string[] {
  const [before, now] = [new Map(Object.entries(declared)), new Map(Object.entries(found))];
  const keys = [...new Set([...before.keys(), ...now.keys()])].filter((key) => before.get(key) !== now.get(key));
  return keys.map(
    (key) => `    ${JSON.stringify(key)}: declared ${show(before.get(key))}, found ${show(now.get(key))}`,
  );
}

/** What is in one list and not in another. */
function without(list: unknown, other: unknown, text: (value: unknown) => string): unknown[] {
  const texts = new Set((Array.isArray(other) ? other : []).map(text));
  return Array.isArray(list) ? list.filter((each) => !texts.has(text(each))) : [];
}

function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  const { unlisted: _, ...plain } = isObject(value) ? value : {};
  return JSON.stringify(isObject(value) ? plain : value);
}
