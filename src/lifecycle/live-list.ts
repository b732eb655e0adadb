import { memo } from "../client/memo";
import { sleepUntil } from "../client/poll";
import type { Context } from "./handler";

/**
 * What one provider process knows about all objects of a kind. Lists are shared where possible, and never contain what
 * this process has deleted, however far the service's own lists lag behind.
 */
export class LiveList<T extends { id: number }> {
  readonly #context: Context;
  readonly #list: () => Promise<T[]>;
  readonly #startedAt = Date.now();
  #createdAt = 0;
  /** The list that all readers share, and when it began. */
  #shared: { list: Promise<T[]>; at: number } | undefined;
  #pause: Promise<void> | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<T[]> | undefined;
  readonly #first = memo(() => this.fresh());
  readonly #deleted = new Set<number>();

  /** @param list - lists all objects of the kind. */
  constructor(context: Context, list: () => Promise<T[]>) {
    this.#context = context;
    this.#list = list;
  }

  /** A list that begins at this time or later shows everything as it was when this process started. */
  get settledAt(): number {
    return this.#startedAt + this.#context.times.listLagMs;
  }

  /** A list that begins at this time or later also shows everything that this process has created. */
  get completeAt(): number {
    return Math.max(this.#startedAt, this.#createdAt) + this.#context.times.listLagMs;
  }

  /** One list for all readers, until something is written. */
  async shared(): Promise<T[]> {
    return this.#alive(await this.#sharedNow().list);
  }

  #sharedNow(): { list: Promise<T[]>; at: number } {
    if (this.#shared !== undefined) return this.#shared;
    const shared = {
      at: Date.now(),
      list: this.#list().catch((error: unknown) => {
        if (this.#shared === shared) this.#shared = undefined;
        throw error;
      }),
    };
    this.#shared = shared;
    return shared;
  }

  /** A list that starts after this call. Callers that arrive while another list is in progress share the next one. */
  async fresh(): Promise<T[]> {
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        const list = this.#list();
        this.#running = list;
        return list;
      });
    return this.#alive(await this.#next);
  }

  /** What existed before this process created anything. */
  async first(): Promise<T[]> {
    return this.#alive(await this.#first());
  }

  /** The object with that ID; looked up again in a fresh list before it counts as deleted. */
  async find(id: number): Promise<T | undefined> {
    return byId(await this.shared(), id) ?? byId(await this.fresh(), id);
  }

  /**
   * The object with that ID, which is in the state: it counts as deleted only when it is missing from a list that began
   * too late to lag behind the start of this process.
   */
  findManaged(id: number): Promise<T | undefined> {
    return this.#findBy(id, this.settledAt);
  }

  /** The object with that ID if it is listed; otherwise, the result of a list that began at `end` or later. */
  async #findBy(id: number, end: number): Promise<T | undefined> {
    for (;;) {
      // Its own time: by the time that it arrives, another list may be in progress.
      const { list, at } = this.#sharedNow();
      const listed = byId(this.#alive(await list), id);
      if (listed !== undefined || this.isGone(id) || at >= end) return listed;
      await this.#later(end);
    }
  }

  /** All readers that miss an object wait for the same next list. */
  #later(end: number): Promise<void> {
    this.#pause ??= sleepUntil(end, this.#context.times.pollMs).then(() => {
      this.#pause = undefined;
      this.#shared = undefined;
    });
    return this.#pause;
  }

  /** Whether the object exists, according to lists that begin from now on. */
  async stands(id: number): Promise<boolean> {
    this.#shared = undefined;
    return (await this.#findBy(id, this.completeAt)) !== undefined;
  }

  /** Notes that this process has created something. */
  created(): void {
    this.#createdAt = Date.now();
    this.#shared = undefined;
  }

  /** Notes that an object no longer exists, no matter who deleted it. */
  gone(id: number): void {
    this.#deleted.add(id);
    this.#shared = undefined;
  }

  isGone(id: number): boolean {
    return this.#deleted.has(id);
  }

  #alive(listed: readonly T[]): T[] {
    return listed.filter(({ id }) => !this.#deleted.has(id));
  }
}

const byId = <T extends { id: number }>(things: readonly T[], id: number) => things.find((thing) => thing.id === id);
