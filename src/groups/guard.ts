import type { IamClient } from "../client/client";
import { CdfError } from "../errors";
import type { Context } from "../lifecycle/handler";
import type { Group } from "./api";
import type { LiveGroups } from "./live";
import {
  type Caller,
  type GrantingGroup,
  grantsVitalRights,
  isUndecided,
  lockoutError,
  lossOf,
  nameOf,
} from "./lockout";

/** A replacement that a preview has let pass: the old group goes and the new one comes. */
interface Planned {
  old: number;
  next: GrantingGroup;
}

/** Keeps the caller from deleting the groups that let him manage groups; the deletes of one process are seen together. */
export class LockoutGuard {
  readonly #context: Context;
  readonly #live: LiveGroups;
  #identity: Promise<Omit<Caller, "sourceIds">> | undefined;
  /** What the caller's groups were called in the identity provider, the deleted ones included. */
  readonly #sourceIds = new Set<string>();
  readonly #condemned = new Set<number>();
  readonly #planned = new Map<string, Planned>();

  constructor(context: Context, live: LiveGroups) {
    this.#context = context;
    this.#live = live;
  }

  /**
   * Lets a group be deleted, on a fresh list of what is live. After a delete that failed, call `release`.
   * @throws LockoutError when the caller would lose rights.
   */
  async approve(id: number): Promise<void> {
    if (this.#context.connection().allowLockout) return;
    const live = await this.#live.fresh();
    const going = live.find((group) => group.id === id);
    if (going !== undefined && grantsVitalRights(going)) {
      const caller = await this.#caller(live);
      // From here on there is no wait, so that no two deletes can each count on the other's group.
      const staying = live.filter(
        (group) => group.id !== id && !this.#condemned.has(group.id) && !this.#live.isGone(group.id),
      );
      const losses = lossOf(going, staying, caller);
      if (losses.length > 0) throw lockoutError(`Deleting group ${nameOf(going)}`, going, losses);
    }
    this.#condemned.add(id);
  }

  /** The group was not deleted after all. */
  release(id: number): void {
    this.#condemned.delete(id);
  }

  /**
   * Tells before anything is written whether a replacement would end in a refused delete.
   * @throws LockoutError as `approve` would.
   */
  async foresee(owner: string, old: number, next: GrantingGroup): Promise<void> {
    if (this.#context.connection().allowLockout) return;
    const live = await this.#live.shared();
    const going = live.find((group) => group.id === old);
    this.#planned.set(owner, { old, next });
    if (going === undefined || !grantsVitalRights(going) || isUndecided(next)) return;
    const caller = await this.#caller(live);
    const plans = [...this.#planned.values()];
    const staying = live.filter(({ id }) => !this.#condemned.has(id) && !plans.some((plan) => plan.old === id));
    const losses = lossOf(going, [...staying, ...plans.map((plan) => plan.next)], caller);
    if (losses.length > 0)
      throw lockoutError(`Replacing group ${nameOf(going)} by what is declared now`, going, losses);
  }

  async #caller(live: readonly Group[]): Promise<Caller> {
    this.#identity ??= identify(this.#context.client()).catch((error: unknown) => {
      this.#identity = undefined;
      throw error;
    });
    const identity = await this.#identity;
    for (const { id, sourceId } of live) if (identity.groupIds.has(id) && sourceId) this.#sourceIds.add(sourceId);
    return {
      ...identity,
      isUserAccount: identity.isUserAccount ?? provenUserAccount(live, identity.groupIds),
      sourceIds: this.#sourceIds,
    };
  }
}

function provenUserAccount(live: readonly Group[], groupIds: ReadonlySet<number>): boolean | undefined {
  return live.some(({ id, members }) => members === "allUserAccounts" && groupIds.has(id)) || undefined;
}

async function identify(client: IamClient): Promise<Omit<Caller, "sourceIds">> {
  const [inspection, profile] = await Promise.all([
    client.token.inspect().catch(() => undefined),
    client.userProfiles.me().catch((error: unknown) => {
      if (error instanceof CdfError) return undefined;
      throw error;
    }),
  ]);
  const listed = inspection?.projects.find(({ projectUrlName }) => projectUrlName === client.project)?.groups;
  const groupIds = listed ?? (await ownGroupIds(client));
  const type = profile?.identityType;
  return {
    groupIds: new Set(groupIds),
    identifiers: new Set([inspection?.subject, profile?.userIdentifier].filter((each) => each !== undefined)),
    isUserAccount: type == null ? undefined : type === "USER",
  };
}

/** Where token inspect leaves the project out. */
async function ownGroupIds(client: IamClient): Promise<number[]> {
  try {
    return (await client.groups.list()).map(({ id }) => id);
  } catch (error) {
    throw new CdfError(
      "LOCKOUT_UNKNOWN",
      `Whether this would take away your own right to manage groups cannot be found out, so nothing was deleted: token inspect does not show project ${client.project}, and your own groups cannot be listed (${error instanceof Error ? error.message : String(error)}). Get projectsAcl:LIST and groupsAcl:LIST, or allow it with \`pulumi config set cognite:allowLockout true\`.`,
      { cause: error },
    );
  }
}
