import * as z from "zod";
import { ResponseError } from "../errors";
import type { Call, Http } from "./http";
import { type Limit, readLimit } from "./limit";
import { answerObject } from "./shape";

/** The most that one page holds. */
export const pageSize = 1000;

/** The answer of a call that lists things in pages. */
export const pageOf = <T>(item: z.ZodType<T>) =>
  answerObject({ items: z.array(item), nextCursor: z.string().optional() });

/** A filter may leave pages empty, but no list has so many in a row: a service that goes on so never ends. */
const emptyPagesInARow = 1000;

/** Yields page after page, at most `limit` things in all. Of a POST, what says which page is in the body. */
export async function* pages<T>(
  http: Http,
  {
    method = "GET",
    ...call
  }: Omit<Call<unknown>, "answer" | "method" | "writes" | "repeat"> & { method?: "GET" | "POST" },
  item: z.ZodType<T>,
  limit: Limit,
): AsyncGenerator<T[]> {
  const answer = pageOf(item);
  const seen = new Set<string>();
  let left = readLimit(limit);
  // The API wants every parameter but the cursor to stay the same from page to page.
  const query = { ...call.query, limit: Math.min(left, pageSize) };
  let cursor: string | undefined;
  let empty = 0;
  do {
    const parameters = { ...query, cursor };
    const page = await http.call({
      ...call,
      method,
      writes: false,
      repeat: "idempotent",
      ...(method === "GET" ? { query: parameters } : { query: {}, body: parameters }),
      answer,
    });
    yield page.items.slice(0, left);
    left -= page.items.length;
    cursor = page.nextCursor || undefined;
    if (cursor !== undefined && left > 0 && seen.has(cursor))
      throw new ResponseError(
        `${method} ${call.path}: the same page comes again and again, so the list cannot be complete`,
        {
          final: true,
        },
      );
    if (cursor !== undefined) seen.add(cursor);
    empty = page.items.length === 0 ? empty + 1 : 0;
    if (cursor !== undefined && empty === emptyPagesInARow)
      throw new ResponseError(
        `${method} ${call.path}: ${empty} empty pages came in a row, so the list seems to have no end`,
        {
          final: true,
        },
      );
  } while (cursor !== undefined && left > 0);
}

/** All pages as one list. */
export async function collect<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = [];
  // One by one: what is spread over a call's arguments must not be long.
  for await (const page of pages) for (const item of page) all.push(item);
  return all;
}
