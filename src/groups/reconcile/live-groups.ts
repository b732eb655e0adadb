import { missingCapabilities } from "../../capabilities/rights";
import type { Capability } from "../../capabilities/types";
import type { Group } from "../../client/groups";
import { memo } from "../../client/memo";
import type { Context } from "../../lifecycle/handler";
import { LiveList } from "../../lifecycle/live-list";

/** The groups of a project; a caller may be allowed to list only some of them. */
export class LiveGroups extends LiveList<Group> {
  readonly #seen: Map<number, Group>;
  readonly #listsAll: () => Promise<boolean>;

  constructor(context: Context) {
    const seen = new Map<number, Group>();
    super(context, async () => {
      const groups = await context.client().groups.list({ all: true });
      for (const group of groups) seen.set(group.id, group);
      return groups;
    });
    this.#seen = seen;
    this.#listsAll = memo(() => mayListAll(context));
  }

  /** For a caller who may not list every group, a group that is missing from the list may still exist. */
  override async stands(id: number): Promise<boolean> {
    return (await super.stands(id)) || !(await this.showAll());
  }

  /**
   * Whether lists show every group of the project, as far as the service tells: a caller may be allowed to list only
   * their own groups, and what such a list lacks may still exist.
   */
  showAll(): Promise<boolean> {
    return this.#listsAll().catch(() => true);
  }

  /** The group as a list in this process has shown it; this is still true, since the API cannot change a group. */
  seen(id: number): Group | undefined {
    return this.#seen.get(id);
  }
}

/** Why a list may lack a group that exists. */
export const ownGroupsOnly = "you can list only your own groups";

const listAll: Capability = { groupsAcl: { actions: ["LIST"], scope: { all: {} } } };

/**
 * Whether the caller may list every group of the project, according to token inspect. Where that fails, or omits the
 * project as it does without `projectsAcl:LIST`, the caller's own groups decide.
 */
export async function mayListAll(context: Context): Promise<boolean> {
  const { project } = context.connection();
  const inspection = await context
    .client()
    .token.inspect()
    .catch(() => undefined);
  const isShown = inspection?.projects.some(({ projectUrlName }) => projectUrlName === project);
  const held = inspection !== undefined && isShown ? inspection : await context.client().groups.list();
  return missingCapabilities(held, listAll, project).length === 0;
}
