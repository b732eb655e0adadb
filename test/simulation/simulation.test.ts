import { expect, test } from "vitest";
import { generate } from "./generate";
import { reportsOf, simulateMany } from "./many";
import { simulate } from "./simulate";

const seeds = Array.from({ length: 300 }, (_, i) => i + 1);

test("300 histories break no promise", { timeout: 60_000 }, async () => {
  const summary = await simulateMany(seeds, () => undefined);
  expect(reportsOf(summary)).toBe("");
});

test("a seed gives the same simulated history again, to the last word", async () => {
  for (const seed of seeds.slice(0, 20)) {
    const [first, second] = [await simulate(generate(seed)), await simulate(generate(seed))];
    expect(second).toEqual(first);
  }
});
