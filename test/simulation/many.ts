import { generate } from "./generate";
import type { PromiseName } from "./promises";
import { report } from "./report";
import { shrink } from "./shrink";
import { simulate } from "./simulate";

/** Between two lines of progress, in ms of real time. */
const progressMs = 5_000;

/** What many histories have shown. */
export interface Summary {
  histories: number;
  /** By promise, the seeds that break it, and the smallest history of the first of them. */
  broken: ReadonlyMap<PromiseName, { seeds: number[]; report: string }>;
  text: string;
}

/** Simulates the histories of some seeds, one after the other; `say` gets a line now and then. */
export async function simulateMany(seeds: Iterable<number>, say: (line: string) => void): Promise<Summary> {
  // Date stands still: this clock does not.
  const begunAt = process.hrtime.bigint();
  const seconds = () => Number(process.hrtime.bigint() - begunAt) / 1e9;
  const broken = new Map<PromiseName, { seeds: number[]; report: string }>();
  const counts = { histories: 0, commands: 0, kills: 0, faults: 0, late: 0, afterCrash: 0, undecided: 0 };
  const text = () => {
    const rate = Math.round(counts.histories / Math.max(seconds(), 0.001));
    const all = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
    const breaks = [...broken].map(([promise, { seeds: those }]) => `${promise} ${those.length}`);
    return `${all.join(", ")}; ${rate} histories/s; broken: ${breaks.join(", ") || "none"}`;
  };
  let saidAt = 0;
  for (const seed of seeds) {
    const history = generate(seed);
    const outcome = await simulate(history).catch((error: unknown) => {
      throw new Error(`The simulation of seed ${seed} failed itself.`, { cause: error });
    });
    counts.histories += 1;
    counts.commands += outcome.commands;
    counts.kills += outcome.killed;
    counts.faults += outcome.met.length;
    for (const why of ["late", "afterCrash", "undecided"] as const) counts[why] += outcome.excused[why];
    if (outcome.broken !== undefined) {
      const { promise } = outcome.broken;
      const known = broken.get(promise);
      if (known !== undefined) known.seeds.push(seed);
      else {
        const smallest = await shrink(history, outcome);
        broken.set(promise, { seeds: [seed], report: report(smallest.history, smallest.outcome) });
      }
    }
    if (seconds() * 1000 - saidAt < progressMs) continue;
    saidAt = seconds() * 1000;
    say(text());
  }
  return { histories: counts.histories, broken, text: text() };
}

/** The reports of all promises that were broken. */
export function reportsOf({ broken }: Summary): string {
  return [...broken]
    .map(([, { seeds, report: text }]) => `${text}\nAlso: ${seeds.slice(1, 10).join(", ") || "no other seed"}`)
    .join("\n\n");
}
