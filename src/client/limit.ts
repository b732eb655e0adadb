import { CdfError } from "../errors";

/** The Python SDK's number of things in a list, when none is asked for. */
const defaultLimit = 25;

/** How many to list: a number from 1, 25 when left out, or all with `null`, `-1` or `Infinity`. */
export type Limit = number | null | undefined;

/** The limit as a number; `Infinity` for all. */
export function readLimit(limit: Limit, most = Number.POSITIVE_INFINITY): number {
  if (limit === undefined) return Math.min(defaultLimit, most);
  const number = limit === null || limit === -1 ? Number.POSITIVE_INFINITY : limit;
  if (number === Number.POSITIVE_INFINITY && most === Number.POSITIVE_INFINITY) return number;
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  const all = most === Number.POSITIVE_INFINITY ? ", or null, -1 or Infinity for all" : "";
  throw new CdfError(
    "INVALID_ARGUMENT",
    `limit is ${String(limit)}; allowed is a whole number from 1${most < Number.POSITIVE_INFINITY ? ` to ${most}` : ""}${all}`,
  );
}
