import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { pollUntil, waitUntilListed } from "../../src/client/poll";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const times = { listLagMs: 5_000, pollMs: 500 };
const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Runs a task in virtual time; its result, and how long it took. */
async function run<T>(task: Promise<T>): Promise<{ result: T | unknown; tookMs: number }> {
  const begun = Date.now();
  const ended = task.then(
    (result) => ({ result, tookMs: Date.now() - begun }),
    (result: unknown) => ({ result, tookMs: Date.now() - begun }),
  );
  await vi.runAllTimersAsync();
  return ended;
}

describe("a look for what may just have been created", () => {
  test("ends with the first look that finds something", async () => {
    let looks = 0;
    const found = await run(waitUntilListed({ times }, async () => (++looks === 3 ? "it" : undefined)));
    expect(found).toEqual({ result: "it", tookMs: 1_000 });
  });

  test("finds nothing only when a look that began after the lag has found nothing", async () => {
    const begun: number[] = [];
    const start = Date.now();
    const found = await run(
      waitUntilListed({ times }, async () => {
        begun.push(Date.now() - start);
        // The first answer comes when the lag is long over, and shows what was there when it was asked for.
        await after(begun.length === 1 ? 20_000 : 100);
        return begun.length === 1 ? undefined : "it";
      }),
    );
    expect(found.result).toBe("it");
    expect(begun).toEqual([0, 20_000]);
  });

  test.each([
    ["in between does not count", 3, undefined],
    ["at last ends it", Number.POSITIVE_INFINITY, new Error("HTML")],
  ])("a look that fails %s", async (_, failures, result) => {
    let looks = 0;
    const found = await run(
      waitUntilListed({ times }, async () => {
        if (++looks <= failures) throw new Error("HTML");
        return undefined;
      }),
    );
    expect(found).toEqual({ result, tookMs: 5_000 });
  });

  test("looks once, and at once, when its time is over", async () => {
    let looks = 0;
    expect(await run(pollUntil(0, { times }, async () => void looks++))).toEqual({ result: undefined, tookMs: 0 });
    expect(looks).toBe(1);
  });
});
