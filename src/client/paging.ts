import * as z from "zod";
import { CdfError, ResponseError } from "../errors";
import type { Call, Http } from "./http";

/** The most that one page holds. */
export const pageSize = 1000;

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

/** The answer of a call that lists things in pages. */
export const pageOf = <T>(item: z.ZodType<T>) =>
  z.looseObject({ items: z.array(item), nextCursor: z.string().nullish() });

/** Yields page after page, at most `limit` things in all. */
export async function* pages<T>(
  http: Http,
  call: Omit<Call<unknown>, "answer" | "method" | "writes" | "repeat">,
  item: z.ZodType<T>,
  limit: Limit,
): AsyncGenerator<T[]> {
  const answer = pageOf(item);
  const seen = new Set<string>();
  let left = readLimit(limit);
  // The API wants every parameter but the cursor to stay the same from page to page.
  const query = { ...call.query, limit: Math.min(left, pageSize) };
  let cursor: string | undefined;
  do {
    const page = await http.call({
      ...call,
      method: "GET",
      writes: false,
      repeat: "idempotent",
      query: { ...query, cursor },
      answer,
    });
    yield page.items.slice(0, left);
    left -= page.items.length;
    cursor = page.nextCursor || undefined;
    if (cursor !== undefined && left > 0 && seen.has(cursor))
      throw new ResponseError(`GET ${call.path}: the same page comes again and again, so the list cannot be complete`, {
        final: true,
      });
    if (cursor !== undefined) seen.add(cursor);
  } while (cursor !== undefined && left > 0);
}

/** All pages as one list. */
export async function collect<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}
