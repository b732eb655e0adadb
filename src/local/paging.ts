import { badRequest } from "./errors";

/** The `limit` of a list: 1 to 1,000, 25 by default. `cut` accepts more as 1,000, where the API does. */
export function limitOf(value: unknown, whenTooLarge: "refuse" | "cut" = "refuse"): number {
  if (value === undefined) return 25;
  const limit = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof limit === "number" && Number.isInteger(limit) && limit >= 1) {
    if (limit <= 1000) return limit;
    if (whenTooLarge === "cut") return 1000;
  }
  throw badRequest("limit must be between 1 and 1000.");
}

/** A page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

/**
 * A page of a sorted list. `keyOf` returns what distinguishes an item from all others. The cursor names the last item
 * of the page before and, in `view`, the other parameters, which must not change between pages.
 */
export function pageOf<T>(
  sorted: readonly T[],
  {
    keyOf,
    limit,
    cursor,
    view,
  }: { keyOf: (item: T) => string; limit: number; cursor: string | undefined; view: string },
): Page<T> {
  const start = cursor === undefined ? 0 : startAfter(sorted, keyOf, cursor, view);
  const items = sorted.slice(start, start + limit);
  const last = items.at(-1);
  if (last === undefined || start + limit >= sorted.length) return { items };
  const state = JSON.stringify([view, start + limit, keyOf(last)]);
  return { items, nextCursor: Buffer.from(state).toString("base64url") };
}

/** The position after the item that the cursor names, or after where it was. */
function startAfter<T>(sorted: readonly T[], keyOf: (item: T) => string, cursor: string, view: string): number {
  const [ofView, position, key] = decode(cursor);
  if (ofView !== view || typeof position !== "number" || typeof key !== "string") throw badRequest("Invalid cursor.");
  const index = sorted.findIndex((item) => keyOf(item) === key);
  return index === -1 ? position : index + 1;
}

function decode(cursor: string): unknown[] {
  try {
    const state: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(state) ? state : [];
  } catch {
    return [];
  }
}
