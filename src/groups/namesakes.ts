import type { Group } from "../client/groups";
import { isSameOwner, markerKey } from "../contract/marker";
import type { Context, Props } from "../lifecycle/handler";
import { describe, ownerIn } from "../lifecycle/owner";
import { nameOf } from "./lockout/rights-lost";
import type { GroupMemory } from "./memory";
import { leftoversCommand } from "./reconcile/leftovers";
import type { LiveGroups } from "./reconcile/live-groups";

/** Warns of live groups that have the name or the marker of a resource but do not belong to it. */
export class Namesakes {
  readonly #context: Context;
  readonly #live: LiveGroups;
  readonly #memory: GroupMemory;

  constructor(context: Context, live: LiveGroups, memory: GroupMemory) {
    this.#context = context;
    this.#live = live;
    this.#memory = memory;
  }

  /** Names are not unique: an existing group may be the intended one, or a copy of this resource's group. */
  warnOfOthers(groups: readonly Group[], inputs: Props, owner: string | undefined): void {
    const what = describe("Group", inputs);
    const isReplacing = this.#memory.replaced.has(ownerIn(inputs) ?? "");
    for (const group of groups) {
      if (this.#memory.isOwned(group.id) || this.#memory.isInUse(group.id)) continue;
      if (isSameOwner(group.metadata?.[markerKey], owner))
        this.#context.warn(
          `${what}: group ${nameOf(group)} also has this resource's marker. ${isReplacing ? leftBehind : leftOrForced}`,
        );
      else if (group.name === inputs["name"] && !isReplacing)
        this.#context.warn(
          `${what}: a group named ${nameOf(group)} already exists; creating another. To manage the existing one, give the resource the option ${this.#context.wording.option("import", `"${group.id}"`)}. If somebody created that group to edit this one, delete it after this run`,
        );
    }
  }

  /** Warns of groups with the marker of a resource that has another group: the state does not have them. */
  async warnOfCopies(what: string, id: number, owner: string | undefined): Promise<void> {
    for (const group of await this.#live.shared())
      if (group.id !== id && isSameOwner(group.metadata?.[markerKey], owner) && !this.#memory.isOwned(group.id))
        this.#context.warn(
          `${what}: group ${nameOf(group)} has this resource's marker, but the resource's group is ${id}. ${leftOrForced}`,
        );
  }

  /** The API cannot change a group: after a manual edit, the old group is deleted and another one has its name. */
  async warnOfNamesakes(what: string, id: string, props: Props): Promise<void> {
    const isOurs = (marker: string | undefined) => marker === undefined || isSameOwner(marker, ownerIn(props));
    for (const group of await this.#live.shared())
      if (group.name === props["name"] && !this.#memory.isOwned(group.id) && isOurs(group.metadata?.[markerKey]))
        this.#context.warn(
          `${what} (${id}) was deleted, but another group has the same name: ${nameOf(group)}. If somebody created it to edit this group, delete it after \`pulumi up\`; until then its capabilities still apply`,
        );
  }
}

const toList = `${leftoversCommand} lists what is left`;
const leftBehind = `An interrupted run left it. ${toList}`;
const leftOrForced = `An interrupted run left it, or Pulumi is about to delete it in a forced replacement. ${toList}`;
