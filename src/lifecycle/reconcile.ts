import { CdfError, mayHaveActed } from "../errors";
import type { Context } from "./handler";
import { lookFor } from "./look";

/** Making one thing, exactly once. */
export interface Making<T> {
  /** The thing in words, as in `Group "readers"`. */
  what: string;
  create(): Promise<T>;
  /** Lists, and looks for a thing that a call whose answer got lost may have made. */
  find(): Promise<T | undefined>;
  /** Told of the one that stands, before a look for others. */
  made(thing: T): void;
  /** A lost call acted after all, when the thing had been made again. Must not fail: the thing stands. */
  late?(thing: T): Promise<void>;
  /** What to do when it cannot be found out whether it was made. */
  undecided: string;
}

/**
 * Makes a thing that must not be made twice. After an answer that leaves open whether it was made, looks for it, for as
 * long as the service's lists may lag; found, it was made; not found, it was not, and is made again.
 * @throws CdfError `UNDECIDED` when it cannot be found out.
 */
export async function createOnce<T>(context: Context, making: Making<T>): Promise<T> {
  const end = Date.now() + context.times.reconcileMs;
  for (let lost = 0; ; lost++) {
    // A call that hung has used up all the time, and is made again all the same.
    const thing = await once(context, making, lost === 0, lost === 0 ? Number.POSITIVE_INFINITY : end);
    if (thing === undefined) continue;
    making.made(thing);
    if (lost > 0) await clearLate(context, making);
    return thing;
  }
}

/** One try; undefined when nothing was made and there is time for another. */
async function once<T>(context: Context, making: Making<T>, isFirst: boolean, end: number): Promise<T | undefined> {
  try {
    return await making.create();
  } catch (error) {
    if (!mayHaveActed(error)) throw error;
    if (isFirst) context.warn(`${making.what}: ${messageOf(error)}. Looking whether it was made all the same`);
    const found = await lookFor(context, making.find).catch((lookError: unknown) => {
      throw undecided(making, error, lookError);
    });
    if (found === undefined && Date.now() > end) throw error;
    return found;
  }
}

/** What was repeated may exist twice, if an earlier call was carried out late. */
async function clearLate<T>(context: Context, { find, late }: Making<T>): Promise<void> {
  if (late === undefined) return;
  const nothing = () => undefined;
  for (let one = await lookFor(context, find).catch(nothing); one !== undefined; one = await find().catch(nothing))
    await late(one);
}

function undecided(making: Making<unknown>, error: unknown, lookError: unknown): CdfError {
  return new CdfError(
    "UNDECIDED",
    `${making.what} may have been made, and whether it was cannot be found out. First: ${messageOf(error)}. Then, looking for it: ${messageOf(lookError)}. ${making.undecided}`,
    { cause: error },
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
