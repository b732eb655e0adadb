import * as pulumi from "@pulumi/pulumi";
import type { Capability, UnlistedCapability, WireCapability } from "../capabilities/types";
import type { GroupAttributes, Members } from "../client/groups";
import { type DeepInput, dynamicResource, numericId, type ProjectArgs, typeToken } from "../program/dynamic-resource";

/** A {@link Capability} whose actions, ids and names may come from other resources, or what {@link unlisted} makes. */
export type CapabilityArgs = DeepInput<Capability> | UnlistedCapability;

/**
 * What declares a {@link Group}. The API cannot change a group, so a change of any of them **replaces** it, by one with a new
 * id. The order of members, capabilities, actions, ids, tables and metadata keys makes no difference. Whatever is wrong is
 * told at preview, all at once.
 */
export interface GroupArgs extends ProjectArgs {
  /** 1 to 255 characters. Names may repeat; a warning tells when another group has it. A change replaces the group. */
  name: pulumi.Input<string>;
  /**
   * The id of the group in the identity provider whose members are in this one; in Entra ID its object id. Excludes `members`.
   * Default: none. A change replaces the group.
   */
  sourceId?: pulumi.Input<string | undefined> | undefined;
  /**
   * Who is in the group: at most 100 user identifiers, or `"allUserAccounts"` for every user account of the organization.
   * Excludes `sourceId`; without both, nobody is in the group. A change replaces the group.
   */
  members?: pulumi.Input<readonly pulumi.Input<string>[] | "allUserAccounts" | undefined> | undefined;
  /**
   * What the members may do, in the API's own JSON: each names exactly one ACL, at least one of its actions and one of its
   * scopes; rights add up. Ids are whole numbers from 1 to 9,007,199,254,740,991, or the same in decimal digits. A word that
   * the catalogue lacks is refused; see {@link unlisted}. Default: none. A change replaces the group.
   */
  capabilities?: pulumi.Input<readonly CapabilityArgs[] | undefined> | undefined;
  /**
   * At most 15 pairs (the API's 16th marks the owner), a key of at most 32 bytes, a value of at most 512 bytes, 4,096
   * bytes in all with the marker, in UTF-8. The key `pulumi` is the marker's. With `cognite-iam:ownerMetadata` set to `false` there is
   * no marker, and 16 pairs. Default: none. A change replaces the group.
   */
  metadata?: pulumi.Input<{ readonly [key: string]: pulumi.Input<string> } | undefined> | undefined;
  /**
   * `token.appIds` limits the group to tokens of those applications: 1 to 255 ids of 1 to 255 characters. For Entra ID only.
   * Default: tokens of any application count. A change replaces the group.
   */
  attributes?:
    | pulumi.Input<
        | {
            /** Of which tokens the group counts. */
            token?: pulumi.Input<
              | {
                  /** The ids of the applications whose tokens count: 1 to 255, of 1 to 255 characters each. */
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
 * The API has no update: a change makes a new group with a **new id** and then deletes the old one. Export `groupId` and
 * read it through a `StackReference`, and other stacks get the new id at their next `up`. Deleted groups keep counting
 * towards the project's quota of groups, 500 by Cognite's documentation.
 *
 * A delete that would take away the caller's own right to manage groups is refused ({@link LockoutError}), and so is a
 * replacement, at preview already; the setting `allowLockout` lets it pass. A group stays in the project that it was made
 * in: with a connection to another one it is neither read nor deleted ({@link ConfigError}).
 *
 * The option `import: "<id>"` takes over the group of that id, if it is as declared, without writing.
 *
 * Endpoints: `GET /groups`, `POST /groups`, `POST /groups/delete`; before a delete of what grants `groupsAcl` also
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
  /** The group's name; others may have the same. */
  declare readonly name: pulumi.Output<string>;
  /** The id of the group in the identity provider; undefined where there is none. */
  declare readonly sourceId: pulumi.Output<string | undefined>;
  /** Who is in the group; undefined unless that is managed in CDF. */
  declare readonly members: pulumi.Output<Members | undefined>;
  /** What the members may do, in the API's own JSON. */
  declare readonly capabilities: pulumi.Output<WireCapability[] | undefined>;
  /** The group's metadata, without the marker of its owner. */
  declare readonly metadata: pulumi.Output<Record<string, string> | undefined>;
  /** What limits the group to some tokens. */
  declare readonly attributes: pulumi.Output<GroupAttributes | undefined>;
  /** The group's id in CDF, as a number; `id` is the same as text. A replacement changes it. */
  declare readonly groupId: pulumi.Output<number>;
  /** The CDF project that the group is in. */
  declare readonly project: pulumi.Output<string>;

  /**
   * Reads a group that is not managed here, in previews too. `GET /groups?all=true`; needs `groupsAcl:LIST`.
   *
   * @param name - what Pulumi calls it in this program.
   * @param id - the group's id in CDF.
   * @param state - the `project` that it is in. Default: the connection's.
   * @param opts - Pulumi's options, such as `provider`.
   * @throws NotFoundError when there is none of that id.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: ProjectArgs = {},
    opts?: pulumi.CustomResourceOptions,
  ): Group {
    return new Group(name, state, { ...opts, id });
  }

  /** Whether a value is a `Group`, of this copy of the package or another. */
  static override isInstance(x: unknown): x is Group {
    return pulumi.CustomResource.isInstance(x) && (x as { __pulumiType?: string }).__pulumiType === typeToken("Group");
  }

  /**
   * @param name - what Pulumi calls it, unique in the stack; what CDF calls it is `args.name`.
   * @param args - what the group is to be.
   * @param opts - Pulumi's options, such as `provider`; `import: "<id>"` takes over the group of that id.
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
