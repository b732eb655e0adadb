import { CdfError, mayHaveActed } from "../errors";
import type { Context } from "./handler";

/** Making one thing, exactly once. */
export interface Making<T> {
  /** The thing in words, as in `group "readers"`. */
  what: string;
  create(): Promise<T>;
  /** Lists, and looks for the thing that an answer which got lost may have made. */
  find(): Promise<T | undefined>;
}

/**
 * Makes a thing that must not be made twice. After an answer that leaves open whether it was made, looks for it, for as
 * long as the service's lists may lag; found, it was made; not found, it was not, and is made again.
 * @throws CdfError `UNDECIDED` when it cannot be found out.
 */
export async function createOnce<T>(context: Context, making: Making<T>): Promise<T> {
  const { listLagMs, pollMs, reconcileMs } = context.times;
  const end = Date.now() + reconcileMs;
  for (;;) {
    try {
      return await making.create();
    } catch (error) {
      if (!mayHaveActed(error)) throw error;
      const found = await lookFor(making, listLagMs, pollMs).catch((lookError) => {
        throw undecided(making.what, error, lookError);
      });
      if (found !== undefined) return found;
      if (Date.now() > end) throw error;
    }
  }
}

async function lookFor<T>({ find }: Making<T>, listLagMs: number, pollMs: number): Promise<T | undefined> {
  const end = Date.now() + listLagMs;
  for (;;) {
    const found = await find();
    if (found !== undefined || Date.now() >= end) return found;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function undecided(what: string, error: unknown, lookError: unknown): CdfError {
  return new CdfError(
    "UNDECIDED",
    `${what} may have been made, and whether it was cannot be found out. First: ${messageOf(error)}. Then, looking for it: ${messageOf(lookError)}. Run \`pulumi up\` again when the service answers: if it was made, that run finds it by its owner and leaves one.`,
    { cause: error },
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
