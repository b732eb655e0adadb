import type { WireAnswer, WireRequest } from "../../src/client/transport";
import { never, sleep } from "./clock";
import { answerOf, type FaultRate, faultOf } from "./faults";
import { home } from "./history";
import type { Draw } from "./random";
import type { Call } from "./service";
import type { Services } from "./services";

/** A provider process, as the network sees it. */
export interface Sender {
  /** The run and the command, as in `run 2, up`; what is drawn for a call depends on it. */
  readonly label: string;
  readonly stack: number;
  readonly faults: FaultRate;
  /** The only project whose calls go wrong. */
  readonly faultsIn: string | undefined;
  /** A machine takes its processes along; an engine that was killed leaves them behind. */
  readonly death: { of: "machine" | "engine"; at: number } | undefined;
  /** Called for each request; whether it still leaves the machine. */
  beforeSending(call: Call): boolean;
}

/** A fault that a history met: the call, and what became of it. */
export interface Met {
  key: string;
  fault: string;
}

const readingPosts = ["POST /sessions/byids"];

export const isWrite = ({ operation }: Call) => operation.startsWith("POST ") && !readingPosts.includes(operation);

/** Carries requests to the service and answers back, with delays and faults. */
export class Network {
  readonly met: Met[] = [];
  /** Called when a write leaves a process that is dead. */
  onWriteOfTheDead: (sender: Sender, call: Call) => void = () => undefined;
  /** Called when the sender learns what became of a call. */
  onAnswer: (sender: Sender, call: Call) => void = () => undefined;
  readonly #services: Services;
  readonly #draw: Draw;
  readonly #muted: ReadonlySet<string>;
  readonly #counts = new Map<string, number>();

  /** @param muted - the keys of calls that nothing goes wrong with, so that a history can be made smaller. */
  constructor(services: Services, draw: Draw, muted: readonly string[]) {
    this.#services = services;
    this.#draw = draw;
    this.#muted = new Set(muted);
  }

  async send(sender: Sender, request: WireRequest): Promise<WireAnswer> {
    const isDead = () => sender.death?.of === "machine";
    const call = callIn(request);
    if (isDead()) return never;
    if (sender.death !== undefined && isWrite(call) && sender.death.at < Date.now())
      this.onWriteOfTheDead(sender, call);
    const key = this.#keyOf(sender, call);
    const isSent = sender.beforeSending(call);
    if (!isSent) return never;
    const draw = (what: string) => this.#draw(`${what} of ${key}`);
    await sleep(2 + 148 * draw("way there"));
    const isCalm = this.#muted.has(key) || (sender.faultsIn !== undefined && sender.faultsIn !== call.project);
    const fault = isCalm ? undefined : faultOf(key, isWrite(call), sender.faults, this.#draw);
    if (fault !== undefined) this.met.push({ key, fault });
    const carryOut = (how: "in time" | "late" | "twice") =>
      this.#services.handle(call, key, { by: sender.stack, process: sender.label, how });
    try {
      const answer = await answerOf(fault, carryOut, request.timeoutMs, () => draw("time"));
      await sleep(3 + 147 * draw("way back"));
      return isDead() ? await never : { ...answer, header: () => undefined };
    } finally {
      this.onAnswer(sender, call);
    }
  }

  /** Says the same of the same call whatever else a history holds. */
  #keyOf({ label }: Sender, { project, operation, items }: Call): string {
    const [item] = items;
    const name = typeof item === "object" && item !== null && "name" in item ? ` ${String(item.name)}` : "";
    const where = project === undefined || project === home ? "" : `${project} `;
    const key = `${label}: ${where}${operation}${name}`;
    const nth = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, nth);
    return `${key} #${nth}`;
  }
}

function callIn({ method, url, body }: WireRequest): Call {
  const { pathname, searchParams } = new URL(url);
  const [, , project, path] = /^\/api\/v1(\/projects\/([^/]+))?(\/.*)$/.exec(pathname) ?? [];
  const { items = [] } = body === undefined ? {} : (JSON.parse(body) as { items?: unknown[] });
  return { project, operation: `${method} ${path}`, query: searchParams, items };
}
