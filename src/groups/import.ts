import { canonicalCapability } from "../capabilities/canonical";
import type { Group } from "../client/groups";
import { isSameOwner, markerKey } from "../contract/marker";
import type { Props } from "../lifecycle/handler";
import { importDiffers, importMissing } from "../lifecycle/import-messages";
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
 * Why a group cannot be imported as declared: it does not exist, or it differs. For each difference, this gives the
 * declared and the found value, and the arguments that would match. A value that is not known yet matches any value in
 * its place; secrets are not shown.
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
      errors: [importMissing("group", importId)],
      warnings: [],
    };
  const found: GroupContent = declarationOf(live);
  const known = fillUnknown(inputs, found);
  const fields = differingFields(known, found);
  const other = live.metadata?.[markerKey];
  const warnings =
    other === undefined || isSameOwner(other, owner)
      ? []
      : [
          `group ${importId} has the owner marker of ${plainText(other, 600)}, so two stacks would now manage it. Remove it from one of them`,
        ];
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
  const removed = shown.filter((field) => !(field in matching));
  const except = removed.length === 0 ? "" : ` (remove ${removed.join(", ")})`;
  const paste =
    shown.length === 0
      ? ""
      : `\nArguments that match it${except}:\n${(isSchema ? yamlLines(matching) : properties(matching, 2)).trimEnd()}`;
  return {
    errors: [`${importDiffers("group", importId)}\n${lines.join("\n")}${paste}${isSchema ? "" : ifInState}`],
    warnings,
  };
}

/**
 * The option `import` no longer counts for a resource in the state, but a process that has not seen the state cannot
 * know.
 */
const ifInState = "\nIf the resource is already in the state, the group has changed since: remove the option `import`.";

/** What a program declares, in the terms of the plugin's schema. */
const toSchema = (content: GroupContent) =>
  groupForm.toSchema(
    toSourceCode(content, (_, capability) => (isObject(capability) ? { ...capability, unlisted: true } : capability)),
  );

/** One property per line: JSON, which is also YAML. */
const yamlLines = (props: Props) =>
  Object.entries(props)
    .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
    .join("");

/** @param known - the declared value, with the live one in place of what is not known yet. */
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
