// A simulation of what this package promises: random histories, run on the real handlers in virtual time.
//
//   history, generate, random       what happens: programs, commands, kills, hand edits, all drawn from a seed
//   clock, network, faults          time that passes at once; calls that get lost, are late, or come twice
//   service, replicas               the API, whose lists lag
//   engine, provider-process        what Pulumi does: which handlers it calls, and what its state keeps
//   command, history-end, simulate  one command; the end of a history; a whole history
//   promises, checker               what must hold all the time
//   shrink, report, many            the smallest history that breaks a promise, in words; many seeds
import { PromiseChecker } from "./checker";
import { endVirtualTime, passTime, sleep, startVirtualTime } from "./clock";
import { Command } from "./command";
import { declare, type Event, type History, type Item, itemContent, type Run } from "./history";
import { HistoryEnd } from "./history-end";
import { type MetFault, Network } from "./network";
import { type Broken, StackRecord } from "./promises";
import { forgetProcesses } from "./provider-process";
import { Dice, drawsOf } from "./random";
import { type CdfObject, Service } from "./service";

/** No command takes longer, in ms. */
const longestCommandMs = 15 * 60_000;

/** How a history went. */
export interface Outcome {
  broken: Broken | undefined;
  /** The faults that it met. */
  met: readonly MetFault[];
  /** By stack, what its runs have said. */
  output: readonly string[];
  excused: PromiseChecker["excused"];
  commands: number;
  killed: number;
}

/** Runs a history from its first event to a last look on a calm service. */
export async function simulate(history: History): Promise<Outcome> {
  const { random } = Math;
  startVirtualTime();
  forgetProcesses();
  Math.random = new Dice(history.seed).next;
  try {
    const simulation = new Simulation(history);
    await simulation.run();
    return simulation.outcome();
  } finally {
    Math.random = random;
    endVirtualTime();
  }
}

/** A history under way. */
export class Simulation {
  readonly history: History;
  readonly checker: PromiseChecker;
  /** What was made by hand, by label. */
  readonly made = new Map<string, CdfObject>();
  readonly #service: Service;
  readonly #network: Network;
  #commands = 0;
  readonly #stacks = [new StackRecord(0), new StackRecord(1)];
  /** By stack, the run that died last, if nothing but the commands for it has come since. */
  readonly #dead = new Map<number, { run: Run; label: string; at: number }>();

  constructor(history: History) {
    const draw = drawsOf(history.seed);
    this.history = history;
    this.#service = new Service(history.traits, draw);
    this.#network = new Network(this.#service, draw, history.muted);
    this.checker = new PromiseChecker(this.#service, this.#stacks);
    this.#network.onAnswer = (sender, call) => this.checker.noteAnswer(sender, call);
    this.#network.onWriteOfDeadProcess = ({ label }, { operation }) =>
      this.checker.breaks("deadRunsWriteNothing", `${label}: ${operation}`);
  }

  outcome(): Outcome {
    const { broken, excused, crashed } = this.checker;
    return {
      broken,
      met: this.#network.met,
      output: this.#stacks.map(({ output }) => output),
      excused,
      commands: this.#commands,
      killed: crashed.size,
    };
  }

  async run(): Promise<void> {
    const { events } = this.history;
    for (let i = 0; i < events.length && this.checker.broken === undefined; i++) {
      const atOnce = [this.apply(events[i])];
      if (isBesideNext(events[i], events[i + 1])) {
        i += 1;
        atOnce.push(this.apply(events[i]));
      }
      await this.#passTime(Promise.all(atOnce));
    }
    for (const stack of this.#stacks)
      if (this.checker.broken === undefined) await this.#passTime(new HistoryEnd(this, stack).run());
  }

  /** One command of a user. */
  async command(run: Run): Promise<Command & { isDone: boolean }> {
    const stack = this.#stack(run.stack);
    this.#commands += 1;
    const startedAt = Date.now();
    const command = new Command(run, this.#network, this.checker, stack);
    if (run.command === "leftovers --delete") {
      // Modelled as what it does in the end: it deletes whatever carries the stack's marker and is in no state.
      this.checker.deleteLeftovers(stack);
      return Object.assign(command, { isDone: true });
    }
    const program = run.program.map((item) => declare(item, run.stack, this.importIdOf(item)));
    const isDone = await command.carryOut(program);
    const took = Date.now() - startedAt;
    if (took > longestCommandMs) this.checker.breaks("runsEnd", `run ${run.key} took ${took / 1000} s`);
    this.checker.checkState(stack, `run ${run.key}`);
    if (command.killed === undefined) this.#afterCrash(run, startedAt, isDone);
    else {
      this.checker.crashed.set(command.killed, false);
      this.#dead.set(run.stack, { run, label: command.killed, at: Date.now() });
    }
    return Object.assign(command, { isDone });
  }

  /** The id of what a resource is to take over; an unknown id where nothing was made under its label. */
  importIdOf({ import: label }: Item): number | undefined {
    return label === undefined ? undefined : (this.made.get(label)?.id ?? 9_999);
  }

  find(kind: CdfObject["kind"], id: string): CdfObject | undefined {
    return this.#service.find(kind, id);
  }

  async #passTime(task: Promise<unknown>): Promise<void> {
    const ending = await passTime(
      task.then(() => undefined),
      10 * longestCommandMs,
    );
    if (ending !== "done") this.checker.breaks("runsEnd", `a command is ${ending}`);
  }

  /** Lets one event happen. */
  async apply(event: Event | undefined): Promise<void> {
    switch (event?.what) {
      case "run":
        await this.command(event);
        return;
      case "wait":
        return sleep(event.ms);
      case "taint":
        for (const resource of this.#stack(event.stack).state)
          if (resource.name === event.name && !resource.pendingDelete) resource.taint = true;
        return;
      case "made by hand":
        this.#makeByLabel(event.label, event.item);
        return;
      case "deleted by hand":
        this.#deleteByHand(event.stack, event.name);
        return;
      case "edited by hand": {
        const old = this.#deleteByHand(event.stack, event.name);
        if (old === undefined) return;
        const edit = event.change === "content" && { edited: "by hand" };
        const metadata = { ...(old.content["metadata"] as object), ...edit };
        this.#makeByHand(old.kind, { ...old.content, metadata });
      }
    }
  }

  #makeByLabel(label: string, item: Item): void {
    const object = this.#makeByHand(item.kind, itemContent(item, 1));
    // Who uses the package has been in a group for long.
    if (item.admin) object.createdAt -= 3_600_000;
    this.made.set(label, object);
  }

  #makeByHand(kind: CdfObject["kind"], content: CdfObject["content"]): CdfObject {
    return this.#service.make(kind, content, { by: "hand", process: "", how: "in time" });
  }

  #deleteByHand(stack: number, name: string): CdfObject | undefined {
    const resource = this.#stack(stack).state.find((each) => each.name === name && !each.pendingDelete);
    const object = resource && this.#service.find(resource.kind, resource.id);
    if (object === undefined || object.deletedAt !== undefined) return undefined;
    object.deletedAt = Date.now();
    this.checker.deletedByHand.add(object.id);
    return object;
  }

  /** Notes whether the commands for after a crash were given, and not too soon: lists lag, and calls are under way. */
  #afterCrash(run: Run, begunAt: number, isDone: boolean): void {
    const dead = this.#dead.get(run.stack);
    if (dead === undefined || run.command === "refresh") return;
    const isSame = JSON.stringify(dead.run.program) === JSON.stringify(run.program);
    const isRight = dead.run.command === "destroy" ? run.command === "destroy" : run.command === "up" && isSame;
    const isMeant = isRight && run.targets === undefined && begunAt - dead.at > 5_500;
    if (isMeant && !isDone) return;
    if (isMeant) this.checker.crashed.set(dead.label, true);
    this.#dead.delete(run.stack);
  }

  #stack(number: number): StackRecord {
    const stack = this.#stacks[number];
    if (stack === undefined) throw new Error(`There is no stack ${number}.`);
    return stack;
  }
}

/** Whether a run is still under way when the next begins: of another stack, since Pulumi locks each. */
const isBesideNext = (event: Event | undefined, next: Event | undefined) =>
  event?.what === "run" && event.besideNext === true && next?.what === "run" && next.stack !== event.stack;
