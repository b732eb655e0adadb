import * as z from "zod";
import type { Capability, UnlistedCapability, WireCapability } from "../capabilities/types";
import { wireCapability } from "../capabilities/wire";
import { inBatches, isMany, onlyOne } from "./batches";
import type { Http } from "./http";
import { answerObject, answerRecord } from "./shape";

/** Who is in a group that CDF itself manages: user identifiers, or every user account of the organization. */
export type Members = string[] | "allUserAccounts";

/** The content of a group. */
export interface GroupSpec {
  /** 1 to 255 characters; need not be unique. */
  name: string;
  /** The ID of the group in the identity provider whose members are in this one. Excludes `members`. */
  sourceId?: string;
  /**
   * At most 100 user identifiers, or `"allUserAccounts"`. Excludes `sourceId`; without both, nobody is in the group.
   */
  members?: Members;
  /** What the members may do; each names one ACL, its actions and one scope. Default: none. */
  capabilities?: (Capability | UnlistedCapability | WireCapability)[];
  /** At most 16 entries: keys of at most 32 bytes, values of at most 512 bytes, 4,096 bytes in total. Default: none. */
  metadata?: Record<string, string>;
  /** `token.appIds` limits the group to tokens of those applications. Default: tokens of any application count. */
  attributes?: GroupAttributes;
}

/** Limits a group to some tokens. */
export interface GroupAttributes {
  /** The tokens that the group applies to. */
  token?:
    | {
        /** The IDs of the applications whose tokens count: 1 to 255, of 1 to 255 characters each. For Entra ID only. */
        appIds?: string[] | undefined;
      }
    | undefined;
  [other: string]: unknown;
}

/** A group as the service returns it. */
export interface Group {
  /** A number from 1 to 9,007,199,254,740,991. */
  id: number;
  /** Need not be unique. */
  name: string;
  /** The ID of the group in the identity provider; `""` when there is none. Some clusters add one to `members`. */
  sourceId?: string | undefined;
  /** Who is in the group; absent unless its members are managed in CDF. In no stable order. */
  members?: Members | undefined;
  /** What the members may do; absent when there is nothing. IDs may be decimal digits in a string. */
  capabilities?: WireCapability[] | undefined;
  /** Includes the owner marker, under `pulumi`, for a group that this package manages; `{}` when there is none. */
  metadata?: Record<string, string> | undefined;
  /** Limits the group to some tokens. */
  attributes?: GroupAttributes | undefined;
  /** False: lists omit deleted groups. */
  isDeleted?: boolean | undefined;
  /** Milliseconds since the epoch; `-1` while the group exists. */
  deletedTime?: number | undefined;
}

const members = z.union([z.literal("allUserAccounts"), z.array(z.string())]);

const group: z.ZodType<Group> = answerObject({
  id: z.number().int().positive(),
  name: z.string(),
  sourceId: z.string().optional(),
  members: members.optional(),
  capabilities: z.array(z.record(z.string(), z.unknown())).optional(),
  metadata: answerRecord(z.string()).optional(),
  attributes: answerObject({ token: answerObject({ appIds: z.array(z.string()).optional() }).optional() }).optional(),
  isDeleted: z.boolean().optional(),
  deletedTime: z.number().optional(),
});

const groupList = z.looseObject({ items: z.array(group) });

/** The groups of a project. The API has no update, no paging and no lookup by ID. */
export class GroupsApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Lists the caller's own groups, or with `all` every group of the project; never deleted ones. A new group may appear
   * some seconds late. `GET /groups`; needs `groupsAcl:LIST`.
   *
   * @param options - which groups.
   * @param options.all - every group of the project. Default `false`.
   */
  async list({ all = false }: { all?: boolean } = {}): Promise<Group[]> {
    const answer = await this.#http.call({
      method: "GET",
      path: "/groups",
      query: { all },
      answer: groupList,
      writes: false,
      repeat: "idempotent",
      needs: [{ acl: "groupsAcl", action: "LIST" }],
    });
    return answer.items.filter((item) => item.isDeleted !== true);
  }

  /**
   * Creates a group. Not idempotent: repeated only after an answer that proves that nothing was done. After an error
   * that leaves this open, look for the group before you repeat the call. `POST /groups`; needs `groupsAcl:CREATE`.
   *
   * @param spec - the content of the group; the service checks it.
   */
  create(spec: GroupSpec): Promise<Group>;
  /**
   * Creates groups, in requests of at most 1,000 groups and about 1 MB. Not idempotent, as for one.
   *
   * @param specs - the content of each group; an empty list creates none.
   * @throws BatchError when it took several requests and one failed.
   */
  create(specs: readonly GroupSpec[]): Promise<Group[]>;
  async create(specs: GroupSpec | readonly GroupSpec[]): Promise<Group | Group[]> {
    const made = await inBatches(isMany(specs) ? specs : [specs], async (items) => (await this.#create(items)).items);
    return isMany(specs) ? made : onlyOne(made, "POST /groups");
  }

  /**
   * Deletes groups, in requests of at most 1,000; the service keeps counting them towards the quota. This does not stop
   * you from removing your own permissions. `POST /groups/delete`; needs `groupsAcl:DELETE`.
   *
   * @param ids - the IDs, each once.
   * @throws NotFoundError or ApiError when one is unknown or already deleted, if the service objects.
   * @throws BatchError when it took several requests and one failed.
   */
  async delete(ids: number | readonly number[]): Promise<void> {
    await inBatches(typeof ids === "number" ? [ids] : ids, async (items) => {
      await this.#http.call({
        method: "POST",
        path: "/groups/delete",
        body: { items },
        answer: z.unknown(),
        writes: true,
        repeat: "idempotent",
        needs: [{ acl: "groupsAcl", action: "DELETE" }],
      });
      return [];
    });
  }

  #create(items: readonly GroupSpec[]) {
    return this.#http.call({
      method: "POST",
      path: "/groups",
      body: { items: items.map(inWireSpelling) },
      answer: groupList,
      writes: true,
      repeat: "only-if-rejected",
      needs: [{ acl: "groupsAcl", action: "CREATE" }],
    });
  }
}

/**
 * What the types allow beyond the API's JSON (`iam.unlisted(…)`, RAW tables without nesting), as the API accepts it.
 */
const inWireSpelling = (spec: GroupSpec): GroupSpec =>
  spec.capabilities == null ? spec : { ...spec, capabilities: spec.capabilities.map(wireCapability) };
