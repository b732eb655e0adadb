import { isObject } from "../validation/problems";

/** How a property at a path differs. */
export type Difference = "add" | "delete" | "update";

/**
 * The paths where two inputs differ, in Pulumi's notation, as in `capabilities[0].assetsAcl.actions[1]`. Lists are
 * compared by position: unordered ones have been put in the old order before.
 */
export function detailedDiff(path: string, before: unknown, now: unknown): [path: string, difference: Difference][] {
  if (now === undefined) return before === undefined ? [] : [[path, "delete"]];
  if (before === undefined) return [[path, "add"]];
  if (Array.isArray(before) && Array.isArray(now)) {
    const places = Array.from({ length: Math.max(before.length, now.length) }, (_, place) => place);
    return places.flatMap((place) => detailedDiff(`${path}[${place}]`, before[place], now[place]));
  }
  if (isObject(before) && isObject(now)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    return keys.flatMap((key) => detailedDiff(`${path}${pathKey(key)}`, before[key], now[key]));
  }
  return JSON.stringify(before) === JSON.stringify(now) ? [] : [[path, "update"]];
}

const pathKey = (key: string) => (/^[a-z_$][\w$]*$/i.test(key) ? `.${key}` : `["${key.replace(/["\\]/g, "\\$&")}"]`);
