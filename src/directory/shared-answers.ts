interface Asked {
  startedAt: number;
  settled: boolean;
  answer: Promise<unknown>;
  /** Shared by all callers that need a later answer while this one is in flight. */
  next?: Promise<unknown>;
}

let ticks = 0;

/** A point in time, later than all before it: a clock would give two events in one millisecond the same time. */
export function nextTick(): number {
  ticks += 1;
  return ticks;
}

/**
 * The answers that the lookups of a program share: each question is asked once for all lookups that can use the answer.
 */
export class SharedAnswers {
  readonly #asked = new Map<string, Asked>();
  readonly #most = new Map<string, number>();
  readonly #batches = new Map<string, { items: unknown[]; answer: Promise<unknown[]> }>();

  /** The answer to a question, asked after the tick `notBefore`: a shared one if there is one. */
  get<T>(key: string, notBefore: number, ask: () => Promise<T>): Promise<T> {
    const asked = this.#asked.get(key);
    if (asked !== undefined && asked.startedAt > notBefore) return asked.answer as Promise<T>;
    if (asked === undefined || asked.settled) return this.#ask(key, ask);
    const again = () => this.#ask(key, ask);
    asked.next ??= asked.answer.then(again, again);
    return asked.next as Promise<T>;
  }

  /**
   * The first `limit` items of a list. All callers in the same turn of the event loop share the longest list that one
   * of them needs; later callers that need no more share it too.
   */
  async first<T>(key: string, notBefore: number, limit: number, ask: (limit: number) => Promise<T[]>): Promise<T[]> {
    this.#most.set(key, Math.max(limit, this.#most.get(key) ?? 0));
    await new Promise((resolve) => setImmediate(resolve));
    const most = this.#most.get(key) ?? limit;
    return (await this.get(`${key} ${most}`, notBefore, () => ask(most))).slice(0, limit);
  }

  /** The answer for an item: all callers in the same turn of the event loop share one call. */
  gather<I, T>(key: string, notBefore: number, item: I, ask: (items: I[]) => Promise<T[]>): Promise<T[]> {
    return this.get(`${key} ${JSON.stringify(item)}`, notBefore, () => this.#inBatch(key, item, ask));
  }

  #inBatch<I, T>(key: string, item: I, ask: (items: I[]) => Promise<T[]>): Promise<T[]> {
    const known = this.#batches.get(key);
    if (known !== undefined) {
      known.items.push(item);
      return known.answer as Promise<T[]>;
    }
    const items = [item];
    const closed = new Promise((resolve) => setImmediate(resolve));
    const answer = closed.then(() => {
      this.#batches.delete(key);
      return ask(items);
    });
    this.#batches.set(key, { items, answer });
    return answer;
  }

  #ask<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const answer = ask();
    const asked: Asked = { startedAt: nextTick(), settled: false, answer };
    this.#asked.set(key, asked);
    const over = () => {
      asked.settled = true;
    };
    answer.then(over, () => {
      over();
      // A failed question is asked again for the next caller.
      if (this.#asked.get(key) === asked) this.#asked.delete(key);
    });
    return answer;
  }
}
