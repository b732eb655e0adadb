import { isDeepStrictEqual } from "node:util";
import { isProjectDeclared } from "../../src/lifecycle/project";
import { sleep } from "./clock";
import { placeOf, type Resource } from "./engine";
import { contentOf, home, type Item, plant, type Run } from "./history";
import { givesRights } from "./judge";
import type { StackRecord } from "./promises";
import type { Simulation } from "./simulate";

/** The end of a history: on a calm service, a user brings about what is declared, and nothing is left to do. */
export class Ending {
  readonly #simulation: Simulation;
  readonly #stack: StackRecord;
  readonly #last: Run | undefined;
  #program: Item[];
  #key = 1_000;

  constructor(simulation: Simulation, stack: StackRecord) {
    this.#simulation = simulation;
    this.#stack = stack;
    this.#last = simulation.history.events.findLast(
      (event): event is Run => event.what === "run" && event.stack === stack.number,
    );
    this.#program = this.#withAdmins(this.#last?.program ?? []);
  }

  async play(): Promise<void> {
    if (this.#last === undefined) return;
    const { judge } = this.#simulation;
    // Whatever is under way gets done.
    await sleep(120_000);
    // A category cannot be made again beside itself.
    for (const resource of this.#stack.state) delete resource.taint;
    if (this.#stack.state.some(isSilentAtThePlant)) await this.#bringBack();
    await this.#upAsErrorsSay();
    await sleep(10_000);
    const isComplete = !judge.hasDeadId(this.#stack);
    const refresh = await this.#run("refresh");
    if (isComplete) judge.judgeLists(refresh.requests);
    await this.#upAsErrorsSay();
    await this.#run("leftovers --delete");
    this.#change((item) => (item.kind === "group" ? { ...item, reversed: item.reversed ? undefined : true } : item));
    const last = await this.#run("up");
    if (!last.isDone) judge.breaks("converges", `the last up fails: ${this.#stack.output.slice(-800)}`);
    else if (last.calls.some((call) => call !== "check olds" && call !== "diff"))
      judge.breaks("converges", `the last up still has something to do: ${last.calls.join(", ")}`);
    judge.judgeEnd(this.#stack);
    judge.judgeLeftovers(this.#stack);
  }

  /** Runs `up`, and again with what its errors say of the option `import`. */
  async #upAsErrorsSay(options: Pick<Run, "isElsewhere"> = {}): Promise<void> {
    for (let tries = 0; tries < 4; tries++) {
      const before = this.#stack.output.length;
      if ((await this.#run("up", options)).isDone) return;
      const said = this.#stack.output.slice(before);
      for (const [, name, id = ""] of said.matchAll(/SecurityCategory "([^"]+)": .*\{ import: "(\d+)" \}/g))
        this.#change((item) => (item.name === name ? this.#pasted(item, id) : item));
      for (const [, name, project] of said.matchAll(/"([^"]+)" is in the CDF project "([^"]+)", but/g))
        this.#change((item) => (item.name === name ? { ...item, project } : item));
      for (const [, id] of said.matchAll(/import: [^"\d\n]*(\d+)/g))
        this.#change((item) =>
          this.#simulation.importIdOf(item) === Number(id) ? { ...item, import: undefined } : item,
        );
    }
  }

  /** Declares where everything is, in an `up` of its own, and then what else has changed. */
  async #bringBack(): Promise<void> {
    const changed = this.#program.map((item) => {
      const inState = this.#liveOf(item);
      return { ...item, project: inState === undefined ? (item.project ?? home) : placeOf(inState).project };
    });
    for (const program of [changed.map((item) => ({ ...this.#asInState(item), project: item.project })), changed]) {
      this.#program = program;
      // Each connection reaches what declares nothing in its project; one that stops early may keep the other from what it waits for.
      for (const _ of [1, 2]) {
        await this.#upAsErrorsSay();
        await this.#upAsErrorsSay({ isElsewhere: true });
      }
    }
  }

  /** The item as the last program that is in the state had it. */
  #asInState(item: Item): Item {
    const inState = this.#liveOf(item);
    const items = this.#simulation.history.events.flatMap((event) => (event.what === "run" ? event.program : []));
    const earlier = inState && items.findLast((each) => each.name === inState.name && isContentOf(each, inState));
    if (earlier === undefined) return item;
    const { name: _, alias: __, import: ___, ...content } = earlier;
    return { ...item, ...content };
  }

  #change(change: (item: Item) => Item): void {
    this.#program = this.#program.map(change);
  }

  /** With the option that the error names; a name that a stranger has taken and does not give is given up. */
  #pasted(item: Item, id: string): Item {
    const label = `category ${id}`;
    const thing = this.#simulation.find({ project: item.project ?? home, kind: "category", id });
    if (thing === undefined) return item;
    if (item.import === label && thing.maker.by === "stranger") return { ...item, cdfName: `${item.cdfName}~free` };
    this.#simulation.made.set(label, thing);
    return { ...item, import: label };
  }

  #run(command: Run["command"], options: Pick<Run, "isElsewhere"> = {}) {
    this.#key += 1;
    return this.#simulation.command({
      what: "run",
      key: this.#key + 100 * this.#stack.number,
      stack: this.#stack.number,
      command,
      program: this.#program,
      hasPreview: this.#last?.hasPreview ?? false,
      replace: [],
      faults: "none",
      ...options,
    });
  }

  #liveOf(item: Item): Resource | undefined {
    const { state } = this.#stack;
    return state.find(({ name, pendingDelete }) => !pendingDelete && (name === item.name || name === item.alias));
  }

  /** Where a group that gives rights is yet to be deleted, with no replacement in its project: another, as the error asks. */
  #successors(): Item[] {
    const { state } = this.#stack;
    return state.flatMap((old): Item[] => {
      const { project } = placeOf(old);
      const isReplaced = state.some(
        (other) => other.name === old.name && !other.pendingDelete && placeOf(other).project === project,
      );
      if (!old.pendingDelete || isReplaced || !givesRights(old)) return [];
      const name = `successor-in-${project}-of-${old.id}`;
      return [{ name, kind: "group", cdfName: name, variant: 0, admin: true, project }];
    });
  }

  /** A program that leaves the caller's rights alone, which could only be refused. */
  #withAdmins(program: readonly Item[]): Item[] {
    const { events } = this.#simulation.history;
    const before = events.flatMap((event) => (event.what === "run" ? event.program : []));
    const isDeclared = (name: string) => program.some((item) => item.name === name || item.alias === name);
    // A resource may stand twice in the state, of which one is yet to be deleted.
    const undeclared = new Set(this.#stack.state.map(({ name }) => name).filter((name) => !isDeclared(name)));
    const admins = [...undeclared]
      .flatMap((name) => before.findLast((item) => item.admin && item.name === name) ?? [])
      // Two resources that both have been one would take it from each other in every run.
      .map(
        ({ alias, ...item }): Item => ({
          ...item,
          ...(alias !== undefined && !program.some(({ name }) => name === alias) && { alias }),
        }),
      );
    return [...program, ...admins, ...this.#successors()].map((item) => {
      if (!item.admin) return item;
      const inState = this.#liveOf(item);
      const project = inState === undefined ? item.project : placeOf(inState).project;
      return { ...item, project, deleteBeforeReplace: undefined };
    });
  }
}

/** Whether a resource of the state was declared like this, apart from what its capabilities are. */
function isContentOf(item: Item, { kind, inputs, uses }: Resource): boolean {
  const { name, metadata, triggers } = contentOf(item, undefined);
  const isSame = Object.entries({ name, metadata, triggers }).every(([key, value]) =>
    isDeepStrictEqual(inputs[key], value),
  );
  return item.kind === kind && item.uses === uses && isSame;
}

/** Created while the connection was to the plant, without a word of it. */
const isSilentAtThePlant = (resource: Resource) =>
  placeOf(resource).project === plant && !isProjectDeclared(resource.outs);
