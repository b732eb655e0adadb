import { CdfError, ConnectionError, mayHaveActed, messageOf, ResponseError } from "../errors";

/** The most items in one request. */
const itemsPerRequest = 1000;

/** The most bytes of JSON in one request; the service refuses more than it buffers, and does not say how much. */
const bytesPerRequest = 1_000_000;

/**
 * A call took several requests, and one of them failed: what happened to each item. `cause` is the error of that
 * request. Code `BATCH`.
 */
export class BatchError<T = unknown, R = unknown> extends CdfError {
  /** Done, in the order given. */
  readonly successful: T[];
  /** What the service answered for those: for a create, the items with their IDs. */
  readonly results: R[];
  /** Refused by the service, without effect. */
  readonly failed: T[];
  /** Possibly done: the answer was lost, or was a server error. */
  readonly unknown: T[];
  /** Never sent. */
  readonly skipped: T[];

  constructor(outcome: { successful: T[]; results: R[]; failed: T[]; unknown: T[]; skipped: T[] }, cause: unknown) {
    const count = `${outcome.successful.length} done, ${outcome.failed.length} refused, ${outcome.unknown.length} unknown, ${outcome.skipped.length} not sent`;
    super("BATCH", `${messageOf(cause)} (of several requests: ${count})`, {
      cause,
    });
    this.successful = outcome.successful;
    this.results = outcome.results;
    this.failed = outcome.failed;
    this.unknown = outcome.unknown;
    this.skipped = outcome.skipped;
  }
}

/** Splits a list so that no request is too long, in items or in bytes. */
export function batches<T>(items: readonly T[]): T[][] {
  const all: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = all.at(-1);
    if (last === undefined || last.length === itemsPerRequest || bytes + size > bytesPerRequest) {
      all.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return all;
}

/**
 * Sends a list in as many requests as it takes, one after the other, and stops at the first that fails.
 * @throws BatchError when it took several requests; the request's own error when it was one.
 */
export async function inBatches<T, R>(items: readonly T[], send: (batch: T[]) => Promise<R[]>): Promise<R[]> {
  const all = batches(items);
  const results: R[] = [];
  for (const [i, batch] of all.entries()) {
    try {
      for (const result of await send(batch)) results.push(result);
    } catch (error) {
      if (all.length === 1) throw error;
      const lost = mayHaveActed(error);
      const unsent = error instanceof ConnectionError && !error.sent;
      throw new BatchError(
        {
          successful: all.slice(0, i).flat(),
          results,
          failed: lost || unsent ? [] : batch,
          unknown: lost ? batch : [],
          skipped: all.slice(unsent ? i : i + 1).flat(),
        },
        error,
      );
    }
  }
  return results;
}

/** The one item that was requested; anything else is an answer that cannot be trusted. */
export function onlyOne<T>(items: readonly T[], what: string): T {
  const [item] = items;
  if (item !== undefined && items.length === 1) return item;
  throw new ResponseError(`${what}: expected 1 item, got ${items.length}`);
}

/** Whether a list was given, or one item. */
export const isMany = <T>(given: T | readonly T[]): given is readonly T[] => Array.isArray(given);
