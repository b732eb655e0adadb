import { canonicalCapability } from "../capabilities/canonical";
import type { Group } from "../client/groups";
import { isSameOwner, markerKey } from "../contract/marker";
import type { Props } from "../lifecycle/handler";
import { secretDifference, secretsIn } from "../lifecycle/memory";
import { properties } from "../source-code/print";
import { plainText } from "../text/plain-text";
import { isObject, listOf } from "../validation/problems";
import { isUnknown, unknownText } from "../validation/unknown";
import { programWording, type Wording } from "../validation/wording";
import { differingFields, type GroupContent, type GroupField } from "./canonical";
import { declarationOf } from "./drift/align";
import { fillUnknown } from "./fill-unknown";
import { groupForm } from "./schema-form";
import { toSourceCode } from "./source-code";

/**
 * Why a group cannot be taken over as declared: it is not there, or is not as declared, each difference with what is
 * declared and what was found, and the arguments that would match. A value that is not known yet matches any one in its
 * place; neither side of what is declared as a secret is shown.
 */
export function importProblems(
  importId: number,
  inputs: Props,
  live: Group | undefined,
  owner: string | undefined,
  wording: Wording = programWording,
): { errors: string[]; warnings: string[] } {
  if (live === undefined)
    return {
      errors: [`import: there is no group with id ${importId}; to make a new one, take the option \`import\` out`],
      warnings: [],
    };
  const found: GroupContent = declarationOf(live);
  const known = fillUnknown(inputs, found);
  const fields = differingFields(known, found);
  const other = live.metadata?.[markerKey];
  const warnings =
    other === undefined || isSameOwner(other, owner)
      ? []
      : [`group ${importId} is marked as made by ${plainText(other, 600)}: two stacks would manage it now`];
  if (fields.length === 0) return { errors: [], warnings };
  const secret = secretsIn(inputs);
  const lines = fields.flatMap((field) =>
    secret.has(field)
      ? [`  ${field}: ${secretDifference}`]
      : difference(field, inputs[field], known[field], found[field]),
  );
  const shown = fields.filter((field) => !secret.has(field));
  const isSchema = wording.language === "schema";
  const matching = (isSchema ? toSchema : toSourceCode)(
    Object.fromEntries(shown.map((field) => [field, found[field]])),
  );
  const going = shown.filter((field) => !(field in matching));
  const except = going.length === 0 ? "" : ` (${going.join(", ")} ${going.length === 1 ? "is" : "are"} to go)`;
  const paste =
    shown.length === 0
      ? ""
      : `\nArguments that match it${except}:\n${(isSchema ? yamlLines(matching) : properties(matching, 2)).trimEnd()}`;
  return {
    errors: [
      `import: group ${importId} is not as declared, so it was not taken over:\n${lines.join("\n")}${paste}${isSchema ? "" : ifInState}`,
    ],
    warnings,
  };
}

/** An option `import` that is left in counts no more; a process that has not seen the state cannot know. */
const ifInState =
  "\nIf the resource is in the state already and the group has changed since, take the option `import` out.";

/** What a program in the plugin's words declares. */
const toSchema = (content: GroupContent) =>
  groupForm.toSchema(
    toSourceCode(content, (_, capability) => (isObject(capability) ? { ...capability, unlisted: true } : capability)),
  );

/** One property a line: JSON, which YAML takes, too. */
const yamlLines = (props: Props) =>
  Object.entries(props)
    .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
    .join("");

/** @param known - what is declared, and what was found in the place of what is not known yet. */
function difference(field: GroupField, declared: unknown, known: unknown, found: unknown): string[] {
  if (field === "metadata") return [`  ${field}:`, ...differingPairs(declared ?? {}, known ?? {}, found ?? {})];
  const isList = (value: unknown) => value === undefined || value === null || Array.isArray(value);
  if (!isList(declared) || !isList(found)) return [`  ${field}: declared ${show(declared)}, found ${show(found)}`];
  const text = field === "capabilities" ? canonicalCapability : (value: unknown) => JSON.stringify(value);
  const [shown, wanted, there] = [listOf(declared), listOf(known).map(text), listOf(found).map(text)];
  return [
    `  ${field}:`,
    ...shown.filter((_, i) => !there.includes(wanted[i] ?? "")).map((each) => `    declared, not found: ${show(each)}`),
    ...listOf(found)
      .filter((_, i) => !wanted.includes(there[i] ?? ""))
      .map((each) => `    found, not declared: ${show(each)}`),
  ];
}

function differingPairs(declared: object, known: object, found: object): string[] {
  const [shown, wanted, now] = [declared, known, found].map((pairs) => new Map(Object.entries(pairs)));
  const keys = [...new Set([...(shown?.keys() ?? []), ...(now?.keys() ?? [])])];
  return keys
    .filter((key) => wanted?.get(key) !== now?.get(key))
    .map((key) => `    ${JSON.stringify(key)}: declared ${show(shown?.get(key))}, found ${show(now?.get(key))}`);
}

function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  const { unlisted: _, ...plain } = isObject(value) ? value : {};
  return JSON.stringify(isObject(value) ? plain : value, (_key, each) => (isUnknown(each) ? unknownText : each));
}
