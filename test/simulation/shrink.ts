import type { Event, History, Item, Run } from "./history";
import { type Outcome, simulate } from "./simulate";

/** Not more tries than this, so that a report never takes long. */
const mostTries = 1_500;

/**
 * The smallest history found that breaks the same promise: leaves out events, resources, options, crashes and faults, one
 * at a time, for as long as one of these can go.
 */
export async function shrink(history: History, outcome: Outcome): Promise<{ history: History; outcome: Outcome }> {
  let smallest = { history, outcome };
  let tries = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    // What has failed once is tried again only after a whole round: most cuts do not depend on each other.
    for (let nth = 0; tries < mostTries; tries++) {
      const candidate = nthOf(cuts(smallest.history, smallest.outcome), nth);
      if (candidate === undefined) break;
      const tried = await simulate(candidate);
      if (tried.broken?.promise !== outcome.broken?.promise) nth += 1;
      else {
        smallest = { history: candidate, outcome: tried };
        isSmaller = true;
      }
    }
  }
  return smallest;
}

/** Every history that is smaller by one thing. */
function* cuts(history: History, { met }: Outcome): Generator<History> {
  const { events } = history;
  const replaced = (at: number, ...by: Event[]) => ({ ...history, events: events.toSpliced(at, 1, ...by) });
  for (const [at, event] of events.entries()) if (!givesRights(event)) yield replaced(at);
  for (const name of new Set(
    events.flatMap((event) => (event.what === "run" ? event.program : [])).map((item) => item.name),
  ))
    yield { ...history, events: events.map((event) => without(event, name)) };
  for (const [at, event] of events.entries())
    if (event.what === "run") for (const run of smallerRuns(event)) yield replaced(at, run);
  for (const { key } of met) if (!history.muted.includes(key)) yield { ...history, muted: [...history.muted, key] };
}

/** Without the first admin group, nothing works. */
const givesRights = (event: Event) => event.what === "stranger makes" && event.item.admin === true;

function without(event: Event, name: string): Event {
  if (event.what !== "run") return event;
  return { ...event, program: event.program.filter((item) => item.name !== name && item.uses !== name) };
}

function* smallerRuns(run: Run): Generator<Run> {
  const { crash, targets, besideNext, faultsIn, isElsewhere, ...rest } = run;
  const options = { crash, targets, besideNext, faultsIn, isElsewhere };
  for (const [option, value] of Object.entries(options))
    if (value !== undefined) yield { ...rest, ...options, [option]: undefined };
  if (run.faults !== "none") yield { ...run, faults: "none" };
  if (run.hasPreview) yield { ...run, hasPreview: false };
  for (const name of run.replace) yield { ...run, replace: run.replace.filter((each) => each !== name) };
  for (const [at, item] of run.program.entries()) {
    yield { ...run, program: run.program.toSpliced(at, 1) };
    const { name, kind, cdfName, variant, admin } = item;
    const plain: Item = { name, kind, cdfName, variant, ...(admin && { admin }) };
    if (JSON.stringify(plain) !== JSON.stringify(item)) yield { ...run, program: run.program.with(at, plain) };
    if (item.project !== undefined) yield { ...run, program: run.program.with(at, { ...item, project: undefined }) };
  }
}

function nthOf<T>(values: Iterable<T>, nth: number): T | undefined {
  let at = 0;
  for (const value of values) if (at++ === nth) return value;
  return undefined;
}
