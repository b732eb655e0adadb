interface Asked {
  startedAt: number;
  settled: boolean;
  answer: Promise<unknown>;
  /** Shared by all who came too late for this one while it was under way. */
  next?: Promise<unknown>;
}

let ticks = 0;

/** A moment, later than all before it: a clock would give two events of one millisecond the same time. */
export function nextTick(): number {
  ticks += 1;
  return ticks;
}

/** The answers that the lookups of a program share: each question is asked once for all who can use the answer. */
export class SharedAnswers {
  readonly #asked = new Map<string, Asked>();
  readonly #most = new Map<string, number>();
  readonly #batches = new Map<string, { items: unknown[]; answer: Promise<unknown[]> }>();

  /** The answer to the question of that key, asked later than the tick `notBefore`: a shared one if there is one. */
  get<T>(key: string, notBefore: number, ask: () => Promise<T>): Promise<T> {
    const asked = this.#asked.get(key);
    if (asked !== undefined && asked.startedAt > notBefore) return asked.answer as Promise<T>;
    if (asked === undefined || asked.settled) return this.#ask(key, ask);
    const again = () => this.#ask(key, ask);
    asked.next ??= asked.answer.then(again, again);
    return asked.next as Promise<T>;
  }

  /**
   * The first `limit` of a list. All who ask before the program next waits for something share the longest list that one
   * of them needs, and so do all who later need no more.
   */
  async first<T>(key: string, notBefore: number, limit: number, ask: (limit: number) => Promise<T[]>): Promise<T[]> {
    this.#most.set(key, Math.max(limit, this.#most.get(key) ?? 0));
    await new Promise((resolve) => setImmediate(resolve));
    const most = this.#most.get(key) ?? limit;
    return (await this.get(`${key} ${most}`, notBefore, () => ask(most))).slice(0, limit);
  }

  /** What an item comes to, among others: all who ask before the program next waits for something share one call. */
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
      // What failed is asked anew by the next who wants it.
      if (this.#asked.get(key) === asked) this.#asked.delete(key);
    });
    return answer;
  }
}
