import { vi } from "vitest";

/** Virtual time begins here in each history, in ms since the epoch. */
const beginning = Date.UTC(2030, 0, 1);

/** Sleeps in virtual time. */
export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What a killed process waits for. */
export const never = new Promise<never>(() => undefined);

/** Begins a history: no timer of the one before is left. */
export function startVirtualTime(): void {
  vi.useFakeTimers({ now: beginning, toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
}

export function endVirtualTime(): void {
  vi.clearAllTimers();
  vi.useRealTimers();
}

/** How a task ended that ran in virtual time. */
export type Ending = "done" | "stuck" | "too long";

/** Lets time pass until a task is done; `stuck` when it waits for nothing that could still happen. */
export async function passTime(task: Promise<void>, limitMs = Number.POSITIVE_INFINITY): Promise<Ending> {
  const end = Date.now() + limitMs;
  let isDone = false;
  const failure: { error?: unknown } = {};
  const done = () => {
    isDone = true;
  };
  task.then(done, (error: unknown) => {
    failure.error = error;
    done();
  });
  for (;;) {
    // All that promises do between two timers is done before a macrotask runs; this one is not faked.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (isDone && failure.error !== undefined) throw failure.error;
    if (isDone) return "done";
    if (Date.now() > end) return "too long";
    if (vi.getTimerCount() === 0) return "stuck";
    vi.advanceTimersToNextTimer();
  }
}
