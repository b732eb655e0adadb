import type { Group } from "../client/groups";
import { isSameOwner, markerKey } from "../contract/marker";
import type { Context, Props } from "../lifecycle/handler";
import { describe, ownerIn } from "../lifecycle/owner";
import { nameOf } from "./lockout/rights-lost";
import type { GroupMemory } from "./memory";
import type { LiveGroups } from "./reconcile/live-groups";

/** Warns of live groups that have the name or the marker of a resource, and are not the resource's. */
export class Namesakes {
  readonly #context: Context;
  readonly #live: LiveGroups;
  readonly #memory: GroupMemory;

  constructor(context: Context, live: LiveGroups, memory: GroupMemory) {
    this.#context = context;
    this.#live = live;
    this.#memory = memory;
  }

  /** Names may repeat; a group that is there already may have been meant, or be a copy of this resource's. */
  warnOfOthers(groups: readonly Group[], inputs: Props, owner: string | undefined): void {
    const what = describe("Group", inputs);
    const isReplacing = this.#memory.replaced.has(ownerIn(inputs) ?? "");
    for (const group of groups) {
      if (this.#memory.isOwned(group.id) || this.#memory.isInUse(group.id)) continue;
      if (isSameOwner(group.metadata?.[markerKey], owner))
        this.#context.warn(
          `${what}: group ${nameOf(group)} has the marker of this resource, too. ${isReplacing ? "An" : "If Pulumi does not delete it now, as it does in a forced replacement, an"} interrupted run left it: see \`npx pulumi-cognite-iam leftovers\``,
        );
      else if (group.name === inputs["name"] && !isReplacing)
        this.#context.warn(
          `${what}: a group named ${nameOf(group)} exists already; creating another. To manage the existing one, give the resource the option \`${this.#context.wording.option("import", `"${group.id}"`)}\`; if it is a manual edit of yours, delete it`,
        );
    }
  }

  /** A group with the marker of a resource whose group is another: the state does not have it. */
  async warnOfCopies(what: string, id: number, owner: string | undefined): Promise<void> {
    for (const group of await this.#live.shared())
      if (group.id !== id && isSameOwner(group.metadata?.[markerKey], owner) && !this.#memory.isOwned(group.id))
        this.#context.warn(
          `${what}: group ${nameOf(group)} has the marker of this resource, but the resource's group is ${id}. An interrupted run left it, unless Pulumi is still to delete it: see \`npx pulumi-cognite-iam leftovers\``,
        );
  }

  /** The API cannot change a group: one that was edited by hand is gone, and another of its name stands. */
  async warnOfNamesakes(what: string, id: string, props: Props): Promise<void> {
    const isOurs = (marker: string | undefined) => marker === undefined || isSameOwner(marker, ownerIn(props));
    for (const group of await this.#live.shared())
      if (group.name === props["name"] && !this.#memory.isOwned(group.id) && isOurs(group.metadata?.[markerKey]))
        this.#context.warn(
          `${what} (${id}) is gone; there is another of its name: ${nameOf(group)}. If that is what somebody made of it by hand, delete it once yours stands again: until then it gives what it gives`,
        );
  }
}
