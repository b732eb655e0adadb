import { describe, expect, test } from "vitest";
import { Limiter } from "../../src/client/limiter";

/** Tasks that end when they are told to. */
function tasks(limiter: Limiter) {
  const started: number[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const start = (n: number) =>
    limiter.run(async () => {
      started.push(n);
      await new Promise<void>((resolve, reject) => {
        ends[n] = (error) => (error === undefined ? resolve() : reject(error));
      });
      return n;
    });
  return { started, ends, start };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("the limiter", () => {
  test.each([1, 4, 5])("lets %i run at once, the others in the order in which they came", async (limit) => {
    const { started, ends, start } = tasks(new Limiter(limit));
    const all = Array.from({ length: 12 }, (_, n) => start(n));
    await settle();
    expect(started).toEqual(Array.from({ length: limit }, (_, n) => n));
    for (let n = 0; n < 12; n++) {
      ends[n]?.();
      await all[n];
      await settle();
      expect(started.length).toBe(Math.min(12, n + 1 + limit));
    }
    expect(started).toEqual(Array.from({ length: 12 }, (_, n) => n));
    expect(await Promise.all(all)).toEqual(started);
  });

  test("gives the place of one that fails to the next, and the failure to the one who asked", async () => {
    const { started, ends, start } = tasks(new Limiter(1));
    const [first, second] = [start(0), start(1)];
    await settle();
    const failed = expect(first).rejects.toThrow("broken");
    ends[0]?.(new Error("broken"));
    await failed;
    await settle();
    expect(started).toEqual([0, 1]);
    ends[1]?.();
    expect(await second).toBe(1);
  });

  test("gives the place of one that throws before it waits to the next", async () => {
    const limiter = new Limiter(1);
    const broken = () => {
      throw new Error("broken");
    };
    await expect(limiter.run(broken as () => Promise<never>)).rejects.toThrow("broken");
    expect(await limiter.run(async () => "next")).toBe("next");
  });

  test("never lets more run, however they come and go", async () => {
    const limiter = new Limiter(3);
    let [running, most] = [0, 0];
    const one = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
      running -= 1;
    };
    const start = () => limiter.run(one);
    await Promise.all(Array.from({ length: 100 }, start).map((each) => each.then(start)));
    expect(most).toBe(3);
    expect(running).toBe(0);
  });

  test("lets as many run again after all are done", async () => {
    const limiter = new Limiter(2);
    await Promise.all([1, 2, 3, 4, 5].map(() => limiter.run(async () => undefined)));
    const { started, ends, start } = tasks(limiter);
    const all = [start(0), start(1), start(2)];
    await settle();
    expect(started).toEqual([0, 1]);
    for (const n of [0, 1, 2]) {
      await settle();
      ends[n]?.();
    }
    await Promise.all(all);
  });
});
