import type { Group } from "../../client/groups";
import { pollUntil, sleepUntil, waitUntilListed } from "../../client/poll";
import { CdfError, type LockoutError, messageOf } from "../../errors";
import type { Context } from "../../lifecycle/handler";
import { settingsInUse } from "../../lifecycle/project";
import type { DeclaredGroups, GroupMemory } from "../memory";
import type { LiveGroups } from "../reconcile/live-groups";
import {
  allowLockout,
  type Caller,
  type GrantingGroup,
  givesGroupAdmin,
  isUndecided,
  type Loss,
  lockoutError,
  mayGiveGroupAdmin,
  nameOf,
  rightsLost,
} from "./rights-lost";

/** What the service now says about the groups that the caller is in. */
interface Membership {
  own: readonly Group[];
  confirmed: ReadonlySet<number>;
  subject: string | undefined;
}

/**
 * Keeps callers from deleting the groups that let them manage groups; it considers all deletes of one process together.
 */
export class LockoutGuard {
  readonly #context: Context;
  readonly #live: LiveGroups;
  readonly #memory: GroupMemory;
  readonly #declared: DeclaredGroups;

  constructor(context: Context, live: LiveGroups, memory: GroupMemory, declared: DeclaredGroups) {
    this.#context = context;
    this.#live = live;
    this.#memory = memory;
    this.#declared = declared;
  }

  /**
   * Permits the delete of a group. One that grants permissions to manage groups is deleted only when the service names
   * other groups that leave the caller the same permissions, according to token inspect and the caller's own list,
   * requested late enough that neither shows what was deleted before this process started. After a failed delete, call
   * `releaseDelete`.
   *
   * @param content - the state of the group: a list may lag behind.
   * @throws LockoutError when the caller would lose permissions.
   */
  async reserveDelete(id: number, content: GrantingGroup): Promise<void> {
    if (this.#context.connection().allowLockout) return;
    const listed = this.#live.seen(id) ?? (await this.#live.shared()).find((group) => group.id === id);
    const group: Group = listed ?? { ...content, id };
    if (!givesGroupAdmin(group) && !givesGroupAdmin(content)) {
      this.#memory.pendingDeletes.add(id);
      return;
    }
    await sleepUntil(this.#live.settledAt);
    let losses: Loss[] = [];
    // What this process has just created may not be among the caller's groups yet.
    const isReserved = await pollUntil(this.#live.completeAt, this.#context, async () => {
      const membership = await this.#membership([group]);
      // No await from here on, so that no two deletes can each count on the other's group.
      losses = this.#lossesWithout(group, membership);
      if (losses.length > 0) return undefined;
      this.#memory.pendingDeletes.add(id);
      return true;
    });
    if (isReserved !== true) throw lockoutError(`Deleting group ${nameOf(group)}`, losses);
  }

  /** The group was not deleted after all. */
  releaseDelete(id: number): void {
    this.#memory.pendingDeletes.delete(id);
  }

  #lossesWithout(group: Group, { own, confirmed }: Membership): Loss[] {
    const isLeft = ({ id }: Group) =>
      id === group.id || !(this.#memory.pendingDeletes.has(id) || this.#live.isGone(id));
    const caller = { ...nobody, project: this.#context.connection().project };
    return rightsLost({ own: own.filter(isLeft), confirmed, removing: new Set([group.id]), adding: [], caller });
  }

  /**
   * Checks before anything is written whether the noted replacements would end in a refused delete, as soon as all
   * groups that the program declares are known: what one removes another may add, in any order.
   *
   * @throws LockoutError as `reserveDelete` would.
   */
  async checkReplacements(): Promise<void> {
    const refusal = await this.#refusal();
    if (refusal !== undefined) throw refusal;
  }

  /**
   * The same in a `create`, since the engine creates one group while it checks others. Before replacing a group that
   * grants permissions, waits until all groups are known. Groups that depend on this one stay unknown, and then the
   * delete decides.
   *
   * @throws LockoutError as `reserveDelete` would.
   */
  async checkCreate(owner: string): Promise<void> {
    const replaced = this.#memory.replaced.get(owner);
    if (replaced === undefined || !givesGroupAdmin(replaced)) return;
    await waitUntilListed(this.#context, async () => this.#isComplete() || undefined);
    let judged = this.#declared.notedAt;
    let refusal = await this.#refusal();
    if (refusal !== undefined && this.#context.previewsCreates) {
      // The program may be waiting for something else before it declares the group that grants the permissions.
      await pollUntil(Date.now() + 2 * lastQuietPolls * this.#context.times.pollMs, this.#context, async () => {
        if (this.#isComplete(lastQuietPolls)) return true;
        if (this.#declared.notedAt === judged || !this.#isComplete()) return undefined;
        judged = this.#declared.notedAt;
        refusal = await this.#refusal();
        return refusal === undefined || undefined;
      });
    }
    if (refusal !== undefined && this.#isComplete()) throw refusal;
  }

  /** Why the noted replacements would end in a refused delete; undefined if they would not, or that is not known yet. */
  async #refusal(): Promise<LockoutError | undefined> {
    const replaced = [...this.#memory.replaced.values()];
    if (!replaced.some(givesGroupAdmin) || this.#context.connection().allowLockout) return undefined;
    if (!this.#isComplete()) return undefined;
    const adding = this.#declared.in(this.#context.connection().project);
    if (adding.some((group) => mayGiveGroupAdmin(group) && isUndecided(group))) return undefined;
    const removing = new Set(replaced.map(({ id }) => id));
    const { own, confirmed, subject } = await this.#membership(replaced);
    const shown = own.map((group) => (this.#memory.secretNames.has(group.id) ? { ...group, name: "[secret]" } : group));
    const losses = rightsLost({ own: shown, confirmed, removing, adding, caller: await this.#caller(own, subject) });
    const names = [...new Set(losses.flatMap(({ through }) => through.map(nameOf)))];
    if (losses.length === 0) return undefined;
    return lockoutError(`Replacing group ${names.join(", ")} as declared`, losses);
  }

  /** If previews call for creates too, the guard can wait for the whole program, which need not say how large it is. */
  #isComplete(quietPolls = firstQuietPolls): boolean {
    const { previewsCreates, times } = this.#context;
    return this.#declared.isComplete(previewsCreates ? quietPolls * times.pollMs : 0);
  }

  /**
   * The groups that the service names as the caller's: the caller's own list, and what token inspect adds to it.
   * Confirmed are those that both name, or the list alone where inspect does not show the project.
   *
   * @param known - groups that the list may lack.
   */
  async #membership(known: readonly Group[]): Promise<Membership> {
    const client = this.#context.client();
    const [inspection, own] = await Promise.all([
      client.token.inspect().catch(() => undefined),
      client.groups.list().catch((error: unknown) => {
        throw new CdfError(
          "LOCKOUT_UNKNOWN",
          `Cannot check whether this would lock you out, so nothing was deleted: your own groups cannot be listed (${messageOf(error)}). Ask for groupsAcl:LIST. If a lockout is intended, ${allowLockout}. ${settingsInUse}`,
          { cause: error },
        );
      }),
    ]);
    const inspected = inspection?.projects.find(({ projectUrlName }) => projectUrlName === client.project)?.groups;
    const ids = new Set(own.map(({ id }) => id));
    const added = known.filter(({ id }) => !ids.has(id) && inspected?.includes(id));
    const confirmed = inspected === undefined ? ids : new Set(inspected.filter((id) => ids.has(id)));
    return { own: [...own, ...added], confirmed, subject: inspection?.subject };
  }

  /** The caller, as far as needed to decide which declared groups would include them. */
  async #caller(own: readonly Group[], subject: string | undefined): Promise<Caller> {
    const client = this.#context.client();
    const profile = await client.userProfiles.me().catch((error: unknown) => {
      if (error instanceof CdfError) return undefined;
      throw error;
    });
    const type = profile?.identityType;
    return {
      project: client.project,
      // A sourceId beside members does not say who is in the group.
      sourceIds: new Set(own.flatMap(({ sourceId, members }) => (sourceId && members == null ? [sourceId] : []))),
      userIdentifier: profile?.userIdentifier,
      subject,
      isUserAccount: type == null ? own.some(({ members }) => members === "allUserAccounts") : type === "USER",
    };
  }
}

/** How many polls may pass without another group before a program counts as complete: to allow, and to refuse. */
const [firstQuietPolls, lastQuietPolls] = [3, 20];

/** Without new groups, nothing needs to be known about the caller. */
const nobody = { sourceIds: new Set<string>(), userIdentifier: undefined, subject: undefined, isUserAccount: false };
