/**
 * What a preview has, at any depth and in place of any type, for a value that is known only after `up`:
 * `pulumi.runtime.unknownValue`, repeated here since this side does not load Pulumi's SDK.
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How messages show it. */
export const unknownText = "(known after up)";

/** Whether a value is not known yet. */
export const isUnknown = (value: unknown): boolean => value === unknownValue;

/** Whether a value is not known yet, or contains one that is not. */
export function holdsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsUnknown);
  if (typeof value === "object" && value !== null) return Object.values(value).some(holdsUnknown);
  return isUnknown(value);
}
