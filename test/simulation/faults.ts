import { ConnectionError } from "../../src/errors";
import { sleep } from "./clock";
import type { Draw } from "./random";
import type { Answer } from "./service";

/** A whole answer as it comes over the wire. */
export interface Wire {
  status: number;
  text: string;
}

/** Carries a call out, now or again; what it answers is what the service says. */
type CarryOut = (how: "in time" | "late" | "twice") => Answer;

/** One way in which a call goes wrong. `timeoutMs` is how long the client waits at most. */
type Fault = (carryOut: CarryOut, timeoutMs: number, draw: () => number) => Promise<Wire>;

const broken = (sent: boolean) => new ConnectionError("the connection broke (simulated)", sent);
const asWire = ({ status, body }: Answer): Wire => ({ status, text: JSON.stringify(body) });
const unavailable: Wire = { status: 503, text: '{"error":{"code":503,"message":"unavailable"}}' };
const webPage = (status: number): Wire => ({ status, text: "<html><title>proxy</title></html>" });

async function hang(timeoutMs: number): Promise<never> {
  await sleep(timeoutMs);
  throw broken(true);
}

/** Each way, by a name that a history shows. */
const faults = {
  "429": async () => ({ status: 429, text: '{"error":{"code":429,"message":"too many"}}' }),
  "503 without acting": async () => unavailable,
  "broken without acting": () => Promise.reject(broken(true)),
  "never sent": () => Promise.reject(broken(false)),
  "a web page without acting": async () => webPage(200),
  "a hang without acting": (_carryOut, timeoutMs) => hang(timeoutMs),
  "503 after acting": async (carryOut) => {
    carryOut("in time");
    return unavailable;
  },
  "broken after acting": async (carryOut) => {
    carryOut("in time");
    throw broken(true);
  },
  "a web page after acting": async (carryOut) => {
    carryOut("in time");
    return webPage(200);
  },
  "cut off after acting": async (carryOut) => {
    const { status, text } = asWire(carryOut("in time"));
    return { status, text: text.slice(0, text.length / 2) };
  },
  "null after acting": async (carryOut) => ({ status: carryOut("in time").status, text: "null" }),
  "a hang after acting": async (carryOut, timeoutMs) => {
    carryOut("in time");
    return hang(timeoutMs);
  },
  "503, carried out late": async (carryOut, _timeoutMs, draw) => {
    setTimeout(() => carryOut("late"), 1_000 + 39_000 * draw());
    return unavailable;
  },
  "a hang, carried out late": async (carryOut, timeoutMs, draw) => {
    setTimeout(() => carryOut("late"), 1_000 + 39_000 * draw());
    return hang(timeoutMs);
  },
  "carried out twice": async (carryOut, _timeoutMs, draw) => {
    setTimeout(() => carryOut("twice"), 10 + 3_000 * draw());
    return asWire(carryOut("in time"));
  },
  "answered slowly": async (carryOut) => {
    const answer = asWire(carryOut("in time"));
    await sleep(20_000);
    return answer;
  },
} satisfies Record<string, Fault>;

type FaultName = keyof typeof faults;

/** What can go wrong with a read: whether it acts makes no difference, and it is answered slowly more often. */
const readFaults: readonly FaultName[] = [
  "429",
  "503 without acting",
  "broken without acting",
  "never sent",
  "a web page without acting",
  "cut off after acting",
  "null after acting",
  "a hang without acting",
  "answered slowly",
  "answered slowly",
];

const downFaults: readonly FaultName[] = ["503 without acting", "broken without acting", "a hang without acting"];

const writeFaults = Object.keys(faults) as FaultName[];

/** How often a read and a write go wrong. */
const rates = {
  none: { read: 0, write: 0 },
  few: { read: 0.1, write: 0.1 },
  many: { read: 0.3, write: 0.3 },
  "no write gets through": { read: 0.05, write: 1 },
};

export type FaultRate = keyof typeof rates;

/** What goes wrong with the call of that key, if anything. */
export function faultOf(key: string, isWrite: boolean, rate: FaultRate, draw: Draw): FaultName | undefined {
  if (draw(`fault of ${key}`) >= rates[rate][isWrite ? "write" : "read"]) return undefined;
  const choices = !isWrite ? readFaults : rate === "no write gets through" ? downFaults : writeFaults;
  return choices[Math.floor(draw(`kind of fault of ${key}`) * choices.length)];
}

/** Answers a call that has arrived at the service, as a fault would have it. */
export async function answerOf(
  fault: FaultName | undefined,
  carryOut: CarryOut,
  timeoutMs: number,
  draw: () => number,
): Promise<Wire> {
  if (fault === undefined) return asWire(carryOut("in time"));
  const answer: Fault = faults[fault];
  return answer(carryOut, timeoutMs, draw);
}
