import { CdfError, mayHaveActed } from "../errors";
import { checked } from "../lifecycle/check";
import { deleteOnce } from "../lifecycle/delete";
import type { CheckResult, Context, Found, Handler, Props, Standing } from "../lifecycle/handler";
import { asId, notThere } from "../lifecycle/ids";
import { Imports } from "../lifecycle/imports";
import { describe, ownerIn } from "../lifecycle/owner";
import { stayInProject } from "../lifecycle/project";
import { Turns } from "../lifecycle/turns";
import { alignTo, contentOf } from "./align";
import { canonicalGroup, differingFields, groupFields } from "./canonical";
import { checkGroup } from "./check";
import { driftOf } from "./drift";
import { LockoutGuard } from "./guard";
import { importProblems } from "./import";
import { clearLeftOvers, warnOfTwins } from "./left-overs";
import { LiveGroups } from "./live";
import { type GrantingGroup, grantsVitalRights, nameOf } from "./lockout";
import { makeGroup } from "./make";
import { markerKey } from "./marker";
import { toWire } from "./wire";

/** Groups: the API makes and deletes them but cannot change one, cannot look one up by id, and lets names repeat. */
export class GroupHandler implements Handler {
  readonly #context: Context;
  readonly #live: LiveGroups;
  readonly #guard: LockoutGuard;
  readonly #imports = new Imports("Group", "group");
  /** The owner of each group that a `diff`, `read` or `create` of this process has named. */
  readonly #named = new Map<number, string | undefined>();
  /** By owner: the group that the next `check` with empty olds is to replace. */
  readonly #replacing = new Map<string, { id: number; olds: Props }>();
  readonly #claimed = new Set<number>();
  readonly #turns = new Turns();

  constructor(context: Context) {
    this.#context = context;
    this.#live = new LiveGroups(context);
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
      if (importId !== undefined) problems.push(...(await this.#importErrors(importId, news)));
      const replaced = owner === undefined ? undefined : this.#replacing.get(owner);
      if (owner === undefined || replaced === undefined) return;
      this.#guard.plan(owner, replaced.id, contentIn(news));
      if (grantsVitalRights(contentIn(replaced.olds))) await this.#guard.foresee(replaced.id);
    });
  }

  async diff(id: string, olds: Props, news: Props): Promise<string[]> {
    stayInProject(this.#context, describe("Group", news), olds);
    const owner = ownerIn(news);
    this.#named.set(Number(id), owner);
    const fields = differingFields(olds, news);
    this.#imports.refuseSecondOwner(Number(id), owner);
    this.#imports.compared(Number(id), news, fields.length > 0);
    if (fields.length > 0 && owner !== undefined) this.#replacing.set(owner, { id: Number(id), olds });
    return fields;
  }

  async create(inputs: Props): Promise<Standing> {
    const importId = this.#imports.wanted(inputs);
    if (importId !== undefined) return this.#takeOver(importId, inputs);
    const marker = this.#marker(inputs);
    const spec = toWire(inputs, marker);
    const before = await this.#live.before();
    const what = describe("Group", inputs);
    const named = { has: (id: number) => this.#named.has(id) || this.#imports.isKept(id) };
    const around = { context: this.#context, live: this.#live, before, spec, named, what };
    if (!this.#replacing.has(ownerIn(inputs) ?? "")) warnOfTwins(around);
    // Two at once with the same content could each take the other's group for its own lost one.
    const made = await this.#turns.run(canonicalGroup(spec) + marker, () =>
      makeGroup({ ...around, claimed: this.#claimed }),
    );
    this.#named.set(made.id, ownerIn(inputs));
    await clearLeftOvers({ ...around, made });
    return this.#standing(made.id, inputs);
  }

  async read(id: string, props: Props): Promise<Found | undefined> {
    const what = describe("Group", props);
    stayInProject(this.#context, what, props);
    const number = asId(id, "group");
    const managed = props["project"] !== undefined;
    const live = managed ? await this.#live.findManaged(number) : await this.#live.find(number);
    if (live === undefined && managed) {
      if (!(await this.#live.showAll())) throw notAllShown(what);
      await this.#tellOfNamesake(what, id, props);
      return undefined;
    }
    if (live === undefined) throw notThere("group", number, this.#context.connection().project, "/groups");
    const owner = ownerIn(props);
    this.#named.set(number, owner);
    const drift = managed ? driftOf(props, live) : [];
    if (drift.length > 0) this.#context.warn(`${what} (${id}) was changed outside of this stack: ${drift.join("; ")}`);
    const content = managed ? alignTo(props, live) : contentOf(live);
    const inputs = { ...content, ...(owner !== undefined && { owner }) };
    return { ...this.#standing(number, inputs), inputs };
  }

  /** The API cannot change a group: one that was edited by hand is gone, and another of its name stands. */
  async #tellOfNamesake(what: string, id: string, props: Props): Promise<void> {
    const isOurs = (marker: string | undefined) => marker === undefined || marker === ownerIn(props);
    for (const group of await this.#live.shared())
      if (group.name === props["name"] && !this.#named.has(group.id) && isOurs(group.metadata?.[markerKey]))
        this.#context.warn(
          `${what} (${id}) is gone; there is another of its name: ${nameOf(group)}. If that is what somebody made of it by hand, delete it once yours stands again: until then it gives what it gives`,
        );
  }

  async delete(id: string, props: Props): Promise<void> {
    const what = describe("Group", props);
    stayInProject(this.#context, what, props);
    const number = Number(id);
    if (this.#imports.isKept(number)) {
      this.#context.warn(`${what}: group ${id} was taken over as it was and stays so; it was not deleted`);
      return;
    }
    if (this.#live.isGone(number)) return;
    await this.#guard.approve(number, contentIn(props));
    try {
      await deleteOnce({
        id: number,
        delete: () => this.#context.client().groups.delete(number),
        stands: () => this.#live.stands(number),
      });
    } catch (error) {
      if (!mayHaveActed(error)) this.#guard.release(number);
      throw error;
    }
    this.#live.gone(number);
  }

  async #takeOver(importId: number, inputs: Props): Promise<Standing> {
    const errors = await this.#importErrors(importId, inputs);
    if (errors.length > 0) throw new CdfError("IMPORT", errors.join("\n"));
    this.#named.set(importId, ownerIn(inputs));
    return this.#standing(importId, inputs);
  }

  /** Why the group cannot be taken over; if it can, it is claimed, and whatever is worth a warning is told once. */
  async #importErrors(importId: number, inputs: Props): Promise<string[]> {
    const [owner, marker] = [ownerIn(inputs), this.#marker(inputs)];
    const live = await this.#live.find(importId);
    const other = this.#imports.otherOwner(importId, owner, this.#named);
    if (other !== undefined)
      return [`import: group ${importId} is already managed in this stack, as ${describe("Group", other)}`];
    const { errors, warnings } = importProblems(importId, inputs, live, marker);
    if (errors.length > 0 && (await this.#hasReplacement(importId, marker))) {
      this.#imports.seenInState(owner);
      return [];
    }
    if (errors.length > 0 || !this.#imports.claim(importId, owner)) return errors;
    for (const warning of warnings) this.#context.warn(`${describe("Group", inputs)}: ${warning}`);
    return [];
  }

  /** Whether what was to be taken over has been replaced since: then the import is done, and this is a forced replacement. */
  async #hasReplacement(importId: number, marker: string | undefined): Promise<boolean> {
    if (marker === undefined) return false;
    return (await this.#live.shared()).some(({ id, metadata }) => id !== importId && metadata?.[markerKey] === marker);
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

const notAllShown = (what: string) =>
  new CdfError(
    "NOT_ALL_SHOWN",
    `${what}: whether it is there cannot be found out, since your right to list groups (groupsAcl:LIST) is limited to your own. Nothing was changed. Get groupsAcl:LIST with the scope all`,
  );

/** What is declared of a group, without what this package adds. */
function contentIn(props: Props): GrantingGroup & Record<string, unknown> {
  const declared = groupFields.flatMap((field) =>
    props[field] === undefined || props[field] === null ? [] : [[field, props[field]]],
  );
  return Object.fromEntries(declared);
}
