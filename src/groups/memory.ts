import type { Group } from "../client/groups";
import { Memory } from "../lifecycle/memory";
import type { GrantingGroup } from "./lockout/rights-lost";

/**
 * What a provider process remembers of groups beside what it remembers of every kind, for the lockout guard:
 *
 * | what | written by | read by |
 * | --- | --- | --- |
 * | what each resource is declared to be, and how many are | `check` | `check`, `create` |
 * | the group that a resource's replacement deletes | `diff` | `check`, `create`; warnings of namesakes |
 * | the groups whose names are secrets | `diff` | errors of any check |
 * | the groups that the process deletes, or has deleted | `delete` | `delete` of any other |
 */
export class GroupMemory extends Memory {
  readonly declared = new Map<string, GrantingGroup>();
  /** How many groups the program declares; undefined when that is not known. */
  declares: number | undefined;
  readonly replaced = new Map<string, Group>();
  readonly secretNames = new Set<number>();
  readonly pendingDeletes = new Set<number>();

  constructor() {
    super("Group", "group");
  }
}
