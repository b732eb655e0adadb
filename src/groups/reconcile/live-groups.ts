import { missingCapabilities } from "../../capabilities/rights";
import type { Capability } from "../../capabilities/types";
import type { Group } from "../../client/groups";
import { memo } from "../../client/memo";
import { sleep } from "../../client/poll";
import type { Context } from "../../lifecycle/handler";

/**
 * What one provider process knows of a project's groups. Lists are shared where they may be, and never hold what this
 * process has deleted, however far the service's own lists lag behind.
 */
export class LiveGroups {
  readonly #context: Context;
  readonly #startedAt = Date.now();
  #createdAt = 0;
  #shared: Promise<Group[]> | undefined;
  #sharedAt = 0;
  #pause: Promise<void> | undefined;
  readonly #first = memo(() => this.fresh());
  readonly #listsAll = memo(() => this.#mayListAll());
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Group[]> | undefined;
  readonly #deleted = new Set<number>();
  readonly #seen = new Map<number, Group>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** A list that begins from then on shows every group as it was when this process started. */
  get settledAt(): number {
    return this.#startedAt + this.#context.times.listLagMs;
  }

  /** A list that begins from then on shows every group that this process has created, too. */
  get completeAt(): number {
    return Math.max(this.#startedAt, this.#createdAt) + this.#context.times.listLagMs;
  }

  /** One list for all who read, until something is written. */
  async shared(): Promise<Group[]> {
    if (this.#shared === undefined) {
      this.#sharedAt = Date.now();
      this.#shared = this.#list().catch((error: unknown) => {
        this.#shared = undefined;
        throw error;
      });
    }
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

  /** The groups that were there before this process created its first one. */
  async first(): Promise<Group[]> {
    return this.#alive(await this.#first());
  }

  /** The group of that id; looked for once more in a fresh list before it counts as gone. */
  async find(id: number): Promise<Group | undefined> {
    return byId(await this.shared(), id) ?? byId(await this.fresh(), id);
  }

  /**
   * The group of that id, which the state has: it counts as gone only when a list lacks it that cannot lag behind the
   * start of this process any more, before which it was created.
   */
  async findManaged(id: number): Promise<Group | undefined> {
    for (;;) {
      const listed = byId(await this.shared(), id);
      if (listed !== undefined || this.isGone(id) || this.#sharedAt >= this.settledAt) return listed;
      await this.#later(Math.min(this.#context.times.pollMs, this.settledAt - Date.now()));
    }
  }

  /** All who miss a group wait for the same next list. */
  #later(ms: number): Promise<void> {
    this.#pause ??= sleep(Math.max(0, ms)).then(() => {
      this.#pause = undefined;
      this.#shared = undefined;
    });
    return this.#pause;
  }

  /** Whether the group stands, by fresh lists; those of a caller who may not see every group show nothing. */
  async stands(id: number): Promise<boolean> {
    this.#shared = undefined;
    return (await this.findManaged(id)) !== undefined || !(await this.showAll());
  }

  /**
   * Whether lists show every group of the project, as far as token inspect can tell: the right to list may be limited to
   * the groups that the caller is in, and what such a list lacks is not gone.
   */
  showAll(): Promise<boolean> {
    return this.#listsAll().catch(() => true);
  }

  async #mayListAll(): Promise<boolean> {
    const inspection = await this.#context.client().token.inspect();
    const { project } = this.#context.connection();
    const isShown = inspection.projects.some(({ projectUrlName }) => projectUrlName === project);
    return !isShown || missingCapabilities(inspection, listAll, project).length === 0;
  }

  /** Notes that this process has created a group. */
  created(): void {
    this.#createdAt = Date.now();
    this.#shared = undefined;
  }

  /** Notes that a group is gone, whoever deleted it. */
  gone(id: number): void {
    this.#deleted.add(id);
    this.#shared = undefined;
  }

  isGone(id: number): boolean {
    return this.#deleted.has(id);
  }

  /** The group as a list of this process has shown it; it is still so, since the API cannot change a group. */
  seen(id: number): Group | undefined {
    return this.#seen.get(id);
  }

  async #list(): Promise<Group[]> {
    const groups = await this.#context.client().groups.list({ all: true });
    for (const group of groups) this.#seen.set(group.id, group);
    return groups;
  }

  #alive(listed: readonly Group[]): Group[] {
    return listed.filter(({ id }) => !this.#deleted.has(id));
  }
}

const listAll: Capability = { groupsAcl: { actions: ["LIST"], scope: { all: {} } } };

const byId = (groups: readonly Group[], id: number) => groups.find((group) => group.id === id);
