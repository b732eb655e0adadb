import { expect, test, vi } from "vitest";
import { memo } from "../../src/client/memo";

test("calls share one answer, those at once and later ones", async () => {
  const ask = vi.fn(async () => ({}));
  const answer = memo(ask);
  const [first, second] = await Promise.all([answer(), answer()]);
  expect(second).toBe(first);
  expect(await answer()).toBe(first);
  expect(ask).toHaveBeenCalledTimes(1);
});

test("a failure is shared by calls at once, and forgotten afterwards", async () => {
  const ask = vi.fn(async () => "there").mockRejectedValueOnce(new Error("not yet"));
  const answer = memo(ask);
  const outcomes = await Promise.allSettled([answer(), answer()]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(ask).toHaveBeenCalledTimes(1);
  expect([await answer(), await answer()]).toEqual(["there", "there"]);
  expect(ask).toHaveBeenCalledTimes(2);
});
