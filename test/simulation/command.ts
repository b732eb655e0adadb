import { never } from "./clock";
import { type Declared, Engine, placeOf, type UpOptions, type Watcher } from "./engine";
import { home, plant, type Run } from "./history";
import type { Judge } from "./judge";
import type { Network } from "./network";
import type { StackRecord } from "./promises";
import { ProviderProcess } from "./provider-process";
import type { Call } from "./service";
import { keyOf } from "./services";

/** One command of a user: a preview if it is to have one, and what follows, each with a process of its own. */
export class Command {
  /** The process that died, if one has. */
  killed: string | undefined;
  /** The calls of the provider, of the last process. */
  calls: string[] = [];
  /** The requests of the last process. */
  requests: readonly Call[] = [];
  readonly #run: Run;
  readonly #network: Network;
  readonly #judge: Judge;
  readonly #stack: StackRecord;

  constructor(run: Run, network: Network, judge: Judge, stack: StackRecord) {
    this.#run = run;
    this.#network = network;
    this.#judge = judge;
    this.#stack = stack;
  }

  /** Whether it succeeded. */
  async carryOut(program: readonly Declared[]): Promise<boolean> {
    const { command, replace, targets, hasPreview } = this.#run;
    const options: UpOptions = { replace, targets, refresh: command === "up --refresh" };
    if (command === "refresh") return this.#phase("refresh", (engine) => engine.refresh());
    if (command === "destroy") return this.#phase("destroy", (engine) => engine.destroy());
    const up = (engine: Engine) => engine.up(program, options);
    return (!hasPreview || (await this.#phase("preview", up))) && (await this.#phase("up", up));
  }

  async #phase(
    phase: "preview" | "up" | "refresh" | "destroy",
    task: (engine: Engine) => Promise<boolean>,
  ): Promise<boolean> {
    const { key, faults, faultsIn, crash, isElsewhere } = this.#run;
    const { state, number } = this.#stack;
    const isPreview = phase === "preview";
    this.calls = [];
    let endIt = (_: false) => {};
    const death = new Promise<false>((resolve) => {
      endIt = resolve;
    });
    const counts = { request: 0, moment: 0 };
    /** Whether the process dies here. */
    const dies = (at: "request" | "moment") => {
      counts[at] += 1;
      if (isPreview || crash?.at !== at || counts[at] !== crash.nth || process.death !== undefined) return false;
      process.death = { of: crash.of, at: Date.now() };
      this.killed = process.label;
      endIt(false);
      return true;
    };
    // What a process sends whose engine has died is on its own.
    const onRequest = () => !dies("request") || crash?.isSent === true || crash?.of === "engine";
    const label = `run ${key}, ${phase}`;
    const project = isElsewhere ? plant : home;
    const given = { network: this.#network, label, stack: number, faults, faultsIn, project, onRequest };
    const process = new ProviderProcess(given);
    const moment = async () => {
      if (process.death !== undefined || dies("moment")) await never;
    };
    const watcher = this.#watcherOf(process, moment);
    const isDone = await Promise.race([task(new Engine({ process, watcher, state, isPreview })), death]);
    this.#stack.output += process.texts.map((text) => `${label}: ${text}\n`).join("");
    this.requests = [...process.requests];
    this.#judge.judgeCalls(process, this.calls);
    if (process.death === undefined) this.#judge.judgeCopies(this.#stack, process);
    return isDone;
  }

  #watcherOf(process: ProviderProcess, moment: () => Promise<void>): Watcher {
    const stack = this.#stack;
    return {
      moment,
      called: (call) => void this.calls.push(call),
      ended: (call, resource, tookMs) => this.#judge.judgeDelay(process, stack, call, resource, tookMs),
      created: (resource, importId, calledAt) => this.#judge.judgeCreated(process, resource, importId, calledAt),
      givenUp: (resource, why) => {
        if (why === "gone") this.#judge.judgeGone(process, resource);
        else if (why === "retained") stack.retained.add(keyOf(placeOf(resource)));
        else stack.underDelete.add(keyOf(placeOf(resource)));
      },
      deleted: (resource) => {
        // A resource may stand twice in the state, of which one is yet to be deleted.
        const key = keyOf(placeOf(resource));
        if (stack.state.filter((each) => keyOf(placeOf(each)) === key).length <= 1) stack.underDelete.delete(key);
        this.#judge.judgeDeleted(process, resource);
      },
      failed: (resource, error, isReplaced) => {
        const { name } = resource;
        if (isReplaced) this.#judge.judgeForeseen(process, this.#run, resource, error);
        const isUndecided = error instanceof Error && "code" in error && error.code === "UNDECIDED";
        if (isUndecided) stack.undecided.add(name);
        process.texts.push(error instanceof Error ? error.message : String(error));
        this.#judge.judgeError(process, stack, resource, error);
      },
    };
  }
}
