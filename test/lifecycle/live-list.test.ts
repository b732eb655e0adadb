import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Context } from "../../src/lifecycle/handler";
import { LiveList } from "../../src/lifecycle/live-list";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a list that began before lists settle is no proof that a thing is gone, though another is under way by then", async () => {
  const answers: ((things: { id: number }[]) => void)[] = [];
  const times = { listLagMs: 100, pollMs: 10, reconcileMs: 100, nonceMs: 1 };
  const live = new LiveList<{ id: number }>({ times } as Context, () => new Promise((answer) => answers.push(answer)));
  await vi.advanceTimersByTimeAsync(95);
  const stands = live.stands(1);
  await vi.advanceTimersByTimeAsync(10);
  // Something is deleted, so the next who reads starts a list of its own.
  live.gone(2);
  void live.shared();
  answers[0]?.([]);
  for (let i = 0; i < 5; i++) {
    await vi.advanceTimersByTimeAsync(20);
    for (const answer of answers) answer([{ id: 1 }]);
  }
  expect(await stands).toBe(true);
});
