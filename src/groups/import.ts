import type { Props } from "../lifecycle/handler";
import { holdsUnknown } from "../lifecycle/unknown";
import { contentOf } from "./align";
import type { Group } from "./api";
import { differingFields, type GroupContent } from "./canonical";
import { markerKey } from "./marker";

/**
 * Why a group cannot be taken over as declared: it is not there, or is not as declared, each difference with what is
 * declared and what was found. Values that are not known yet count as equal.
 */
export function importProblems(
  importId: number,
  inputs: Props,
  live: Group | undefined,
  marker: string | undefined,
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
    other === undefined || other === marker
      ? []
      : [`group ${importId} is marked as made by ${other}: two stacks would manage it now`];
  if (fields.length === 0) return { errors: [], warnings };
  const lines = fields.map((field) => `  ${field}: declared ${show(inputs[field])}, found ${show(found[field])}`);
  const paste = fields.map((field) => `  ${field}: ${show(found[field])},`);
  return {
    errors: [
      `import: group ${importId} is not as declared, so it was not taken over:\n${lines.join("\n")}\nArguments that match it:\n${paste.join("\n")}`,
    ],
    warnings,
  };
}

const show = (value: unknown) => (value === undefined ? "undefined" : JSON.stringify(value));
