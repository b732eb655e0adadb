import type { IamClient } from "../client/client";
import { CdfError, type LockoutError } from "../errors";
import type { Context } from "../lifecycle/handler";
import { lookFor } from "../lifecycle/look";
import { settingsInUse } from "../lifecycle/project";
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

/** Who is asking, as the service says. */
type Identity = Omit<Caller, "sourceIds" | "project"> & { groupIds: Set<number> };

/** Keeps the caller from deleting the groups that let him manage groups; the deletes of one process are seen together. */
export class LockoutGuard {
  readonly #context: Context;
  readonly #live: LiveGroups;
  #identity: Promise<Identity> | undefined;
  /** What the caller's groups were called in the identity provider, the deleted ones included. */
  readonly #sourceIds = new Set<string>();
  readonly #condemned = new Set<number>();
  readonly #planned = new Map<string, Planned>();

  constructor(context: Context, live: LiveGroups) {
    this.#context = context;
    this.#live = live;
  }

  /**
   * Lets a group be deleted: one that gives nobody vital rights at once, any other on a fresh list of what is live. After a
   * delete that failed, call `release`.
   * @param content - what the state says of it: a list may lag behind.
   * @throws LockoutError when the caller would lose rights.
   */
  async approve(id: number, content: GrantingGroup): Promise<void> {
    if (this.#context.connection().allowLockout) return;
    const seen = this.#live.seen(id);
    if (seen !== undefined && !grantsVitalRights(seen) && !grantsVitalRights(content)) {
      this.#condemned.add(id);
      return;
    }
    const known = seen ?? (grantsVitalRights(content) ? await this.#live.findManaged(id) : undefined);
    let refusal = await this.#refusal(id, known);
    if (refusal !== undefined) {
      // Groups made since the caller was asked for may hold him too.
      this.#identity = undefined;
      refusal = await this.#refusal(id, known);
    }
    if (refusal !== undefined) throw refusal;
  }

  /** Why a group must not be deleted; if it may, it is condemned. */
  async #refusal(id: number, known: GrantingGroup | undefined): Promise<LockoutError | undefined> {
    let live = await this.#live.fresh();
    const find = () => live.find((group) => group.id === id);
    let going = find();
    // A list that lags may lack what another has shown.
    if (going === undefined && known !== undefined)
      going = await lookFor(this.#context, async () => {
        live = await this.#live.fresh();
        return find();
      });
    if (going !== undefined && grantsVitalRights(going)) {
      const caller = await this.#caller(live);
      // From here on there is no wait, so that no two deletes can each count on the other's group.
      const staying = live.filter(
        (group) => group.id !== id && !this.#condemned.has(group.id) && !this.#live.isGone(group.id),
      );
      const losses = lossOf(going, staying, caller);
      if (losses.length > 0) return lockoutError(`Deleting group ${nameOf(going)}`, going, losses);
    }
    this.#condemned.add(id);
    return undefined;
  }

  /** The group was not deleted after all. */
  release(id: number): void {
    this.#condemned.delete(id);
  }

  /** Notes a replacement that is about to come: the new group may give what others take. */
  plan(owner: string, old: number, next: GrantingGroup): void {
    this.#planned.set(owner, { old, next });
  }

  /**
   * Tells before anything is written whether a replacement that was noted would end in a refused delete.
   * @throws LockoutError as `approve` would.
   */
  async foresee(old: number): Promise<void> {
    if (this.#context.connection().allowLockout) return;
    const live = await this.#live.shared();
    const going = live.find((group) => group.id === old);
    if (going === undefined || !grantsVitalRights(going)) return;
    const caller = await this.#caller(live);
    const plans = [...this.#planned.values()];
    if (plans.some((plan) => isUndecided(plan.next))) return;
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
    // Whoever may ask is in some group: where none that inspect names is live, it knows an older state of things.
    if (!live.some(({ id }) => identity.groupIds.has(id)))
      for (const id of await ownGroupIds(this.#context.client())) identity.groupIds.add(id);
    // A sourceId beside members says nothing of who is in the group.
    for (const { id, sourceId, members } of live)
      if (identity.groupIds.has(id) && sourceId && members == null) this.#sourceIds.add(sourceId);
    return {
      ...identity,
      project: this.#context.connection().project,
      isUserAccount: identity.isUserAccount ?? provenUserAccount(live, identity.groupIds),
      sourceIds: this.#sourceIds,
    };
  }
}

function provenUserAccount(live: readonly Group[], groupIds: ReadonlySet<number>): boolean | undefined {
  return live.some(({ id, members }) => members === "allUserAccounts" && groupIds.has(id)) || undefined;
}

async function identify(client: IamClient): Promise<Identity> {
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
    userIdentifier: profile?.userIdentifier,
    subject: inspection?.subject,
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
      `Whether this would take away your own right to manage groups cannot be found out, so nothing was deleted: token inspect does not show project ${client.project}, and your own groups cannot be listed (${error instanceof Error ? error.message : String(error)}). Get projectsAcl:LIST and groupsAcl:LIST, or allow it with \`pulumi config set cognite:allowLockout true\`. ${settingsInUse}`,
      { cause: error },
    );
  }
}
