import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type Attempts,
  defaultRetryPolicy,
  mayRepeat,
  parseRetryAfter,
  type Repeat,
  waitMs,
  withRetries,
} from "../../src/client/retry";
import {
  AccessDeniedError,
  ApiError,
  AuthError,
  ConfigError,
  ConnectionError,
  DuplicatedError,
  NotFoundError,
  ResponseError,
} from "../../src/errors";

const details = (status: number) => ({ method: "POST", path: "/groups", status, reason: "why" });
const api = (status: number, hints: { retryAfterMs?: number; autoRetryable?: boolean } = {}) =>
  new ApiError({ ...details(status), ...hints });
const hinted = (status: number) => api(status, { autoRetryable: true });

type Row = readonly [what: string, error: unknown, idempotent: boolean, refused: boolean];

const rows: readonly Row[] = [
  ["400", api(400), false, false],
  ["401", api(401), false, false],
  ["403", new AccessDeniedError(details(403)), false, false],
  ["404", new NotFoundError(details(404)), false, false],
  ["408, which may have acted", api(408), true, false],
  ["409", new DuplicatedError(details(409)), false, false],
  ["413", api(413), false, false],
  ["422", api(422), false, false],
  ["429, which has not acted", api(429), true, true],
  ["429 with a list of what is duplicated", new DuplicatedError(details(429)), true, true],
  ["500", api(500), true, false],
  ["502", api(502), true, false],
  ["503", api(503), true, false],
  ["504", api(504), true, false],
  ["a 400 that the service calls repeatable", hinted(400), true, false],
  ["a 503 that the service calls repeatable", hinted(503), true, false],
  ["nothing reached", new ConnectionError("no", false), true, true],
  ["a certificate that is not accepted", new ConnectionError("no", false, { final: true }), false, false],
  ["a connection that broke on the way", new ConnectionError("no", true), true, false],
  ["an answer cut off", new ResponseError("cut"), true, false],
  ["an answer that would come again", new ResponseError("HTML", { final: true }), false, false],
  ["no token", new AuthError("no"), false, false],
  ["a wrong setting", new ConfigError("no"), false, false],
  ["an error that is none of ours", new TypeError("oops"), false, false],
  ["what is no error", "oops", false, false],
];

describe("a call may be repeated", () => {
  test.each(rows)("after %s", (_, error, idempotent, refused) => {
    expect(mayRepeat(error, "idempotent")).toBe(idempotent);
    expect(mayRepeat(error, "only-if-rejected")).toBe(refused);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("Wed, 21 Oct 2026 07:28:00 GMT");

  test.each([
    ["0", 0],
    ["120", 120_000],
    [" 5 ", 5_000],
    ["1.5", 1_500],
    ["Wed, 21 Oct 2026 07:28:30 GMT", 30_000],
    ["Wednesday, 21-Oct-26 07:28:30 GMT", 30_000],
    ["Wed Oct 21 07:28:30 2026", 30_000],
    ["Wed, 21 Oct 2026 07:27:00 GMT", 0],
    ["Tue, 01 Jan 1980 00:00:00 GMT", 0],
  ])("is understood in the form %j", (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  test.each([undefined, "", " ", "-5", "5s", "soon", "1e3", "0x10", "NaN", "Infinity", "5, 6", "soon 5", "1,5"])(
    "of %j counts as none",
    (header) => {
      expect(parseRetryAfter(header, now)).toBeUndefined();
    },
  );
});

describe("the wait before the next try", () => {
  const policy = { totalMs: 120_000, connectMs: 15_000, baseMs: 250, capMs: 15_000 };
  const [least, most] = [() => 0, () => 1];

  test("is anything up to twice the one before, and never above the cap", () => {
    const caps = [0, 1, 2, 3, 5, 6, 7, 20, 2000].map((tries) => waitMs(api(503), tries, policy, most));
    expect(caps).toEqual([250, 500, 1000, 2000, 8000, 15_000, 15_000, 15_000, 15_000]);
    for (const tries of [0, 1, 5, 2000]) expect(waitMs(api(503), tries, policy, least)).toBe(0);
  });

  test("is spread over the whole of that", () => {
    const waits = Array.from({ length: 2000 }, () => waitMs(api(503), 3, policy));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2000);
    for (const quarter of [0, 1, 2, 3])
      expect(waits.filter((wait) => Math.floor(wait / 500) === quarter).length).toBeGreaterThan(300);
  });

  test("is what the service asks for and a little more, never less", () => {
    const asked = api(429, { retryAfterMs: 3_000 });
    expect(waitMs(asked, 0, policy, least)).toBe(3_000);
    expect(waitMs(asked, 0, policy, most)).toBe(3_250);
    expect(waitMs(asked, 7, policy, most)).toBe(15_000);
    expect(waitMs(api(429, { retryAfterMs: 60_000 }), 9, policy, most)).toBe(60_250);
  });

  test("grows also when the service asks for none", () => {
    const now = api(429, { retryAfterMs: 0 });
    expect([0, 1, 2, 3].map((tries) => waitMs(now, tries, policy, most))).toEqual([250, 500, 1000, 2000]);
  });

  test("is there for any error, and for what is no error", () => {
    expect(waitMs("oops", 0, policy, most)).toBe(250);
    expect(waitMs(undefined, 0, policy, most)).toBe(250);
  });
});

describe("a call", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(1);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** Fails with these errors one after the other, or for ever with the last; then answers "done". */
  function calling(errors: readonly unknown[], about: Partial<Attempts<string>> & { forever?: boolean } = {}) {
    const starts: number[] = [];
    const begin = Date.now();
    const { forever = false, ...attempts } = about;
    const result = withRetries({
      repeat: "idempotent" as Repeat,
      policy: defaultRetryPolicy,
      attempt: async () => {
        const error = errors[forever ? Math.min(starts.length, errors.length - 1) : starts.length];
        starts.push(Date.now() - begin);
        if (error !== undefined) throw error;
        return "done";
      },
      ...attempts,
    });
    const settled = result.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    return {
      starts,
      settled,
      end: async () => ({ ...(await vi.runAllTimersAsync().then(() => settled)), starts, ms: Date.now() - begin }),
    };
  }

  test("that succeeds is sent once", async () => {
    expect(await calling([]).end()).toEqual({ value: "done", starts: [0], ms: 0 });
  });

  test("that fails for a while is sent again, after longer and longer waits", async () => {
    expect(await calling([api(503), api(502), new ConnectionError("x", true)]).end()).toEqual({
      value: "done",
      starts: [0, 250, 750, 1750],
      ms: 1750,
    });
  });

  test("that must not be made twice is repeated only where it has not acted", async () => {
    const ambiguous = api(503);
    expect(await calling([api(429), ambiguous], { repeat: "only-if-rejected" }).end()).toMatchObject({
      error: ambiguous,
      starts: [0, 250],
    });
  });

  test("waits as long as the service asks", async () => {
    const asked = api(429, { retryAfterMs: 30_000 });
    expect((await calling([asked]).end()).starts).toEqual([0, 30_250]);
  });

  test("gives up with the last error, before its time is over", async () => {
    const last = api(503);
    const { error, starts, ms } = (await calling([last], { forever: true }).end()) as {
      error: unknown;
      starts: number[];
      ms: number;
    };
    expect(error).toBe(last);
    expect(ms).toBeLessThan(120_000);
    expect(starts.at(-1)).toBeGreaterThan(100_000);
    expect(starts.length).toBe(13);
  });

  test("gives up at once when the service asks for more time than there is", async () => {
    const asked = api(429, { retryAfterMs: 120_000 });
    expect(await calling([asked], { forever: true }).end()).toMatchObject({ error: asked, starts: [0], ms: 0 });
  });

  test("counts what the tries themselves take", async () => {
    const slow = api(504);
    const starts: number[] = [];
    const begin = Date.now();
    const call = withRetries({
      repeat: "idempotent",
      policy: defaultRetryPolicy,
      attempt: async () => {
        starts.push(Date.now() - begin);
        await new Promise((resolve) => setTimeout(resolve, 59_000));
        throw slow;
      },
    }).catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    expect(await call).toBe(slow);
    expect(starts).toEqual([0, 59_250, 118_750]);
  });

  test("gives up sooner when nothing can be reached at all", async () => {
    const { error, ms } = (await calling([new ConnectionError("nobody there", false)], { forever: true }).end()) as {
      error: Error;
      ms: number;
    };
    expect(error).toMatchObject({ code: "CONNECTION", message: "nobody there" });
    expect(ms).toBeLessThan(15_000);
    expect(ms).toBeGreaterThan(5_000);
  });

  test("that waits for long says so, attempt: why, and for how long at most", async () => {
    const told: string[] = [];
    await calling([api(503)], { forever: true, notify: (message) => told.push(message) }).end();
    expect(told).toEqual(["POST /groups: 503 why. Retrying for up to 119 s more"]);
  });

  test("that waits for a moment only says nothing", async () => {
    const told: string[] = [];
    await calling([api(503), api(503)], { notify: (message) => told.push(message) }).end();
    expect(told).toEqual([]);
  });

  test("is given up when what stands before each repetition throws", async () => {
    const gone = new Error("the engine is gone");
    const before = vi.fn(async () => {
      throw gone;
    });
    expect(await calling([api(503)], { beforeRetry: before }).end()).toMatchObject({
      error: gone,
      starts: [0],
      ms: 250,
    });
    expect(before).toHaveBeenCalledTimes(1);
  });
});
