import { describe, expect, test } from "vitest";
import * as z from "zod";
import { readAnswer } from "../../src/client/answer";
import type { Call, Http } from "../../src/client/http";
import { type Limit, readLimit } from "../../src/client/limit";
import { collect, pageSize, pages } from "../../src/client/paging";

interface Page {
  items: number[];
  nextCursor?: string | null | undefined;
}

/** An API of so many things, and the queries that came. */
function serving(answer: (query: { limit: number; cursor?: string }) => Page) {
  const queries: Record<string, unknown>[] = [];
  const http = {
    async call<T>(call: Call<T>): Promise<T> {
      const query = Object.fromEntries(Object.entries(call.query ?? {}).filter(([, value]) => value !== undefined));
      queries.push(query);
      expect(call).toMatchObject({ method: "GET", path: "/things", writes: false, repeat: "idempotent" });
      const text = JSON.stringify(answer(query as { limit: number; cursor?: string }));
      return readAnswer({ ...call, shown: String }, { status: 200, header: () => undefined, text });
    },
  } as Http;
  const list = (limit: Limit, query = {}) =>
    collect(pages(http, { path: "/things", needs: [], query }, z.number(), limit));
  return { list, queries };
}

const counting = (count: number) =>
  serving(({ limit, cursor }) => {
    const start = Number(cursor ?? "0");
    const end = Math.min(count, start + limit);
    return {
      items: Array.from({ length: end - start }, (_, i) => start + i),
      ...(end < count && { nextCursor: String(end) }),
    };
  });

describe("the limit", () => {
  test.each<[Limit, number]>([
    [undefined, 25],
    [1, 1],
    [1000, 1000],
    [123456, 123456],
    [null, Number.POSITIVE_INFINITY],
    [-1, Number.POSITIVE_INFINITY],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])("%s means %s", (limit, number) => {
    expect(readLimit(limit)).toBe(number);
  });

  test.each<unknown>([0, -2, -0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY, "5", "", true, {}, 2n])(
    "%s is refused",
    (limit) => {
      let error: unknown;
      try {
        readLimit(limit as Limit);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({
        code: "INVALID_ARGUMENT",
        message: `limit must be an integer of at least 1, or null, -1 or Infinity for all; found ${String(limit)}`,
      });
    },
  );

  test("of a call without pages is at most what one answer holds", () => {
    expect(readLimit(undefined, 1000)).toBe(25);
    expect(readLimit(undefined, 10)).toBe(10);
    expect(readLimit(1000, 1000)).toBe(1000);
    for (const limit of [1001, null, -1, Number.POSITIVE_INFINITY])
      expect(() => readLimit(limit, 1000)).toThrow(`limit must be an integer from 1 to 1000; found ${limit}`);
  });
});

describe("a list", () => {
  test("has 25 things where no limit is given", async () => {
    const { list, queries } = counting(100);
    expect(await list(undefined)).toEqual(Array.from({ length: 25 }, (_, i) => i));
    expect(queries).toEqual([{ limit: 25 }]);
  });

  test.each([null, -1, Number.POSITIVE_INFINITY])(
    "with limit %s has all things, in pages as large as may be",
    async (limit) => {
      const { list, queries } = counting(2500);
      expect(await list(limit)).toHaveLength(2500);
      expect(queries).toEqual([{ limit: 1000 }, { limit: 1000, cursor: "1000" }, { limit: 1000, cursor: "2000" }]);
    },
  );

  test("of more than a page is cut at its limit, and every parameter but the cursor stays the same", async () => {
    const { list, queries } = counting(5000);
    expect(await list(1500, { status: "READY" })).toEqual(Array.from({ length: 1500 }, (_, i) => i));
    expect(queries).toEqual([
      { status: "READY", limit: 1000 },
      { status: "READY", limit: 1000, cursor: "1000" },
    ]);
  });

  test("whose last page is full asks for no more", async () => {
    const { list, queries } = counting(2 * pageSize);
    expect(await list(null)).toHaveLength(2000);
    expect(queries).toHaveLength(2);
  });

  test("of no things is empty", async () => {
    expect(await counting(0).list(null)).toEqual([]);
  });

  test("goes on after an empty page that has a cursor", async () => {
    const answers: Page[] = [{ items: [], nextCursor: "a" }, { items: [1], nextCursor: "b" }, { items: [2] }];
    const { list } = serving(() => answers.shift() ?? { items: [] });
    expect(await list(null)).toEqual([1, 2]);
  });

  test.each([[null], [""], [undefined]])("ends with a cursor of %j", async (nextCursor) => {
    const { list, queries } = serving(() => ({ items: [1], nextCursor }));
    expect(await list(null)).toEqual([1]);
    expect(queries).toHaveLength(1);
  });

  test("is cut where a page holds more than was asked for", async () => {
    const { list } = serving(() => ({ items: [1, 2, 3, 4], nextCursor: "a" }));
    expect(await list(2)).toEqual([1, 2]);
  });

  test("is an error rather than half a list where the same cursor comes twice", async () => {
    const { list, queries } = serving(() => ({ items: [1], nextCursor: "a" }));
    await expect(list(null)).rejects.toMatchObject({
      code: "RESPONSE",
      final: true,
      message: "GET /things: the same cursor was returned twice, so the list cannot be completed",
    });
    expect(queries).toHaveLength(2);
    expect(await list(2)).toEqual([1, 1]);
  });

  test("is an error where empty pages with new cursors have no end", async () => {
    let count = 0;
    const { list, queries } = serving(() => ({ items: [], nextCursor: String(count++) }));
    await expect(list(5)).rejects.toMatchObject({
      code: "RESPONSE",
      final: true,
      message: "GET /things: 1000 empty pages in a row, so the list seems to have no end",
    });
    expect(queries).toHaveLength(1000);
  });

  test("goes on after many empty pages, as a filter leaves them", async () => {
    let count = 0;
    const { list } = serving(() => {
      count += 1;
      return { items: count % 1000 === 0 ? [count] : [], ...(count < 3000 && { nextCursor: String(count) }) };
    });
    expect(await list(null)).toEqual([1000, 2000, 3000]);
  });

  test("may come in one page, however long", async () => {
    const items = Array.from({ length: 300_000 }, (_, i) => i);
    expect(await serving(() => ({ items })).list(null)).toEqual(items);
  });

  test("with an invalid limit sends nothing", async () => {
    const { list, queries } = counting(10);
    await expect(list(0)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(queries).toEqual([]);
  });
});
