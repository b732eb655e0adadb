import { describe, expect, test } from "vitest";
import { BatchError, batches, inBatches, isMany, onlyOne } from "../../src/client/batches";
import { ApiError, ConnectionError, NotFoundError, ResponseError } from "../../src/errors";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const sizes = <T>(items: readonly T[]) => batches(items).map((batch) => batch.length);
const api = (status: number) => new ApiError({ method: "POST", path: "/groups", status, reason: "why" });

describe("a request holds", () => {
  test("at most 1,000 things", () => {
    expect(sizes(numbers(1000))).toEqual([1000]);
    expect(sizes(numbers(1001))).toEqual([1000, 1]);
    expect(sizes(numbers(2500))).toEqual([1000, 1000, 500]);
    expect(batches(numbers(2500)).flat()).toEqual(numbers(2500));
  });

  test("at most a megabyte of JSON, in bytes", () => {
    const text = (letter: string, count: number) => letter.repeat(count);
    expect(sizes(numbers(4).map(() => text("x", 333_000)))).toEqual([3, 1]);
    expect(sizes(numbers(4).map(() => text("é", 166_500)))).toEqual([3, 1]);
    for (const batch of batches(numbers(300).map((n) => text("🙂", n * 100))))
      expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThanOrEqual(1_000_001);
  });

  test("a single thing alone when that is larger", () => {
    const large = "x".repeat(2_000_000);
    expect(sizes(["a", large, "b"])).toEqual([1, 1, 1]);
  });

  test("no empty list: no request is sent for it", async () => {
    expect(batches([])).toEqual([]);
    expect(await inBatches([], () => Promise.reject(new Error("sent")))).toEqual([]);
  });
});

describe("a list in several requests", () => {
  /** The second of three requests fails. */
  async function failing(error: unknown): Promise<BatchError<number, string>> {
    let requests = 0;
    const sent = inBatches(numbers(2100), async (batch) => {
      requests += 1;
      if (requests === 2) throw error;
      return batch.map((n) => `made ${n}`);
    });
    const thrown = await sent.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(requests).toBe(2);
    expect(thrown).toBeInstanceOf(BatchError);
    return thrown as BatchError<number, string>;
  }

  test("is sent one after the other, and the results come in order", async () => {
    let running = 0;
    const results = await inBatches(numbers(2500), async (batch) => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
      return batch.map((n) => n * 2);
    });
    expect(results).toEqual(numbers(2500).map((n) => n * 2));
  });

  const [first, second, third] = [numbers(1000), numbers(1000).map((n) => n + 1000), numbers(100).map((n) => n + 2000)];

  test.each([
    ["refused by the service", api(400), "failed"],
    [
      "not found by the service",
      new NotFoundError({ method: "POST", path: "/x", status: 400, reason: "why" }),
      "failed",
    ],
    ["of a server's failure", api(500), "unknown"],
    ["of a lost answer", new ConnectionError("lost", true), "unknown"],
    ["of an answer that cannot be read", new ResponseError("HTML", { final: true }), "unknown"],
  ])("that fails in the middle says what became of each: %s", async (_, error, kind) => {
    const thrown = await failing(error);
    expect(thrown).toMatchObject({ code: "BATCH", name: "BatchError", cause: error });
    expect(thrown.successful).toEqual(first);
    expect(thrown.failed).toEqual(kind === "failed" ? second : []);
    expect(thrown.unknown).toEqual(kind === "unknown" ? second : []);
    expect(thrown.skipped).toEqual(third);
    const [failed, unknown] = kind === "failed" ? [1000, 0] : [0, 1000];
    expect(thrown.message).toBe(
      `${error.message} (of several requests: 1000 done, ${failed} refused, ${unknown} unknown, 100 not sent)`,
    );
  });

  test("that could not be sent in the middle counts the rest as not sent", async () => {
    const thrown = await failing(new ConnectionError("nobody there", false));
    expect(thrown).toMatchObject({ failed: [], unknown: [] });
    expect(thrown.skipped).toEqual([...second, ...third]);
    expect(thrown.message).toBe("nobody there (of several requests: 1000 done, 0 refused, 0 unknown, 1100 not sent)");
  });

  test("that fails in the middle keeps what the service answered before", async () => {
    expect((await failing(api(400))).results).toEqual(first.map((n) => `made ${n}`));
  });

  test("may be answered with any number of things", async () => {
    expect(await inBatches([1], async () => numbers(300_000))).toHaveLength(300_000);
  });

  test("that fits one request fails with the request's own error", async () => {
    const error = api(400);
    await expect(inBatches([1, 2], () => Promise.reject(error))).rejects.toBe(error);
  });
});

describe("the result for one thing", () => {
  test("is the only one that came back", () => {
    expect(onlyOne([7], "POST /groups")).toBe(7);
  });

  test.each([
    ["none", [], 0],
    ["two", [1, 2], 2],
  ])("is not taken where %s came back", (_, items, count) => {
    let error: unknown;
    try {
      onlyOne(items, "POST /groups");
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: "RESPONSE", message: `POST /groups: expected 1 item, got ${count}` });
  });

  test("is one thing, and that for a list is a list", () => {
    expect([isMany([]), isMany([1]), isMany(1), isMany("abc"), isMany({ length: 1 })]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
