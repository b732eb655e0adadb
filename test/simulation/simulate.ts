// A simulation of what this package promises: random histories, run on the real handlers in virtual time.
//
//   history, generate, random   what happens: programs, commands, kills, hand edits, all drawn from a seed
//   clock, network, faults      time that passes at once; calls that get lost, are late, or come twice
//   service, services, replicas the API of each project, whose lists lag
//   engine, provider-process    what Pulumi does: which handlers it calls, and what its state keeps
//   command, ending, simulate   one command; the end of a history; a whole history
//   promises, judge             what must hold all the time
//   shrink, report, many        the smallest history that breaks a promise, in words; many seeds
import { endVirtualTime, passTime, sleep, startVirtualTime } from "./clock";
import { Command } from "./command";
import { Ending } from "./ending";
import { placeOf } from "./engine";
import { contentOf, declare, type Event, type History, home, type Item, type Run } from "./history";
import { Judge } from "./judge";
import { type Met, Network } from "./network";
import { type Broken, StackRecord } from "./promises";
import { forgetProcesses } from "./provider-process";
import { Dice, drawsOf } from "./random";
import type { Thing } from "./service";
import { keyOf, type Place, Services } from "./services";

/** No command takes longer, in ms. */
const longestCommandMs = 15 * 60_000;

/** How a history went. */
export interface Outcome {
  broken: Broken | undefined;
  /** The faults that it met. */
  met: readonly Met[];
  /** By stack, what its runs have said. */
  output: readonly string[];
  excused: Judge["excused"];
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
    await simulation.play();
    return simulation.outcome();
  } finally {
    Math.random = random;
    endVirtualTime();
  }
}

/** A history under way. */
export class Simulation {
  readonly history: History;
  readonly judge: Judge;
  /** What strangers have made, by label. */
  readonly made = new Map<string, Thing>();
  readonly #services: Services;
  readonly #network: Network;
  #commands = 0;
  readonly #stacks = [new StackRecord(0), new StackRecord(1)];
  /** By stack, the run that died last, if nothing but the commands for it has come since. */
  readonly #dead = new Map<number, { run: Run; label: string; at: number }>();

  constructor(history: History) {
    const draw = drawsOf(history.seed);
    this.history = history;
    this.#services = new Services(history.traits, draw);
    this.#network = new Network(this.#services, draw, history.muted);
    this.judge = new Judge(this.#services, this.#stacks);
    this.#network.onAnswer = (sender, call) => this.judge.noteAnswer(sender, call);
    this.#network.onWriteOfTheDead = ({ label }, { operation }) =>
      this.judge.breaks("theDeadWriteNothing", `${label}: ${operation}`);
  }

  outcome(): Outcome {
    const { broken, excused, crashed } = this.judge;
    return {
      broken,
      met: this.#network.met,
      output: this.#stacks.map(({ output }) => output),
      excused,
      commands: this.#commands,
      killed: crashed.size,
    };
  }

  async play(): Promise<void> {
    const { events } = this.history;
    for (let i = 0; i < events.length && this.judge.broken === undefined; i++) {
      const atOnce = [this.happen(events[i])];
      if (isBesideNext(events[i], events[i + 1])) {
        i += 1;
        atOnce.push(this.happen(events[i]));
      }
      await this.#pass(Promise.all(atOnce));
    }
    for (const stack of this.#stacks)
      if (this.judge.broken === undefined) await this.#pass(new Ending(this, stack).play());
  }

  /** One command of a user. */
  async command(run: Run): Promise<Command & { isDone: boolean }> {
    const stack = this.#stack(run.stack);
    this.#commands += 1;
    const begunAt = Date.now();
    const command = new Command(run, this.#network, this.judge, stack);
    if (run.command === "leftovers --delete") {
      // Modelled as what it does in the end: it deletes whatever carries the stack's mark and is in no state.
      this.judge.deleteLeftovers(stack);
      return Object.assign(command, { isDone: true });
    }
    const groups = run.program.filter(({ kind }) => kind === "group").length;
    const program = run.program.map((item) => declare(item, run.stack, groups, this.importIdOf(item)));
    const isDone = await command.carryOut(program);
    const took = Date.now() - begunAt;
    if (took > longestCommandMs) this.judge.breaks("runsEnd", `run ${run.key} took ${took / 1000} s`);
    this.judge.judgeState(stack, `run ${run.key}`);
    if (command.killed === undefined) this.#afterCrash(run, begunAt, isDone);
    else {
      this.judge.crashed.set(command.killed, false);
      this.#dead.set(run.stack, { run, label: command.killed, at: Date.now() });
    }
    return Object.assign(command, { isDone });
  }

  /** The id of what a resource is to take over; an unknown id where nothing was made under its label. */
  importIdOf({ import: label }: Item): number | undefined {
    return label === undefined ? undefined : (this.made.get(label)?.id ?? 9_999);
  }

  find(place: Place): Thing | undefined {
    return this.#services.find(place);
  }

  async #pass(task: Promise<unknown>): Promise<void> {
    const ending = await passTime(
      task.then(() => undefined),
      10 * longestCommandMs,
    );
    if (ending !== "done") this.judge.breaks("runsEnd", `a command is ${ending}`);
  }

  /** Lets one event happen. */
  async happen(event: Event | undefined): Promise<void> {
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
      case "stranger makes":
        this.#makeByLabel(event.label, event.item);
        return;
      case "stranger deletes":
        this.#deleteByHand(event.stack, event.name);
        return;
      case "stranger edits": {
        const old = this.#deleteByHand(event.stack, event.name);
        if (old === undefined) return;
        const edit = event.change === "content" && { edited: "by hand" };
        const metadata = { ...(old.content["metadata"] as object), ...edit };
        this.#makeByHand(old, { ...old.content, metadata });
      }
    }
  }

  #makeByLabel(label: string, item: Item): void {
    const thing = this.#makeByHand(item, contentOf(item, 1));
    // Who uses the package has been in a group for long.
    if (item.admin) thing.createdAt -= 3_600_000;
    this.made.set(label, thing);
  }

  #makeByHand({ project = home, kind }: Pick<Item, "project" | "kind">, content: Thing["content"]): Thing {
    return this.#services.of(project).make(kind, content, { by: "stranger", process: "", how: "in time" });
  }

  #deleteByHand(stack: number, name: string): Thing | undefined {
    const resource = this.#stack(stack).state.find((each) => each.name === name && !each.pendingDelete);
    const thing = resource && this.#services.find(placeOf(resource));
    if (thing === undefined || thing.deletedAt !== undefined) return undefined;
    thing.deletedAt = Date.now();
    this.judge.deletedByHand.add(keyOf(thing));
    return thing;
  }

  /** Notes whether the commands for after a crash were given, and not too soon: lists lag, and calls are under way. */
  #afterCrash(run: Run, begunAt: number, isDone: boolean): void {
    const dead = this.#dead.get(run.stack);
    if (dead === undefined || run.command === "refresh") return;
    const isSame = JSON.stringify(dead.run.program) === JSON.stringify(run.program);
    const isRight = dead.run.command === "destroy" ? run.command === "destroy" : run.command === "up" && isSame;
    const isThere = dead.run.isElsewhere === run.isElsewhere;
    const isMeant = isRight && isThere && run.targets === undefined && begunAt - dead.at > 5_500;
    if (isMeant && !isDone) return;
    if (isMeant) this.judge.crashed.set(dead.label, true);
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
