import { CdfError } from "../errors";

/** The Python SDK's default number of items in a list. */
const defaultLimit = 25;

/** How many items to list: an integer of at least 1; 25 if omitted; `null`, `-1` or `Infinity` lists all. */
export type Limit = number | null | undefined;

/** The limit as a number; `Infinity` for all. */
export function readLimit(limit: Limit, most = Number.POSITIVE_INFINITY): number {
  if (limit === undefined) return Math.min(defaultLimit, most);
  const number = limit === null || limit === -1 ? Number.POSITIVE_INFINITY : limit;
  if (number === Number.POSITIVE_INFINITY && most === Number.POSITIVE_INFINITY) return number;
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  const [end, all] =
    most === Number.POSITIVE_INFINITY
      ? ["of at least 1", ", or null, -1 or Infinity for all"]
      : [`from 1 to ${most}`, ""];
  throw new CdfError("INVALID_ARGUMENT", `limit must be an integer ${end}${all}; found ${String(limit)}`);
}
