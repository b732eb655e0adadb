import type { Group } from "../client/groups";
import { Memory } from "../lifecycle/memory";
import type { DeclaredGroup } from "./lockout/rights-lost";

/**
 * What a provider process remembers about the groups of one project, besides what it remembers about every kind, for
 * the lockout guard:
 *
 * | what | written by | read by |
 * | --- | --- | --- |
 * | the group that a resource's replacement deletes | `diff` | `check`, `create`; warnings about namesakes |
 * | the groups whose names are secrets | `diff` | the errors of any check |
 * | the groups that the process is deleting or has deleted | `delete` | `delete` of any other |
 */
export class GroupMemory extends Memory {
  readonly replaced = new Map<string, Group>();
  readonly secretNames = new Set<number>();
  readonly pendingDeletes = new Set<number>();

  constructor() {
    super("Group", "group");
  }
}

/**
 * The groups that the program declares, in all of its projects: written by `check`, read by the guards' `check` and
 * `create`.
 */
export class DeclaredGroups {
  readonly #byOwner = new Map<string, DeclaredGroup>();
  #count: number | undefined;
  #notedAt = 0;

  /** @param count - how many groups the program declares; undefined when that is unknown. */
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
   * Whether every group that the program declares has been noted, as far as that is known.
   * @param quietMs - how long nothing may have come from a program that does not say how many groups it declares.
   */
  isComplete(quietMs: number): boolean {
    return this.#count === undefined ? Date.now() - this.#notedAt >= quietMs : this.#byOwner.size >= this.#count;
  }

  /** The groups that belong to a project, and those whose project is not known yet. */
  in(project: string): DeclaredGroup[] {
    return [...this.#byOwner.values()].filter((group) => group.project === project || group.project === undefined);
  }
}
