import { CdfError, NotFoundError } from "../errors";
import { checked } from "../lifecycle/check";
import type { CheckResult, Context, Found, Handler, Props, Standing } from "../lifecycle/handler";
import { asId, notThere } from "../lifecycle/ids";
import { Imports } from "../lifecycle/imports";
import { describe, ownerIn } from "../lifecycle/owner";
import { stayInProject } from "../lifecycle/project";
import { createOnce } from "../lifecycle/reconcile";
import { Turns } from "../lifecycle/turns";
import { alignTo, contentOf } from "./align";
import type { Group, GroupSpec } from "./api";
import { canonicalGroup, differingFields, groupFields } from "./canonical";
import { checkGroup } from "./check";
import { LockoutGuard } from "./guard";
import { importProblems } from "./import";
import { clearLeftOvers, warnOfTwins } from "./left-overs";
import { LiveGroups } from "./live";
import { type GrantingGroup, grantsVitalRights } from "./lockout";
import { toWire } from "./wire";

/** Groups: the API makes and deletes them but cannot change one, cannot look one up by id, and lets names repeat. */
export class GroupHandler implements Handler {
  readonly #context: Context;
  readonly #live: LiveGroups;
  readonly #guard: LockoutGuard;
  readonly #imports = new Imports();
  /** The owner of each group that a `diff`, `read` or `create` of this process has named. */
  readonly #named = new Map<number, string | undefined>();
  /** By owner: the group that the next `check` with empty olds is to replace. */
  readonly #replacing = new Map<string, { id: number; olds: Props }>();
  readonly #claimed = new Set<number>();
  readonly #turns = new Turns();

  constructor(context: Context) {
    this.#context = context;
    this.#live = new LiveGroups(() => context.client());
    this.#guard = new LockoutGuard(context, this.#live);
  }

  async check(olds: Props, news: Props): Promise<CheckResult> {
    const isNew = Object.keys(olds).length === 0;
    const owner = ownerIn(news);
    if (!isNew) this.#imports.seenInState(owner);
    return checked(this.#context, news, async (problems) => {
      const found = checkGroup(news, this.#marker(news));
      for (const warning of found.warnings) if (isNew) this.#context.warn(`${describe("Group", news)}: ${warning}`);
      problems.push(...found.errors);
      if (problems.length > 0 || !isNew) return;
      const importId = this.#imports.wanted(news);
      if (importId !== undefined) problems.push(...(await this.#importProblems(importId, news)).errors);
      const replaced = owner === undefined ? undefined : this.#replacing.get(owner);
      if (owner === undefined || replaced === undefined || !grantsVitalRights(contentIn(replaced.olds))) return;
      await this.#guard.foresee(owner, replaced.id, contentIn(news));
    });
  }

  async diff(id: string, olds: Props, news: Props): Promise<string[]> {
    stayInProject(this.#context, describe("Group", news), olds);
    const owner = ownerIn(news);
    this.#named.set(Number(id), owner);
    const fields = differingFields(olds, news);
    if (fields.length === 0) this.#imports.keepIfImported(Number(id), news);
    else if (owner !== undefined) this.#replacing.set(owner, { id: Number(id), olds });
    return fields;
  }

  async create(inputs: Props): Promise<Standing> {
    const importId = this.#imports.wanted(inputs);
    if (importId !== undefined) return this.#takeOver(importId, inputs);
    const marker = this.#marker(inputs);
    const spec = toWire(inputs, marker);
    const before = await this.#live.before();
    if (!this.#replacing.has(marker ?? "")) this.#warnOfTwins(spec, before, inputs);
    const content = canonicalGroup(spec) + marker;
    // Two at once with the same content could each take the other's group for its own lost one.
    const made = await this.#turns.run(content, () => this.#make(spec, marker, before, inputs));
    this.#named.set(made.id, ownerIn(inputs));
    await clearLeftOvers({
      context: this.#context,
      live: this.#live,
      before,
      spec,
      made,
      named: this.#named,
      what: describe("Group", inputs),
    });
    return this.#standing(made.id, inputs);
  }

  async read(id: string, props: Props): Promise<Found | undefined> {
    const what = describe("Group", props);
    stayInProject(this.#context, what, props);
    const number = asId(id, "group");
    const live = await this.#live.find(number);
    const managed = props["project"] !== undefined;
    if (live === undefined && managed) return undefined;
    if (live === undefined) throw notThere("group", number, this.#context.connection().project, "/groups");
    const owner = ownerIn(props);
    this.#named.set(number, owner);
    const content = managed ? alignTo(props, live) : contentOf(live);
    const inputs = { ...content, ...(owner !== undefined && { owner }) };
    return { ...this.#standing(number, inputs), inputs };
  }

  async delete(id: string, props: Props): Promise<void> {
    const what = describe("Group", props);
    stayInProject(this.#context, what, props);
    const number = Number(id);
    if (this.#imports.isKept(number)) {
      this.#context.warn(`${what}: group ${id} was imported and stays as it is; it was not deleted`);
      return;
    }
    if (this.#live.isGone(number)) return;
    await this.#guard.approve(number);
    try {
      await this.#context.client().groups.delete(number);
    } catch (error) {
      if (!(error instanceof NotFoundError) && (await this.#stands(number))) {
        this.#guard.release(number);
        throw error;
      }
    }
    this.#live.gone(number);
  }

  async #make(
    spec: GroupSpec,
    marker: string | undefined,
    before: ReadonlyMap<number, Group>,
    inputs: Props,
  ): Promise<Group> {
    const wanted = canonicalGroup(spec);
    const lost = ({ id, metadata, ...group }: Group) =>
      !before.has(id) &&
      !this.#claimed.has(id) &&
      !this.#named.has(id) &&
      metadata?.["pulumi"] === marker &&
      canonicalGroup({ ...group, metadata }) === wanted;
    const made = await createOnce(this.#context, {
      what: describe("Group", inputs),
      create: () => this.#context.client().groups.create(spec),
      find: async () => (await this.#live.fresh()).find(lost),
    });
    this.#claimed.add(made.id);
    this.#live.made(made);
    return made;
  }

  async #takeOver(importId: number, inputs: Props): Promise<Standing> {
    const { errors, warnings } = await this.#importProblems(importId, inputs);
    if (errors.length > 0) throw new CdfError("IMPORT", errors.join("\n"));
    for (const warning of warnings) this.#context.warn(`${describe("Group", inputs)}: ${warning}`);
    this.#imports.keep(importId);
    this.#named.set(importId, ownerIn(inputs));
    return this.#standing(importId, inputs);
  }

  async #importProblems(importId: number, inputs: Props): Promise<{ errors: string[]; warnings: string[] }> {
    const owner = ownerIn(inputs);
    const other = this.#named.get(importId);
    if (this.#named.has(importId) && other !== owner)
      return {
        errors: [
          `import: group ${importId} is already managed in this stack, as ${describe("Group", { owner: other })}`,
        ],
        warnings: [],
      };
    return importProblems(importId, inputs, await this.#live.find(importId), this.#marker(inputs));
  }

  async #stands(id: number): Promise<boolean> {
    return (await this.#live.fresh().catch(() => [{ id }])).some((group) => group.id === id);
  }

  #warnOfTwins(spec: GroupSpec, before: ReadonlyMap<number, Group>, inputs: Props): void {
    warnOfTwins({ context: this.#context, before, spec, named: this.#named, what: describe("Group", inputs) });
  }

  #marker(inputs: Props): string | undefined {
    return this.#context.connection().ownerMetadata ? ownerIn(inputs) : undefined;
  }

  #standing(id: number, inputs: Props): Standing {
    const { project } = this.#context.connection();
    const owner = ownerIn(inputs);
    return {
      id: String(id),
      outs: { ...contentIn(inputs), ...(owner !== undefined && { owner }), groupId: id, project },
    };
  }
}

/** What is declared of a group, without what this package adds. */
function contentIn(props: Props): GrantingGroup & Record<string, unknown> {
  const declared = groupFields.flatMap((field) =>
    props[field] === undefined || props[field] === null ? [] : [[field, props[field]]],
  );
  return Object.fromEntries(declared);
}
