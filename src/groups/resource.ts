import * as pulumi from "@pulumi/pulumi";
import { type DeepInput, DynamicResource, typeToken } from "../dynamic-resource";
import type { GroupAttributes, Members, WireCapability } from "./api";
import type { Capability, UnlistedCapability } from "./capabilities";

/** A capability whose actions, ids and names may come from other resources. */
export type CapabilityArgs = DeepInput<Capability> | UnlistedCapability;

/** What declares a {@link Group}. The API cannot change a group, so a change of any of them replaces it. */
export interface GroupArgs {
  /** At most 255 characters. Names may repeat; a warning tells when another group has it. */
  name: pulumi.Input<string>;
  /** The id of the group in the identity provider whose members are in this one. Excludes `members`. */
  sourceId?: pulumi.Input<string | undefined> | undefined;
  /** At most 100 user identifiers, or `"allUserAccounts"` for every user of the organization. Excludes `sourceId`. */
  members?: pulumi.Input<readonly pulumi.Input<string>[] | "allUserAccounts" | undefined> | undefined;
  /** What the members may do. Each names exactly one ACL, its actions and one scope; rights add up. */
  capabilities?: pulumi.Input<readonly CapabilityArgs[] | undefined> | undefined;
  /**
   * At most 15 pairs (the API's 16th marks the owner), a key of at most 32 bytes, a value of at most 512 bytes, 4,096
   * bytes in all with the mark. The key `pulumi` is the mark's.
   */
  metadata?: pulumi.Input<{ readonly [key: string]: pulumi.Input<string> } | undefined> | undefined;
  /** `token.appIds`, 1 to 255 of at most 255 characters, limits the group to tokens of those applications (Entra only). */
  attributes?:
    | pulumi.Input<
        { token?: pulumi.Input<{ appIds?: pulumi.Input<readonly pulumi.Input<string>[]> } | undefined> } | undefined
      >
    | undefined;
}

/**
 * A group of a CDF project: who is in it, and what they may do.
 *
 * The API has no update: a change makes a new group with a **new id** and then deletes the old one. Export `groupId` and
 * read it through a `StackReference`, and other stacks get the new id at their next `up`. Deleted groups keep counting
 * towards the project's quota of groups.
 *
 * A delete that would take away the caller's own right to manage groups is refused (`LockoutError`); see `allowLockout` of
 * {@link ConnectionArgs}.
 *
 * Endpoints: `GET /groups`, `POST /groups`, `POST /groups/delete`. Needs `groupsAcl` LIST, CREATE and DELETE.
 *
 * @example
 * ```ts
 * const readers = new iam.Group("readers", {
 *   name: "readers",
 *   sourceId: "f3c1…",
 *   capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }],
 * });
 * export const readersId = readers.groupId;
 * ```
 */
export class Group extends DynamicResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly sourceId: pulumi.Output<string | undefined>;
  declare readonly members: pulumi.Output<Members | undefined>;
  declare readonly capabilities: pulumi.Output<WireCapability[] | undefined>;
  declare readonly metadata: pulumi.Output<Record<string, string> | undefined>;
  declare readonly attributes: pulumi.Output<GroupAttributes | undefined>;
  /** The group's id in CDF, as a number. A replacement changes it. */
  declare readonly groupId: pulumi.Output<number>;
  /** The CDF project that the group is in. */
  declare readonly project: pulumi.Output<string>;

  /**
   * Reads a group that is not managed here. @throws NotFoundError when there is none of that id.
   * @param id - the group's id.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Group {
    return new Group(name, undefined, { ...opts, id });
  }

  static override isInstance(x: unknown): x is Group {
    return pulumi.CustomResource.isInstance(x) && (x as { __pulumiType?: string }).__pulumiType === typeToken("Group");
  }

  constructor(name: string, args: GroupArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: GroupArgs | undefined, opts?: pulumi.CustomResourceOptions);
  constructor(name: string, args: GroupArgs | undefined, opts?: pulumi.CustomResourceOptions) {
    const unread = args === undefined ? ["name", "sourceId", "members", "capabilities", "metadata", "attributes"] : [];
    super("Group", name, args, [...unread, "groupId"], opts);
  }
}
