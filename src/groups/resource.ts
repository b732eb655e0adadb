import * as pulumi from "@pulumi/pulumi";
import type { Capability, UnlistedCapability, WireCapability } from "../capabilities/types";
import type { GroupAttributes, Members } from "../client/groups";
import { type DeepInput, dynamicResource, numericId, type ProjectArgs, typeToken } from "../program/dynamic-resource";

/**
 * A {@link Capability} whose actions, IDs and names may come from other resources, or the result of {@link unlisted}.
 */
export type CapabilityArgs = DeepInput<Capability> | UnlistedCapability;

/**
 * The arguments of a {@link Group}. The API cannot change a group, so a change of any argument **replaces** it with a
 * group that has a new ID. The order of members, capabilities, actions, IDs, tables and metadata keys does not matter.
 * A preview reports everything that is wrong, all at once.
 */
export interface GroupArgs extends ProjectArgs {
  /**
   * 1 to 255 characters. Names are not unique; a warning says when another group has the name. A change replaces the
   * group.
   */
  name: pulumi.Input<string>;
  /**
   * The ID of the group in the identity provider whose members are in this one; in Entra ID, its object ID. Excludes
   * `members`. Default: none. A change replaces the group.
   */
  sourceId?: pulumi.Input<string | undefined> | undefined;
  /**
   * Who is in the group: at most 100 user identifiers, or `"allUserAccounts"` for every user account of the organization.
   * Excludes `sourceId`; without both, nobody is in the group. A change replaces the group.
   */
  members?: pulumi.Input<readonly pulumi.Input<string>[] | "allUserAccounts" | undefined> | undefined;
  /**
   * What the members may do, in the API's own JSON. Each capability names exactly one ACL, at least one of its actions
   * and exactly one of its scopes; capabilities add up. IDs are integers from 1 to 9,007,199,254,740,991, or the same
   * in decimal digits. Words that the catalogue lacks are rejected; see {@link unlisted}. Default: none. A change
   * replaces the group.
   */
  capabilities?: pulumi.Input<readonly CapabilityArgs[] | undefined> | undefined;
  /**
   * At most 15 entries (the API's 16th is the owner marker): keys of at most 32 bytes, values of at most 512 bytes,
   * 4,096 bytes in total including the marker, in UTF-8. The key `pulumi` is reserved for the marker. With
   * `cognite-iam:ownerMetadata` set to `false` there is no marker, and the limit is 16 entries. Default: none. A change
   * replaces the group.
   */
  metadata?: pulumi.Input<{ readonly [key: string]: pulumi.Input<string> } | undefined> | undefined;
  /**
   * `token.appIds` limits the group to tokens of those applications: 1 to 255 IDs of 1 to 255 characters. For Entra ID
   * only. Default: tokens of any application count. A change replaces the group.
   */
  attributes?:
    | pulumi.Input<
        | {
            /** The tokens that the group applies to. */
            token?: pulumi.Input<
              | {
                  /** The IDs of the applications whose tokens count: 1 to 255, of 1 to 255 characters each. */
                  appIds?: pulumi.Input<readonly pulumi.Input<string>[]>;
                }
              | undefined
            >;
          }
        | undefined
      >
    | undefined;
}

/**
 * A group of a CDF project: who is in it, and what they may do.
 *
 * The API has no update: a change creates a new group with a **new ID** and then deletes the old one. Export `groupId`
 * and read it through a `StackReference`, so that other stacks get the new ID at their next `up`. Deleted groups keep
 * counting towards the project's quota of groups (500, according to Cognite).
 *
 * A delete that would remove your own permissions to manage groups is refused ({@link LockoutError}), and so is a
 * replacement, already in the preview; the setting `allowLockout` permits it. A group stays in its CDF project: with a
 * connection to another project it is neither read nor deleted ({@link ConfigError}).
 *
 * The option `import: "<id>"` imports the group with that ID if it matches its declaration; this writes nothing.
 *
 * Endpoints: `GET /groups`, `POST /groups`, `POST /groups/delete`; before deleting a group that grants `groupsAcl` also
 * `GET /token/inspect` and `GET /profiles/me`. Needs `groupsAcl` LIST, CREATE and DELETE, and `projectsAcl` LIST.
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
export class Group extends pulumi.CustomResource {
  /** The group's name, which need not be unique. */
  declare readonly name: pulumi.Output<string>;
  /** The ID of the group in the identity provider; undefined where there is none. */
  declare readonly sourceId: pulumi.Output<string | undefined>;
  /** Who is in the group; undefined unless its members are managed in CDF. */
  declare readonly members: pulumi.Output<Members | undefined>;
  /** What the members may do, in the API's own JSON. */
  declare readonly capabilities: pulumi.Output<WireCapability[] | undefined>;
  /** The group's metadata, without the owner marker. */
  declare readonly metadata: pulumi.Output<Record<string, string> | undefined>;
  /** Limits the group to some tokens. */
  declare readonly attributes: pulumi.Output<GroupAttributes | undefined>;
  /** The group's ID in CDF, as a number; `id` is the same as text. A replacement changes it. */
  declare readonly groupId: pulumi.Output<number>;
  /** The CDF project that the group is in. */
  declare readonly project: pulumi.Output<string>;

  /**
   * Reads a group that this program does not manage, also in previews. `GET /groups?all=true`; needs `groupsAcl:LIST`.
   *
   * @param name - its name in Pulumi, unique in the program.
   * @param id - the group's ID in CDF.
   * @param state - the `project` that it is in. Default: the project of the connection.
   * @param opts - Pulumi's options, such as `provider`.
   * @throws NotFoundError when no group has that ID.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: ProjectArgs = {},
    opts?: pulumi.CustomResourceOptions,
  ): Group {
    return new Group(name, state, { ...opts, id });
  }

  /** Whether a value is a `Group`, from this copy of the package or another. */
  static override isInstance(x: unknown): x is Group {
    return pulumi.CustomResource.isInstance(x) && (x as { __pulumiType?: string }).__pulumiType === typeToken("Group");
  }

  /**
   * Declares a group.
   *
   * @param name - its name in Pulumi, unique in the stack; its name in CDF is `args.name`.
   * @param args - the content of the group.
   * @param opts - Pulumi's options, such as `provider`; `import: "<id>"` imports the group with that ID.
   */
  constructor(name: string, args: GroupArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: GroupArgs | ProjectArgs, opts?: pulumi.CustomResourceOptions);
  constructor(name: string, args: GroupArgs | ProjectArgs, opts?: pulumi.CustomResourceOptions) {
    const unread =
      opts?.id !== undefined ? ["name", "sourceId", "members", "capabilities", "metadata", "attributes"] : [];
    super(...dynamicResource("Group", name, args, [...unread, "groupId"], opts));
    this.groupId = numericId(this.groupId, this.id);
  }
}
