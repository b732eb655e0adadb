import * as z from "zod";
import { inBatches, isMany, onlyOne } from "../client/batches";
import type { Http } from "../client/http";
import type { Capability, UnlistedCapability } from "./capabilities";

/** A capability as the service answers it: one ACL, its actions and scope; what is new in the API passes through. */
export type WireCapability = Record<string, unknown>;

/** Who is in a group that CDF itself manages: user identifiers, or every user account of the organization. */
export type Members = string[] | "allUserAccounts";

/** What a group is made of. */
export interface GroupSpec {
  /** At most 255 characters; need not be unique. */
  name: string;
  /** The id of the group in the identity provider whose members are in this one. Excludes `members`. */
  sourceId?: string;
  /** At most 100 user identifiers, or `"allUserAccounts"`. Excludes `sourceId`. */
  members?: Members;
  capabilities?: (Capability | UnlistedCapability | WireCapability)[];
  /** At most 16 pairs, a key of 32 bytes, a value of 512 bytes, 4,096 bytes in all. */
  metadata?: Record<string, string>;
  /** `token.appIds` limits the group to tokens of those applications. */
  attributes?: GroupAttributes;
}

/** What limits a group to some tokens. */
export interface GroupAttributes {
  token?: { appIds?: string[] | undefined } | undefined;
  [other: string]: unknown;
}

/** A group as the service answers it. */
export interface Group {
  /** A number from 1 to 9,007,199,254,740,991. */
  id: number;
  name: string;
  /** `""` when the group has none. */
  sourceId?: string | null | undefined;
  members?: Members | null | undefined;
  capabilities?: WireCapability[] | null | undefined;
  metadata?: Record<string, string> | null | undefined;
  attributes?: GroupAttributes | null | undefined;
  isDeleted?: boolean | undefined;
  /** Milliseconds since the epoch; `-1` while the group is alive. */
  deletedTime?: number | null | undefined;
}

const members = z.union([z.literal("allUserAccounts"), z.array(z.string())]);

const group: z.ZodType<Group> = z.looseObject({
  id: z.number().int().positive(),
  name: z.string(),
  sourceId: z.string().nullish(),
  members: members.nullish(),
  capabilities: z.array(z.record(z.string(), z.unknown())).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  attributes: z.looseObject({ token: z.looseObject({ appIds: z.array(z.string()).optional() }).optional() }).nullish(),
  isDeleted: z.boolean().optional(),
  deletedTime: z.number().nullish(),
});

const groupList = z.looseObject({ items: z.array(group) });

/** The groups of a project. The API has no update, no paging and no look-up by id. */
export class GroupsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * The caller's own groups, or with `all` every group of the project; never deleted ones.
   * `GET /groups`; needs `groupsAcl:LIST`.
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
   * Makes groups. Not idempotent: after an error that leaves open whether it was done, look before repeating.
   * `POST /groups`; needs `groupsAcl:CREATE`.
   */
  create(spec: GroupSpec): Promise<Group>;
  create(specs: readonly GroupSpec[]): Promise<Group[]>;
  async create(specs: GroupSpec | readonly GroupSpec[]): Promise<Group | Group[]> {
    const made = await inBatches(isMany(specs) ? specs : [specs], async (items) => (await this.#create(items)).items);
    return isMany(specs) ? made : onlyOne(made, "POST /groups");
  }

  /** Deletes groups; the service keeps counting them towards the quota. `POST /groups/delete`; needs `groupsAcl:DELETE`. */
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
      body: { items },
      answer: groupList,
      writes: true,
      repeat: "refused",
      needs: [{ acl: "groupsAcl", action: "CREATE" }],
    });
  }
}
