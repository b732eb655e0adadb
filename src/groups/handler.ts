import { isSameOwner, markerKey, newMarker } from "../contract/marker";
import { CdfError } from "../errors";
import { HandlersByProject } from "../lifecycle/by-project";
import { runChecks } from "../lifecycle/check";
import { deleteOnce, isRefusal } from "../lifecycle/delete";
import type { CheckResult, Context, CreatedResource, Found, Handler, Props } from "../lifecycle/handler";
import { asId, notFoundError } from "../lifecycle/ids";
import { importing, importKept, importManaged } from "../lifecycle/import-messages";
import { secretsIn } from "../lifecycle/memory";
import { describe, ownerIn } from "../lifecycle/owner";
import { assertSameProject, movesTo } from "../lifecycle/project";
import { isUnknown } from "../validation/unknown";
import { differingFields, groupFields } from "./canonical";
import { checkGroup, markerRoom } from "./check";
import { declarationOf, spellAsDeclared } from "./drift/align";
import { driftOf } from "./drift/drift";
import { importProblems } from "./import";
import { LockoutGuard } from "./lockout/guard";
import type { GrantingGroup } from "./lockout/rights-lost";
import { DeclaredGroups, GroupMemory } from "./memory";
import { Namesakes } from "./namesakes";
import { createGroup } from "./reconcile/create-group";
import { leftoversCommand } from "./reconcile/leftovers";
import { LiveGroups, ownGroupsOnly } from "./reconcile/live-groups";
import { toWire } from "./wire";

/** What the handlers of all projects share: a group that moves is declared in one project and replaced in another. */
interface ProgramGroups {
  declared: DeclaredGroups;
  guards: LockoutGuard[];
}

/** The handler of the groups of all projects. */
export function groupHandler(context: Context): Handler {
  const program: ProgramGroups = { declared: new DeclaredGroups(), guards: [] };
  return new HandlersByProject(context, (each) => new GroupHandler(each, program));
}

/** Groups: the API creates and deletes them but cannot change one or look one up by ID, and names are not unique. */
class GroupHandler implements Handler {
  readonly #context: Context;
  readonly #live: LiveGroups;
  readonly #guard: LockoutGuard;
  readonly #memory = new GroupMemory();
  readonly #namesakes: Namesakes;
  readonly #program: ProgramGroups;

  constructor(context: Context, program: ProgramGroups) {
    this.#context = context;
    this.#live = new LiveGroups(context);
    this.#guard = new LockoutGuard(context, this.#live, this.#memory, program.declared);
    this.#namesakes = new Namesakes(context, this.#live, this.#memory);
    this.#program = program;
    program.guards.push(this.#guard);
  }

  async check(olds: Props, news: Props): Promise<CheckResult> {
    const isNew = Object.keys(olds).length === 0;
    const owner = ownerIn(news);
    if (!isNew) this.#memory.noteInState(owner);
    return runChecks(this.#context, news, async (problems) => {
      const found = checkGroup(news, this.#markedOwner(news), this.#context.wording);
      for (const warning of found.warnings) if (isNew) this.#context.warn(`${describe("Group", news)}: ${warning}`);
      problems.push(...found.errors);
      if (problems.length > 0) return;
      const isPlaced = !isUnknown(news["project"]);
      const importId = isNew ? this.#memory.importIdOf(news) : this.#memory.readIdOf(news);
      if (importId !== undefined && isPlaced) problems.push(...(await this.#importErrors(importId, news)));
      if (owner === undefined) return;
      const project = isPlaced ? this.#context.connection().project : undefined;
      const count = typeof news["groups"] === "number" ? news["groups"] : undefined;
      this.#program.declared.note(owner, { ...contentIn(news), project }, count);
      for (const guard of this.#program.guards) await guard.checkReplacements();
    });
  }

  async diff(id: string, olds: Props, news: Props): Promise<string[]> {
    assertSameProject(this.#context, describe("Group", news), olds);
    const owner = ownerIn(news);
    this.#memory.noteOwner(Number(id), owner);
    const fields = [...movesTo(this.#context, news), ...differingFields(olds, news)];
    this.#memory.refuseSecondOwner(Number(id), owner);
    this.#memory.noteCompared(Number(id), news, fields.length > 0);
    if (fields.length > 0 && owner !== undefined) {
      this.#memory.replaced.set(owner, { ...contentIn(olds), id: Number(id) });
      if ([olds, news].some((props) => secretsIn(props).has("name"))) this.#memory.secretNames.add(Number(id));
    }
    return fields;
  }

  async previewCreate(inputs: Props): Promise<void> {
    for (const guard of this.#program.guards) await guard.checkCreate(ownerIn(inputs) ?? "");
  }

  async create(inputs: Props): Promise<CreatedResource> {
    const importId = this.#memory.importIdOf(inputs);
    if (importId !== undefined) return this.#takeOver(importId, inputs);
    await this.previewCreate(inputs);
    const owner = this.#markedOwner(inputs);
    const spec = toWire(inputs, owner === undefined ? undefined : newMarker(owner, markerRoom(inputs["metadata"])));
    const what = describe("Group", inputs);
    const before = await this.#live.first();
    this.#namesakes.warnOfOthers(before, inputs, owner);
    const group = await createGroup({ context: this.#context, live: this.#live, before, spec, what });
    this.#memory.noteOwner(group.id, ownerIn(inputs));
    return this.#createdResource(group.id, inputs);
  }

  async read(id: string, props: Props): Promise<Found | undefined> {
    const what = describe("Group", props);
    assertSameProject(this.#context, what, props);
    const number = asId(id, "group");
    const managed = props["groupId"] !== undefined;
    const live = managed ? await this.#live.findManaged(number) : await this.#live.find(number);
    if (live === undefined && managed) {
      if (!(await this.#live.showAll())) throw notAllShown(what);
      await this.#namesakes.warnOfNamesakes(what, id, props);
      // The object to import was deleted, so the resource is created instead.
      this.#memory.noteInState(ownerIn(props));
      return undefined;
    }
    if (live === undefined) throw notFoundError("group", number, this.#context.connection().project, "/groups");
    const owner = ownerIn(props);
    if (!managed) this.#memory.noteReadById(number, owner);
    else {
      this.#memory.noteOwner(number, owner);
      await this.#namesakes.warnOfCopies(what, number, owner);
    }
    const drift = managed ? driftOf(props, live) : [];
    if (drift.length > 0) this.#context.warn(`${what} (${id}) was changed outside this stack: ${drift.join("; ")}`);
    const content = managed ? spellAsDeclared(props, live) : declarationOf(live);
    const inputs = { ...content, ...(owner !== undefined && { owner }) };
    return { ...this.#createdResource(number, inputs), inputs };
  }

  async delete(id: string, props: Props): Promise<void> {
    const what = describe("Group", props);
    assertSameProject(this.#context, what, props);
    const number = Number(id);
    if (this.#memory.isInUse(number)) {
      this.#context.warn(`${what}: ${importKept("group", number)}`);
      return;
    }
    if (this.#live.isGone(number)) return;
    await this.#guard.reserveDelete(number, contentIn(props));
    try {
      await deleteOnce({
        id: number,
        delete: () => this.#context.client().groups.delete(number),
        stands: () => this.#live.stands(number),
      });
    } catch (error) {
      // Only a refusal proves that nothing was deleted: an earlier attempt may have taken effect.
      if (isRefusal(error)) this.#guard.releaseDelete(number);
      throw error;
    }
    this.#live.gone(number);
  }

  async #takeOver(importId: number, inputs: Props): Promise<CreatedResource> {
    const errors = await this.#importErrors(importId, inputs);
    if (errors.length > 0) throw new CdfError("IMPORT", errors.join("\n"));
    this.#memory.noteOwner(importId, ownerIn(inputs));
    return this.#createdResource(importId, inputs);
  }

  /** Why the group cannot be imported; if it can, it is claimed, and everything worth a warning is reported once. */
  async #importErrors(importId: number, inputs: Props): Promise<string[]> {
    const [owner, marked] = [ownerIn(inputs), this.#markedOwner(inputs)];
    const live = await this.#live.find(importId);
    const other = this.#memory.otherOwner(importId, owner);
    if (other !== undefined) return [importManaged("group", importId, describe("Group", other))];
    const { errors, warnings } = importProblems(importId, inputs, live, marked, this.#context.wording);
    const isRead = this.#memory.readIdOf(inputs) !== undefined;
    if (errors.length > 0 && !isRead && (await this.#hasReplacement(importId, marked))) {
      this.#memory.noteInState(owner);
      this.#context.warn(
        `${describe("Group", inputs)}: import: group ${importId} cannot be imported, and another group has this resource's marker. The import therefore counts as done, and a new group is created. If the resource is not in the state, an interrupted run left the other group: see ${leftoversCommand}`,
      );
      return [];
    }
    if (errors.length > 0 || !this.#memory.noteImport(importId, owner)) return errors;
    // The engine itself reports its own imports.
    for (const text of [...(isRead ? [] : [importing("group", importId)]), ...warnings])
      this.#context.warn(`${describe("Group", inputs)}: ${text}`);
    return [];
  }

  /** Whether the imported group has been replaced since: then the import is done, and this is a forced replacement. */
  async #hasReplacement(importId: number, owner: string | undefined): Promise<boolean> {
    const groups = owner === undefined ? [] : await this.#live.shared();
    return groups.some(({ id, metadata }) => id !== importId && isSameOwner(metadata?.[markerKey], owner));
  }

  /** The owner in the group's marker; undefined where groups have no marker. */
  #markedOwner(inputs: Props): string | undefined {
    return this.#context.connection().ownerMetadata ? ownerIn(inputs) : undefined;
  }

  #createdResource(id: number, inputs: Props): CreatedResource {
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
    `${what}: cannot tell whether it exists: ${ownGroupsOnly}. Nothing was changed. Ask for groupsAcl:LIST with the scope all`,
  );

/** The declared content of a group, without what this package adds. */
function contentIn(props: Props): GrantingGroup & Record<string, unknown> {
  const declared = groupFields.flatMap((field) =>
    props[field] === undefined || props[field] === null ? [] : [[field, props[field]]],
  );
  return Object.fromEntries(declared);
}
