import type { FaultRate } from "./faults";
import { type Crash, type Event, type History, home, type Item, plant, type Run } from "./history";
import { Dice } from "./random";

/** The history of a seed: a few programs in a row, what goes wrong with them, and what others do meanwhile. */
export function generate(seed: number): History {
  const dice = new Dice(seed);
  const faults = dice.weighted({ none: 25, few: 45, many: 30 });
  return {
    seed,
    traits: {
      inspect: dice.pick(["truth", "replica"]),
      mindsTheGone: dice.chance(0.7),
      takenIs: dice.chance(0.7) ? 409 : 400,
      idsRepeat: dice.chance(0.5),
    },
    events: new Author(dice, faults).write(),
    muted: [],
  };
}

/** The longest program. */
const mostItems = 4;

class Author {
  readonly #dice: Dice;
  readonly #faults: FaultRate;
  /** Whether resources are in two projects. */
  readonly #isSpread: boolean;
  readonly #events: Event[] = [];
  readonly #programs: Item[][] = [[]];
  /** The programs that a stack had before. */
  readonly #earlier: Item[][][] = [[], []];
  #numbers = 0;

  constructor(dice: Dice, faults: FaultRate) {
    this.#dice = dice;
    this.#faults = faults;
    this.#isSpread = dice.chance(0.6);
  }

  write(): Event[] {
    const dice = this.#dice;
    const managesAdmin = dice.chance(0.35);
    const here = {
      name: "admins",
      cdfName: "admins",
      admin: true,
      project: this.#isSpread ? home : undefined,
    } as const;
    this.#strangerMakes({ ...this.#item("group"), ...here }, "admins");
    if (managesAdmin)
      this.#programs[0]?.push({ ...this.#import("admins"), project: dice.pick([undefined, here.project]) });
    // Without rights there, nothing could be made.
    const there = { name: "admins-there", cdfName: "admins-there", admin: true, project: plant } as const;
    this.#strangerMakes({ ...this.#item("group"), ...there }, "admins there");
    if (managesAdmin && this.#isSpread) this.#programs[0]?.push(this.#import("admins there"));
    if (dice.chance(0.25)) this.#programs.push([]);
    for (const stack of this.#programs.keys())
      for (let i = dice.whole(1, this.#programs.length === 1 ? 3 : 2); i > 0; i--) this.#add(stack);
    for (let runs = dice.whole(2, 5); runs > 0; runs--) this.#run();
    return this.#events;
  }

  #run(): void {
    const dice = this.#dice;
    const stack = dice.whole(0, this.#programs.length - 1);
    const before = [...this.#program(stack)];
    const isFirst = this.#earlier[stack]?.length === 0;
    if (!isFirst) for (let edits = dice.whole(0, 2); edits > 0; edits--) this.#edit(stack);
    if (!isFirst && dice.chance(0.25)) this.#stranger(stack);
    this.#earlier[stack]?.push(before);
    const run: Run = {
      what: "run",
      key: this.#number(),
      stack,
      command: isFirst ? "up" : dice.weighted({ up: 66, "up --refresh": 10, refresh: 16, destroy: 8 }),
      program: [...this.#program(stack)],
      hasPreview: dice.chance(0.4),
      replace: !isFirst && dice.chance(0.15) ? this.#someOf(stack) : [],
      ...(!isFirst && dice.chance(0.06) && { targets: this.#someOf(stack) }),
      faults: this.#faults !== "none" && dice.chance(0.04) ? "no write gets through" : this.#faults,
      ...(this.#isSpread && dice.chance(0.3) && { faultsIn: dice.pick([home, plant]) }),
      ...(this.#isSpread && dice.chance(0.06) && { isElsewhere: true }),
      ...(dice.chance(0.25) && { crash: this.#crash() }),
      ...(this.#programs.length > 1 && dice.chance(0.3) && { besideNext: true }),
    };
    if (!isFirst && dice.chance(0.1))
      for (const name of this.#someOf(stack)) this.#events.push({ what: "taint", stack, name });
    this.#events.push(run);
    const { crash: _, besideNext: __, ...again } = run;
    if (run.crash !== undefined && dice.chance(0.5)) {
      this.#wait(6_000, 120_000);
      const command = run.command === "destroy" ? "destroy" : "up";
      this.#events.push({ ...again, key: this.#number(), command: "refresh", replace: [] });
      this.#wait(200, 10_000);
      this.#events.push({ ...again, key: this.#number(), command });
      this.#events.push({ ...again, key: this.#number(), command: "leftovers --delete", replace: [] });
    }
    if (run.besideNext && this.#events.at(-1) === run) return;
    if (dice.chance(0.7)) this.#wait(200, 7_000);
    else this.#wait(60_000, 600_000);
  }

  #crash(): Crash {
    const dice = this.#dice;
    const at = dice.pick<Crash["at"]>(["request", "moment"]);
    return {
      at,
      nth: dice.whole(1, at === "request" ? 8 : 12),
      isSent: dice.chance(0.7),
      of: dice.pick(["machine", "engine"]),
    };
  }

  #edit(stack: number): void {
    const dice = this.#dice;
    const program = this.#program(stack);
    if (program.some(({ admin }) => admin) && dice.chance(0.45)) return this.#editAdmin(stack);
    const at = dice.whole(0, Math.max(0, program.length - 1));
    const item = program[at];
    const kind = dice.weighted({
      content: 30,
      "CDF name": 8,
      rename: 7,
      drop: 15,
      add: 15,
      copy: 8,
      revert: 15,
      options: 10,
      move: this.#isSpread ? 18 : 0,
    });
    if (kind === "add" || item === undefined) return this.#add(stack);
    const change = (changed: Partial<Item>) => void program.splice(at, 1, { ...item, ...changed });
    const { import: _, alias: __, ...own } = item;
    if (kind === "revert") this.#programs[stack] = [...(dice.any(this.#earlier[stack] ?? []) ?? program)];
    else if (kind === "drop")
      this.#programs[stack] = program.filter(({ name, uses }) => name !== item.name && uses !== item.name);
    else if (kind === "copy" && item.kind === "group" && program.length < mostItems)
      program.push({ ...own, name: `${item.name}-copy${this.#number()}`, project: this.#project() });
    else if (kind === "rename" && item.kind !== "category")
      change({ name: `renamed${this.#number()}`, alias: item.name });
    else if (kind === "move") change({ project: this.#project() });
    else if (kind === "options")
      change(
        dice.pick<Partial<Item>>([
          { reversed: true },
          { retainOnDelete: true },
          ...(program.some(({ uses }) => uses === item.name) ? [] : [{ deleteBeforeReplace: true } as const]),
        ]),
      );
    else if (kind === "CDF name" || item.kind === "category") change({ cdfName: `${item.name}~${this.#number()}` });
    else change({ variant: item.variant + 1 });
  }

  /** What can take the caller's rights away: the groups that give them change, go, or change places. */
  #editAdmin(stack: number): void {
    const program = this.#program(stack);
    const change = this.#dice.weighted({ change: 40, drop: 35, add: 25, move: this.#isSpread ? 40 : 0 });
    const to = this.#project();
    if (change === "add") program.push({ ...this.#item("group"), admin: true });
    else
      this.#programs[stack] = program.flatMap((item) => {
        if (!item.admin) return [item];
        if (change === "move") return this.#dice.chance(0.6) ? [{ ...item, project: to }] : [item];
        return change === "drop" ? [] : [{ ...item, variant: item.variant + 1 }];
      });
  }

  #add(stack: number): void {
    const dice = this.#dice;
    const program = this.#program(stack);
    if (program.length >= mostItems) return;
    if (dice.chance(0.1)) return void program.push(this.#importOfAStranger());
    const item = this.#item(dice.weighted({ group: 70, category: 22, session: 8 }));
    const category = dice.any(program.filter((each) => each.kind === "category" && !each.deleteBeforeReplace));
    if (item.kind === "group" && category !== undefined && dice.chance(0.5)) item.uses = category.name;
    program.push(item);
  }

  #importOfAStranger(): Item {
    const dice = this.#dice;
    const item = this.#item(dice.weighted({ group: 70, category: 30 }));
    const label = this.#strangerMakes(item);
    if (dice.chance(0.15)) return { ...item, import: "unknown" };
    return dice.chance(0.2) ? { ...this.#import(label), cdfName: `${item.name}~wrong` } : this.#import(label);
  }

  /** What a stranger does with the things of a stack, or beside them. */
  #stranger(stack: number): void {
    const dice = this.#dice;
    const item = dice.any(this.#program(stack));
    if (item === undefined || item.admin) return;
    const { name } = item;
    const act = dice.weighted({ deletes: 40, edits: 30, makes: 30 });
    if (act === "deletes") this.#events.push({ what: "stranger deletes", stack, name });
    else if (act === "edits" && item.kind === "group")
      this.#events.push({ what: "stranger edits", stack, name, change: dice.pick(["content", "content", "nothing"]) });
    else if (item.kind === "group") this.#strangerMakes({ ...item, variant: item.variant + dice.whole(0, 1) });
    else if (item.kind === "category") {
      const cdfName = `${name}~${this.#number()}`;
      this.#strangerMakes({ ...item, cdfName });
      this.#programs[stack] = this.#program(stack).map((each) => (each.name === name ? { ...each, cdfName } : each));
    }
  }

  #strangerMakes(given: Item, label = `stranger ${this.#number()}`): string {
    const { uses: _, import: __, alias: ___, ...item } = given;
    this.#events.push({ what: "stranger makes", label, item });
    // A name that a stranger takes in the very seconds of a lost answer is documented as undecidable.
    if (item.kind === "category") this.#wait(10_000, 20_000);
    return label;
  }

  #import(label: string): Item {
    const made = this.#events.find((event) => event.what === "stranger makes" && event.label === label);
    if (made?.what !== "stranger makes") throw new Error(`Nothing is labelled ${label}.`);
    return { ...made.item, import: label };
  }

  #item(kind: Item["kind"]): Item {
    const name = `${kind}${this.#number()}`;
    return { name, kind, cdfName: `${name}~0`, variant: 0, project: this.#project() };
  }

  /** The argument `project`, if a resource is to have one. */
  #project(): string | undefined {
    if (!this.#isSpread) return undefined;
    return { none: undefined, home, plant }[this.#dice.weighted({ none: 45, home: 15, plant: 40 })];
  }

  #someOf(stack: number): string[] {
    return this.#program(stack).flatMap(({ name }) => (this.#dice.chance(0.5) ? [name] : []));
  }

  #program(stack: number): Item[] {
    return this.#programs[stack] ?? [];
  }

  #wait(least: number, most: number): void {
    this.#events.push({ what: "wait", ms: this.#dice.whole(least, most) });
  }

  #number(): number {
    this.#numbers += 1;
    return this.#numbers;
  }
}
