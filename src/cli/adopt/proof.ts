import { withUnknowns } from "../../source-code/capability-code";
import { RawCode } from "../../source-code/print";
import { isObject } from "../../validation/problems";
import { unknownValue } from "../../validation/unknown";
import { Target } from "./targets";
import { holdsVariable } from "./variables";

/** With the engine's word for what is not known yet in the place of code, and of texts whose variables have no value here. */
export function opened(value: unknown): unknown {
  if (typeof value === "string" && holdsVariable(value)) return unknownValue;
  if (Array.isArray(value)) return value.map(opened);
  if (!isObject(value) || value instanceof RawCode) return withUnknowns(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, opened(each)]));
}

/**
 * Notes the ID of each target that could not be looked up, as a live group shows it: only where a list has a single open place.
 *
 * @param filled - what is declared, with the live group's IDs in the open places.
 */
export function prove(declared: unknown, filled: unknown, proven: Map<string, number>): void {
  if (Array.isArray(declared) && Array.isArray(filled)) {
    const open = declared.filter((each) => each instanceof Target);
    for (const [i, each] of declared.entries()) {
      const id = filled[i];
      if (open.length === 1 && each instanceof Target && typeof id === "number")
        proven.set(`${each.kind} ${each.text}`, id);
      else if (!(each instanceof RawCode)) prove(each, id, proven);
    }
  } else if (isObject(declared) && isObject(filled)) {
    for (const [key, each] of Object.entries(declared))
      if (!(each instanceof RawCode)) prove(each, filled[key], proven);
  }
}
