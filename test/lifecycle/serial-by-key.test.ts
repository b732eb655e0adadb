import { describe, expect, test } from "vitest";
import { SerialByKey } from "../../src/lifecycle/serial-by-key";

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Tasks that note when they start, and end when they are told to. */
function tasks() {
  const turns = new SerialByKey();
  const log: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const run = (key: string, name: string) =>
    turns.run(key, async () => {
      log.push(name);
      await new Promise<void>((resolve, reject) => ends.set(name, (error) => (error ? reject(error) : resolve())));
      return name;
    });
  return { log, run, end: (name: string, error?: Error) => ends.get(name)?.(error) };
}

describe("tasks that take turns", () => {
  test("with the same key come one after the other, in order", async () => {
    const { log, run, end } = tasks();
    const all = [run("k", "a"), run("k", "b"), run("k", "c")];
    for (const name of ["a", "b", "c"]) {
      await settle();
      expect(log.at(-1)).toBe(name);
      end(name);
    }
    expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
  });

  test("with different keys come at once, even keys that every object has", async () => {
    const { log, run, end } = tasks();
    const all = ["a", "b", "constructor", "__proto__", ""].map((key) => run(key, key));
    await settle();
    expect(log).toEqual(["a", "b", "constructor", "__proto__", ""]);
    for (const name of log) end(name);
    await Promise.all(all);
  });

  test("go on after one that failed, and the failure goes to the one who asked", async () => {
    const { log, run, end } = tasks();
    const [first, second] = [run("k", "a"), run("k", "b")];
    await settle();
    const failed = expect(first).rejects.toThrow("broken");
    end("a", new Error("broken"));
    await failed;
    await settle();
    expect(log).toEqual(["a", "b"]);
    end("b");
    expect(await second).toBe("b");
  });

  test("may be asked for again when all is done, and from within", async () => {
    const turns = new SerialByKey();
    expect(await turns.run("k", async () => 1)).toBe(1);
    expect(await turns.run("k", () => turns.run("other", async () => 2))).toBe(2);
    expect(await turns.run("k", async () => 3)).toBe(3);
  });
});
