/** Times in ms. */
interface Times {
  /** How long the service's lists may lag behind. */
  listLagMs: number;
  pollMs: number;
}

/**
 * Looks until something is found, or until a look that began at `end` (in ms since the epoch) has found nothing. A look
 * that fails counts only if it is the last.
 */
export async function pollUntil<T>(
  end: number,
  { times }: { times: Pick<Times, "pollMs"> },
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (;;) {
    // A slow answer may show the state when the look began, however late it arrives.
    const isLast = Date.now() >= end;
    try {
      const found = await look();
      if (found !== undefined || isLast) return found;
    } catch (error) {
      if (isLast) throw error;
    }
    await sleepUntil(end, times.pollMs);
  }
}

/** Looks for what may just have been created, for as long as the service's lists may lag behind. */
export const waitUntilListed = <T>(context: { times: Times }, look: () => Promise<T | undefined>) =>
  pollUntil(Date.now() + context.times.listLagMs, context, look);

/** Waits until a time, at most so many ms; one ms more, since a timer may fire that much early. */
export const sleepUntil = (end: number, mostMs = Number.POSITIVE_INFINITY): Promise<void> =>
  sleep(Math.max(0, Math.min(end - Date.now() + 1, mostMs)));

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
