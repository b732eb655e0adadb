import { missingCapabilities } from "../../capabilities/rights";
import type { Capability } from "../../capabilities/types";
import type { Group } from "../../client/groups";
import { memo } from "../../client/memo";
import type { Context } from "../../lifecycle/handler";
import { LiveList } from "../../lifecycle/live-list";

/** The groups of a project, of which a caller may be allowed to list only some. */
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

  /** The list of a caller who may not list every group shows nothing by what it lacks. */
  override async stands(id: number): Promise<boolean> {
    return (await super.stands(id)) || !(await this.showAll());
  }

  /**
   * Whether lists show every group of the project, as far as the service tells: the right to list may be limited to
   * the groups that the caller is in, and what such a list lacks is not gone.
   */
  showAll(): Promise<boolean> {
    return this.#listsAll().catch(() => true);
  }

  /** The group as a list of this process has shown it; it is still so, since the API cannot change a group. */
  seen(id: number): Group | undefined {
    return this.#seen.get(id);
  }
}

const listAll: Capability = { groupsAcl: { actions: ["LIST"], scope: { all: {} } } };

/**
 * Whether the caller may list every group of the project. Token inspect says so; where it fails, or leaves the project out as it
 * does without `projectsAcl:LIST`, the caller's own groups do.
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
