import { ApiError, CdfError, ConfigError, ConnectionError, LockoutError, ResponseError } from "../../src/errors";
import { CheckFailure, type Named, placeOf, type Resource } from "./engine";
import { home, ownerOf, type Run, resourceOfMark } from "./history";
import type { Sender } from "./network";
import type { Broken, PromiseName, StackRecord } from "./promises";
import type { ProviderProcess } from "./provider-process";
import { type Call, type Doer, type Json, type Thing, vitalActions } from "./service";
import { keyOf, type Services } from "./services";

/** The nonce of a session lives for about a minute, in ms. */
const nonceMs = 70_000;

/** No call of a handler takes longer while nothing goes wrong: it waits for lists that lag, and for others, in ms. */
const longestCalmCallMs = 45_000;

/** Watches over a history: remembers the first promise that it breaks. */
export class Judge {
  broken: Broken | undefined;
  /** Nothing more can be expected: what a dead run had sent has taken the caller's rights. */
  #isOver = false;
  /** Copies that no promise covers, by why. */
  readonly excused = { late: 0, afterCrash: 0, undecided: 0 };
  /** What a stranger has deleted. */
  readonly deletedByHand = new Set<string>();
  /** The processes that died. True: the commands for after a crash came next, and went well. */
  readonly crashed = new Map<string, boolean>();
  readonly #services: Services;
  readonly #stacks: readonly StackRecord[];
  /** By process and resource, when its last call that makes a group was answered, or given up. */
  readonly #answeredAt = new Map<string, number>();

  constructor(services: Services, stacks: readonly StackRecord[]) {
    this.#services = services;
    this.#stacks = stacks;
    services.onWrite = (doer, made, deleted) => this.#judgeWrite(doer, made, deleted);
  }

  breaks(promise: PromiseName, detail: string): void {
    if (!this.#isOver) this.broken ??= { promise, detail };
  }

  #judgeWrite(doer: Doer, made: readonly Thing[], deleted: readonly Thing[]): void {
    if (doer.process.endsWith("preview")) this.breaks("previewWritesNothing", show([...made, ...deleted]));
    for (const thing of deleted) {
      const isOwn = thing.maker.by === doer.by || this.#stack(doer)?.adopted.has(keyOf(thing));
      if (!isOwn && !isWorthless(thing))
        this.breaks("othersAreSafe", `${doer.process} deleted ${show([thing])}, made by ${thing.maker.by}`);
    }
    const [{ project } = { project: "" }] = [...made, ...deleted];
    const rights = this.#services.of(project).rights();
    const lost = vitalActions.filter((action) => !rights.has(action));
    // A delete that a dead run has sent and that is carried out later is beyond every guard.
    if (lost.length > 0 && doer.how === "late" && this.crashed.has(doer.process)) this.#isOver = true;
    else if (lost.length > 0)
      this.breaks("noLockout", `after ${doer.process} deleted ${show(deleted)}, ${lost} are lost in ${project}`);
  }

  /** Notes when a call that makes a group was answered, or given up. */
  noteAnswer({ label }: Sender, { operation, items }: Call): void {
    for (const item of operation === "POST /groups" ? items : [])
      this.#answeredAt.set(`${label}: ${resourceIn(item as Thing["content"])}`, Date.now());
  }

  /** @param calledAt - when `create` was called, in ms. */
  judgeCreated(process: ProviderProcess, resource: Resource, importId: unknown, calledAt: number): void {
    const { kind, id, name } = resource;
    const [place, declared] = [placeOf(resource), resource.inputs["project"] ?? process.project];
    if (place.project !== declared)
      this.breaks("staysInItsProject", `${process.label}: ${name} counts as made in ${place.project}, not ${declared}`);
    const [thing, key] = [this.#services.find(place), keyOf(place)];
    const stack = this.#stacks[process.stack];
    const isNoted = stack?.noted.has(key);
    stack?.noted.add(key);
    if (thing !== undefined && importId === id) {
      stack?.adopted.add(key);
      if (!isAsDeclared(resource, thing))
        this.breaks("createMakes", `${process.label}: ${name} imported ${show([thing])}`);
      // For seconds, lists show what has been deleted; an import of it is not noticed.
      if (thing.deletedAt !== undefined) stack?.underDelete.add(key);
      return;
    }
    if (thing?.maker.process === process.label && thing.createdAt >= calledAt) return;
    // Nothing tells a category that a run before has lost, or that a forced replacement is to replace, from one that this
    // call has lost; it is this stack's in each case.
    const isReplaced = stack?.state.some((each) => each.name === name && keyOf(placeOf(each)) === key);
    const isLostOne = kind === "category" && thing?.maker.by === process.stack && (!isNoted || isReplaced);
    if (!isLostOne || thing.deletedAt !== undefined)
      this.breaks("createMakes", `${process.label}: ${name} got ${id}, which ${thing?.maker.process || "nobody"} made`);
  }

  /** A `read` has found nothing. */
  judgeGone(process: ProviderProcess, resource: Resource): void {
    const { id, name } = resource;
    this.#judgeRefused(process, resource);
    if (this.#isAlive(resource))
      this.breaks("nothingIsLost", `${process.label}: ${name} (${id}) counts as gone, and is alive`);
  }

  /** A `delete` has succeeded. */
  judgeDeleted(process: ProviderProcess, resource: Resource): void {
    const { id, name } = resource;
    this.#judgeRefused(process, resource);
    const isKept = process.texts.some((text) => text.includes(id) && text.includes("so it was kept, not deleted"));
    if (this.#isAlive(resource) && !isKept)
      this.breaks("deleteIsDone", `${process.label}: ${name} (${id}) counts as deleted, and is alive`);
  }

  /** What has declared no project is read and deleted in the connection's alone. */
  #judgeRefused({ label, project }: ProviderProcess, { name, inputs, outs }: Resource): void {
    if (inputs["project"] === undefined && outs["project"] !== project)
      this.breaks("staysInItsProject", `${label}: ${name} is in ${outs["project"]}, the connection is to ${project}`);
  }

  /** A call of a handler has failed. */
  judgeError(process: ProviderProcess, stack: StackRecord, resource: Named, error: unknown): void {
    const text = `${process.label}: ${resource.name}: ${error instanceof Error ? error.stack : String(error)}`;
    const isMeant = error instanceof CheckFailure || error instanceof CdfError;
    if (!isMeant) this.breaks("errorsAreMeant", text);
    const isOfService = error instanceof ApiError ? error.status >= 500 : isMeant && isOfWire(error);
    if (isOfService && this.#isCalm(process, stack, resource)) this.breaks("projectsStandApart", text);
  }

  /**
   * The delete of what a run has replaced was refused, after the new one was made. Of a lockout, that is right only where
   * something goes wrong, the engine does not wait for all, or another group is declared, is there or was a moment ago.
   */
  judgeForeseen({ label, project }: ProviderProcess, run: Run, resource: Named, error: unknown): void {
    if (!("outs" in resource) || !resource.pendingDelete) return;
    const place = placeOf(resource);
    const text = `${label}: ${resource.name} was replaced before its delete in ${place.project} was refused`;
    if (error instanceof ConfigError) this.breaks("staysInItsProject", text);
    const { program, faults, targets, replace } = run;
    const isOdd = faults !== "none" || targets !== undefined || replace.length > 0 || program.some(({ uses }) => uses);
    if (!(error instanceof LockoutError) || isOdd) return;
    const isOther = ({ id, content, deletedAt = Number.POSITIVE_INFINITY }: Thing) =>
      String(id) !== resource.id && content["sourceId"] === "admins" && deletedAt > Date.now() - 15_000;
    const isDeclared = program.some((item) => item.admin && (item.project ?? project) === place.project);
    if (!isDeclared && !this.#services.of(place.project).things.some(isOther)) this.breaks("lockoutIsForeseen", text);
  }

  /** A call of a handler has ended. */
  judgeDelay(process: ProviderProcess, stack: StackRecord, call: string, resource: Named, tookMs: number): void {
    if (tookMs > longestCalmCallMs && this.#isCalm(process, stack, resource))
      this.breaks("projectsStandApart", `${process.label}: ${call} of ${resource.name} took ${tookMs / 1000} s`);
  }

  /** Whether nothing goes wrong with a resource, while something does elsewhere. */
  #isCalm({ faultsIn, death, project }: ProviderProcess, { state }: StackRecord, resource: Named): boolean {
    if (faultsIn === undefined || death !== undefined) return false;
    const own = "outs" in resource ? placeOf(resource).project : (resource.project ?? project);
    // One that moves is in both, and what takes rights in one project is refused with whatever is checked last.
    const isMoving = state.some((each) => each.name === resource.name && placeOf(each).project === faultsIn);
    const takesRights = state.some((each) => placeOf(each).project === faultsIn && givesRights(each));
    return own !== faultsIn && !isMoving && !takesRights;
  }

  /** After a command that has ended, well or not. */
  judgeState(stack: StackRecord, label: string): void {
    for (const resource of stack.state) {
      const { id, name, pendingDelete, pendingReplacement } = resource;
      const key = keyOf(placeOf(resource));
      if (pendingDelete || pendingReplacement || this.#isAlive(resource) || this.deletedByHand.has(key)) continue;
      // What the engine has deleted and could not note is not the package's fault.
      const thing = this.#services.find(placeOf(resource));
      if (stack.underDelete.has(key) || (thing !== undefined && isWorthless(thing))) continue;
      this.breaks("noDeadId", `after ${label}, the state has ${name} as ${id}`);
    }
  }

  /** A process has ended that made these calls of the handlers. */
  judgeCalls(process: ProviderProcess, calls: readonly string[]): void {
    if (calls.every((call) => ["check olds", "diff", "update"].includes(call)) && process.requests.length > 0)
      this.breaks("noChangeCallsNothing", `${process.label}: ${process.requests.map(({ operation }) => operation)}`);
  }

  /**
   * What a process that has ended by itself has made is in the state, or the user knows of it. What was carried out late
   * counts if it was there when the last call was answered: the lists that are read after that are bound to show it.
   */
  judgeCopies(stack: StackRecord, process: ProviderProcess): void {
    for (const thing of this.#unreported(stack)) {
      const { maker, createdAt, content } = thing;
      if (maker.process !== process.label || this.#isUndecided(stack, thing)) continue;
      const answeredAt = this.#answeredAt.get(`${process.label}: ${resourceIn(content)}`) ?? 0;
      if (maker.how === "in time" || (maker.how === "late" && createdAt < answeredAt))
        this.breaks("noUnreportedCopy", `${process.label} made ${show([thing])}, which the state does not have`);
    }
  }

  hasDeadId({ state }: StackRecord): boolean {
    return state.some((resource) => !this.#isAlive(resource));
  }

  /** A refresh that misses nothing, when no list can lag. */
  judgeLists(requests: readonly Call[]): void {
    const lists = requests.map(({ project, operation }) => `${operation} of ${project}`).filter(isList);
    for (const list of new Set(lists)) {
      const times = lists.filter((each) => each === list).length;
      if (times > 1) this.breaks("refreshListsOnce", `${list} ${times} times`);
    }
  }

  /** At the end of a history. */
  judgeLeftovers(stack: StackRecord): void {
    const { crashed } = this;
    for (const thing of this.#unreported(stack)) {
      const { process, how } = thing.maker;
      if (thing.kind === "session" && crashed.has(process)) continue;
      if (how !== "in time") this.excused.late += 1;
      else if (this.#isUndecided(stack, thing)) this.excused.undecided += 1;
      else if (crashed.get(process) === false || isMarked(stack, thing)) this.excused.afterCrash += 1;
      else
        this.breaks(
          crashed.has(process) ? "crashLeavesNothing" : "noUnreportedCopy",
          `${process} made ${show([thing])}, which is alive at the end`,
        );
    }
  }

  /** The state and the service agree, after a last run on a calm service. */
  judgeEnd(stack: StackRecord): void {
    for (const resource of stack.state) {
      const thing = this.#services.find(placeOf(resource));
      if (thing === undefined || !isAsDeclared(resource, thing))
        this.breaks("converges", `${resource.name} (${resource.id}) is not as declared`);
      const declared = resource.inputs["project"] ?? home;
      if (placeOf(resource).project !== declared)
        this.breaks("staysInItsProject", `${resource.name} is in ${placeOf(resource).project}, not in ${declared}`);
    }
  }

  /** Deletes the groups that carry this stack's mark and are not in its state, as far as the caller keeps his rights. */
  deleteLeftovers(stack: StackRecord): void {
    for (const thing of this.#services.alive("group")) {
      if (!isMarked(stack, thing) || stack.names(thing)) continue;
      thing.deletedAt = Date.now();
      const rights = this.#services.of(thing.project).rights();
      if (vitalActions.some((action) => !rights.has(action))) delete thing.deletedAt;
    }
  }

  #isAlive(resource: Resource): boolean {
    const thing = this.#services.find(placeOf(resource));
    return thing !== undefined && thing.deletedAt === undefined;
  }

  /** What a stack has made that its state does not have, and of which no message has named the id. */
  #unreported(stack: StackRecord): Thing[] {
    return (["group", "category", "session"] as const)
      .flatMap((kind) => this.#services.alive(kind))
      .filter(
        (thing) =>
          thing.maker.by === stack.number &&
          !stack.names(thing) &&
          !stack.retained.has(keyOf(thing)) &&
          !new RegExp(`\\b${thing.id}\\b`).test(stack.output),
      );
  }

  #isUndecided({ undecided, output }: StackRecord, { kind, content }: Thing): boolean {
    const unchecked = `Group "${resourceIn(content)}": could not check whether an earlier call created a copy`;
    if (kind === "group") return undecided.has(resourceIn(content)) || output.includes(unchecked);
    const name = String(content["name"]).replace(/~.*/, "");
    return kind === "category" ? undecided.has(name) : undecided.size > 0;
  }

  #stack({ by }: Doer): StackRecord | undefined {
    return typeof by === "number" ? this.#stacks[by] : undefined;
  }
}

/** A session that no job was bound to in time, which is of no use to anybody. */
const isWorthless = ({ kind, createdAt, deletedAt = Date.now() }: Thing) =>
  kind === "session" && deletedAt - createdAt > nonceMs;

const isList = (call: string) => /^GET \/(groups|securitycategories) /.test(call);

/** Whether an error says that the network or the service failed. */
const isOfWire = (error: unknown) =>
  error instanceof ConnectionError ||
  error instanceof ResponseError ||
  (error instanceof CdfError && error.code === "UNDECIDED");

export const givesRights = ({ inputs }: Resource) => JSON.stringify(inputs["capabilities"] ?? "").includes("groupsAcl");

/** Name and metadata are enough: contents that differ differ there. */
function isAsDeclared({ kind, inputs }: Resource, { content }: Thing): boolean {
  const textOf = ({ name, metadata }: Json) => {
    const { pulumi: _, ...own } = (metadata ?? {}) as Json;
    return JSON.stringify([name, Object.entries(own).sort()]);
  };
  return kind === "session" || textOf(inputs) === textOf(content);
}

const markIn = (content: Thing["content"]) => (content["metadata"] as Record<string, unknown> | undefined)?.["pulumi"];

const resourceIn = (content: Thing["content"]) => resourceOfMark(markIn(content))?.split("/")[1] ?? "";

const isMarked = ({ number }: StackRecord, { content }: Thing) =>
  String(markIn(content)).startsWith(ownerOf(number, "").split("#")[0] ?? "");

const show = (things: readonly Thing[]) =>
  things
    .map(({ project, kind, id, content }) => `${kind} ${id} of ${project} ${JSON.stringify(content["name"] ?? "")}`)
    .join(", ");
