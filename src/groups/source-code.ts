import { type Caller, capabilityToSourceCode } from "../source-code/capability-code";
import { canonicalField, type GroupContent, groupFields } from "./canonical";

/**
 * A group's content as a program would write it: only fields that say something, capabilities that the catalogue lacks
 * in `iam.unlisted(…)`, and a whole database as `{}`.
 */
export function toSourceCode(content: GroupContent, call?: Caller): Record<string, unknown> {
  const said = groupFields.filter((field) => canonicalField(content, field) !== "");
  return Object.fromEntries(
    said.map((field) => {
      const value = content[field];
      const isList = field === "capabilities" && Array.isArray(value);
      return [field, isList ? value.map((each) => capabilityToSourceCode(each, call)) : value];
    }),
  );
}
