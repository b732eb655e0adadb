import { missingCapabilities } from "../../src/capabilities/rights";
import type { Capability } from "../../src/capabilities/types";
import { IamClient } from "../../src/client/client";
import type { Connection } from "../../src/connection/resolve";
import { AuthError, messageOf } from "../../src/errors";
import { times as realTimes } from "../../src/lifecycle/times";
import { clear, type Swept, type Times } from "./clear";
import { Fixtures } from "./fixtures";
import { newRunId } from "./names";
import { categoryRights, groupRights, NotAsked, type Question, type Run } from "./question";
import { Scratch } from "./scratch";
import { Wire } from "./wire";

/**
 * How the answer compares with the assumed one. `handled`: it differs, but the code handles both, or nothing relies on it. `failed`:
 * there is no answer.
 */
export type Agrees = "yes" | "handled" | "no" | "not asked" | "failed";

/** One line of the table. */
export interface Row {
  id: string;
  question: string;
  assumed: string;
  found: string;
  /** A measure beside it. */
  detail?: string;
  agrees: Agrees;
  reliedOnIn?: string;
}

/** What a run found, and what it left behind. */
export interface Report {
  rows: Row[];
  /** Why the run ended before every question was asked. */
  endedEarly?: string;
  /** How many groups the run created. */
  groups: number;
  /** Whether a response got lost, so that the service may carry out the request late. */
  lostAnswer: boolean;
  /** What could not be cleared, and why. */
  left: string[];
}

/** How to run; all but the questions may be left out. */
export interface RunOptions {
  questions: readonly Question[];
  interrupted?: AbortSignal;
  times?: Times;
}

/** The times of a real service. */
const serviceTimes: Times = { ...realTimes, settleMs: realTimes.listLagMs };

/** Asks the service, and deletes what it created for that, whatever happens. */
export async function askAll(
  connection: Connection,
  { questions, interrupted = new AbortController().signal, times = serviceTimes }: RunOptions,
): Promise<Report> {
  const wire = new Wire(connection, interrupted);
  const scratch = new Scratch(wire, newRunId());
  const rows: Row[] = [];
  let endedEarly: string | undefined;
  try {
    const run = await unlessInterrupted(newRun(connection, wire, scratch, times), interrupted);
    for (const question of questions) {
      rows.push({ ...columnsOf(question), ...(await unlessInterrupted(rowOf(question, run), interrupted)) });
    }
  } catch (error) {
    endedEarly = messageOf(error);
  }
  const { left } = await scratch.clear(times).catch((error: unknown) => ({ left: [`unknown: ${messageOf(error)}`] }));
  const { lostAnswer } = wire;
  return { rows, groups: scratch.groups, lostAnswer, left, ...(endedEarly !== undefined && { endedEarly }) };
}

/** Deletes what earlier runs have left. Sessions have no marker: those of a run that was killed expire. */
export async function sweep(connection: Connection, times = serviceTimes): Promise<Swept> {
  const { lacks } = await rightsOf(new IamClient(connection));
  const unlisted = [...groupRights, ...categoryRights].filter((right) => lacks(right)).map(textOf);
  if (unlisted.length > 0) return { deleted: 0, left: [`unknown: finding out needs ${unlisted.join(" and ")}`] };
  return clear({
    wire: new Wire(connection, new AbortController().signal),
    times,
    own: [],
    isMeant: () => true,
    mayLag: false,
  });
}

async function newRun(connection: Connection, wire: Wire, scratch: Scratch, times: Times): Promise<Run> {
  await scratch.protectExisting();
  const client = new IamClient(connection);
  const fixtures = new Fixtures(connection, wire, scratch, times);
  return { connection, client, wire, scratch, fixtures, times, ...(await rightsOf(client)) };
}

/** The caller's rights: from token inspect, or if that leaves the project out, from the caller's own groups. */
async function rightsOf(client: IamClient): Promise<Pick<Run, "inspection" | "lacks">> {
  const inspection = await client.token.inspect().catch(unlessUnauthorized);
  const isShown = inspection?.projects.some(({ projectUrlName }) => projectUrlName === client.project);
  const held = isShown ? inspection : await client.groups.list().catch(unlessUnauthorized);
  return { inspection, lacks: (rights) => missingCapabilities(held ?? [], rights, client.project).length > 0 };
}

async function rowOf(question: Question, run: Run): Promise<Pick<Row, "found" | "detail" | "agrees">> {
  if (question.needs.length > 0 && run.lacks(question.needs))
    return { found: `needs ${question.needs.map(textOf).join(" and ")}`, agrees: "not asked" };
  try {
    const finding = await question.ask(run);
    const { found, detail } = typeof finding === "string" ? { found: finding, detail: undefined } : finding;
    return { found, agrees: agreementOf(question, found), ...(detail !== undefined && { detail }) };
  } catch (error) {
    unlessUnauthorized(error);
    return { found: messageOf(error), agrees: error instanceof NotAsked ? "not asked" : "failed" };
  }
}

function agreementOf({ assumed, reliedOnIn, copesWith }: Question, found: string): Agrees {
  if (found === assumed) return "yes";
  return reliedOnIn === undefined || copesWith?.(found) ? "handled" : "no";
}

const columnsOf = ({ id, question, assumed, reliedOnIn }: Question) => ({
  id,
  question,
  assumed,
  ...(reliedOnIn !== undefined && { reliedOnIn }),
});

const textOf = (right: Capability): string =>
  Object.entries(right)
    .map(([acl, { actions }]) => `${acl}:${actions.join(",")}`)
    .join();

/** Without a valid token, no question can be asked. */
function unlessUnauthorized(error: unknown): undefined {
  if (error instanceof AuthError) throw error;
}

/** Waits for a task, but no longer than until the run is interrupted: requests under way still end. */
function unlessInterrupted<T>(task: Promise<T>, interrupted: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error("interrupted"));
    if (interrupted.aborted) end();
    interrupted.addEventListener("abort", end, { once: true });
    task.then(resolve, reject).finally(() => interrupted.removeEventListener("abort", end));
  });
}
