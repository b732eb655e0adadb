import type { Context } from "./handler";

/** Looks until something is found, until a time in ms since the epoch; at least once. */
export async function lookUntil<T>(
  end: number,
  { times }: Pick<Context, "times">,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (;;) {
    const found = await look();
    const left = end - Date.now();
    if (found !== undefined || !(left > 0)) return found;
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, times.pollMs)));
  }
}

/** Looks for what was just made, for as long as the service's lists may lag behind. */
export const lookFor = <T>(context: Pick<Context, "times">, look: () => Promise<T | undefined>) =>
  lookUntil(Date.now() + context.times.listLagMs, context, look);
