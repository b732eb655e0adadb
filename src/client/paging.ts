import * as z from "zod";
import { ResponseError } from "../errors";
import type { Call, Http } from "./http";
import { type Limit, readLimit } from "./limit";
import { answerObject } from "./shape";

/** The most items on one page. */
export const pageSize = 1000;

/** The answer of a call that lists items in pages. */
export const pageOf = <T>(item: z.ZodType<T>) =>
  answerObject({ items: z.array(item), nextCursor: z.string().optional() });

/** A filter may leave pages empty, but no list has this many in a row: a service that goes on like this never ends. */
const emptyPagesInARow = 1000;

/** Yields page after page, at most `limit` items in total. A POST has the cursor in its body. */
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
  // The API requires every parameter but the cursor to stay the same from page to page.
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
        `${method} ${call.path}: the same cursor was returned twice, so the list cannot be completed`,
        {
          final: true,
        },
      );
    if (cursor !== undefined) seen.add(cursor);
    empty = page.items.length === 0 ? empty + 1 : 0;
    if (cursor !== undefined && empty === emptyPagesInARow)
      throw new ResponseError(
        `${method} ${call.path}: ${empty} empty pages in a row, so the list seems to have no end`,
        {
          final: true,
        },
      );
  } while (cursor !== undefined && left > 0);
}

/** All pages as one list. */
export async function collect<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = [];
  // One by one: spreading a long list over the arguments of a call would fail.
  for await (const page of pages) for (const item of page) all.push(item);
  return all;
}
