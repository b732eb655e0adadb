import type { Group } from "../client/groups";
import { Memory } from "../lifecycle/memory";
import type { DeclaredGroup } from "./lockout/rights-lost";

/**
 * What a provider process remembers of the groups of one project beside what it remembers of every kind, for the lockout
 * guard:
 *
 * | what | written by | read by |
 * | --- | --- | --- |
 * | the group that a resource's replacement deletes | `diff` | `check`, `create`; warnings of namesakes |
 * | the groups whose names are secrets | `diff` | errors of any check |
 * | the groups that the process deletes, or has deleted | `delete` | `delete` of any other |
 */
export class GroupMemory extends Memory {
  readonly replaced = new Map<string, Group>();
  readonly secretNames = new Set<number>();
  readonly pendingDeletes = new Set<number>();

  constructor() {
    super("Group", "group");
  }
}

/** What the program declares, in all of its projects: written by `check`, read by the guards' `check` and `create`. */
export class DeclaredGroups {
  readonly #byOwner = new Map<string, DeclaredGroup>();
  #count: number | undefined;
  #notedAt = 0;

  /** @param count - how many groups the program declares; undefined when that is not known. */
  note(owner: string, group: DeclaredGroup, count: number | undefined): void {
    this.#byOwner.set(owner, group);
    this.#count = count;
    this.#notedAt = Date.now();
  }

  /** When the last one was noted, in ms since the epoch. */
  get notedAt(): number {
    return this.#notedAt;
  }

  /**
   * Whether all that the program declares has been noted, as far as that is known.
   * @param quietMs - how long nothing may have come from a program that does not say how many groups it declares.
   */
  isComplete(quietMs: number): boolean {
    return this.#count === undefined ? Date.now() - this.#notedAt >= quietMs : this.#byOwner.size >= this.#count;
  }

  /** Those that are to be in a project, and those of which that is not known yet. */
  in(project: string): DeclaredGroup[] {
    return [...this.#byOwner.values()].filter((group) => group.project === project || group.project === undefined);
  }
}
