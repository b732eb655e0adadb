import type { IamClient } from "../client/client";
import type { Group } from "./api";

/** For this long, in ms, a group that this process made counts as live although the service's lists lack it. */
const listMayLackMs = 60_000;

/**
 * What one provider process knows of a project's groups. Lists are shared where they may be, and never hold what this
 * process has deleted, however far the service's own lists lag behind.
 */
export class LiveGroups {
  readonly #client: () => IamClient;
  #shared: Promise<Group[]> | undefined;
  #before: Promise<ReadonlyMap<number, Group>> | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Group[]> | undefined;
  readonly #deleted = new Set<number>();
  readonly #made = new Map<number, { group: Group; at: number }>();

  constructor(client: () => IamClient) {
    this.#client = client;
  }

  /** One list for all who read, until something is written. */
  async shared(): Promise<Group[]> {
    this.#shared ??= this.#list().catch((error: unknown) => {
      this.#shared = undefined;
      throw error;
    });
    return this.#alive(await this.#shared);
  }

  /** A list that starts after this call. Those who call while another is under way share the next. */
  async fresh(): Promise<Group[]> {
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

  /** The groups that were there before this process made its first one. */
  before(): Promise<ReadonlyMap<number, Group>> {
    this.#before ??= this.fresh()
      .then((groups) => new Map(groups.map((group) => [group.id, group])))
      .catch((error: unknown) => {
        this.#before = undefined;
        throw error;
      });
    return this.#before;
  }

  /** The group of that id; looked for once more in a fresh list before it counts as gone. */
  async find(id: number): Promise<Group | undefined> {
    const isIt = (group: Group) => group.id === id;
    return (await this.shared()).find(isIt) ?? (await this.fresh()).find(isIt);
  }

  /** Notes a group that this process made. */
  made(group: Group): void {
    this.#made.set(group.id, { group, at: Date.now() });
    this.#shared = undefined;
  }

  /** Whether this process has made the group. */
  hasMade(id: number): boolean {
    return this.#made.has(id);
  }

  /** Notes that a group is gone, whoever deleted it. */
  gone(id: number): void {
    this.#deleted.add(id);
    this.#shared = undefined;
  }

  isGone(id: number): boolean {
    return this.#deleted.has(id);
  }

  #list(): Promise<Group[]> {
    return this.#client().groups.list({ all: true });
  }

  #alive(listed: readonly Group[]): Group[] {
    const ids = new Set(listed.map(({ id }) => id));
    const lacking = [...this.#made.values()].filter(
      ({ group, at }) => !ids.has(group.id) && Date.now() - at < listMayLackMs,
    );
    return [...listed, ...lacking.map(({ group }) => group)].filter(({ id }) => !this.#deleted.has(id));
  }
}
