import { vi } from "vitest";
import { IamClient } from "../../src/client/client";
import type { HttpOptions } from "../../src/client/http";
import type { WireAnswer, WireRequest } from "../../src/client/transport";
import { resolveConnection } from "../../src/connection/resolve";
import { groupHandler } from "../../src/groups/handler";
import type { Context, Handler } from "../../src/lifecycle/handler";
import { securityCategoryHandler } from "../../src/security-categories/handler";
import { sessionHandler } from "../../src/sessions/handler";
import { programWording } from "../../src/validation/wording";
import { never } from "./clock";
import type { FaultRate } from "./faults";
import { isWrite, type Network, type Sender } from "./network";
import type { Call } from "./service";

vi.mock("../../src/client/transport", () => ({ send: (request: WireRequest) => carry(request) }));

vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));

/** What is random follows `Math.random`, which each history seeds. */
vi.mock("node:crypto", async (importOriginal) => {
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => Math.floor(Math.random() * 256)));
  return {
    ...(await importOriginal<typeof import("node:crypto")>()),
    randomBytes: bytes,
    randomUUID: () => bytes(16).toString("hex"),
    getRandomValues: (array: Uint8Array) => {
      array.set(bytes(array.length));
      return array;
    },
  };
});

/** The times of production. */
const times = { listLagMs: 5_000, pollMs: 500, reconcileMs: 60_000, nonceMs: 90_000 };

/** The processes of the history under way, by the token that their requests carry. */
const processes = new Map<string, ProviderProcess>();

let started = 0;

function carry(request: WireRequest): Promise<WireAnswer> {
  const process = processes.get(request.headers["authorization"] ?? "");
  return process === undefined ? never : process.network.send(process, request);
}

export type Kind = "group" | "category" | "session";

/** One provider process: the real handlers, fresh, on a network that is not. */
export class ProviderProcess implements Sender {
  death: Sender["death"];
  readonly requests: Call[] = [];
  /** What it has said. */
  readonly texts: string[] = [];
  readonly handlers: Record<Kind, Handler>;

  readonly network: Network;
  readonly label: string;
  readonly stack: number;
  readonly faults: FaultRate;
  readonly faultsIn: string | undefined;
  /** What the connection is to. */
  readonly project: string;
  readonly #onRequest: (call: Call) => boolean;

  /** @param onRequest - called for each request; false: the machine dies before it is sent. */
  constructor(given: {
    network: Network;
    label: string;
    stack: number;
    faults: FaultRate;
    faultsIn: string | undefined;
    project: string;
    onRequest: (call: Call) => boolean;
  }) {
    this.network = given.network;
    this.label = given.label;
    this.stack = given.stack;
    this.faults = given.faults;
    this.faultsIn = given.faultsIn;
    this.project = given.project;
    this.#onRequest = given.onRequest;
    started += 1;
    const token = `process-${started}`;
    processes.set(`Bearer ${token}`, this);
    const args = { project: given.project, baseUrl: "https://cdf.example.com", token };
    const connection = resolveConnection({ args, environment: {} });
    const warn = (message: string) => void this.texts.push(message);
    const http: HttpOptions = { beforeWrite: () => this.#beforeWrite(), notify: warn };
    const client = new IamClient(connection, http);
    const context: Context = {
      connection: () => connection,
      client: () => client,
      warn,
      wording: programWording,
      times,
    };
    this.handlers = {
      group: groupHandler(context),
      category: securityCategoryHandler(context),
      session: sessionHandler(context),
    };
  }

  beforeSending(call: Call): boolean {
    this.requests.push(call);
    return this.#onRequest(call);
  }

  get writes(): Call[] {
    return this.requests.filter(isWrite);
  }

  /** What `engine.ts` does before each write: a process whose engine is gone ends. */
  async #beforeWrite(): Promise<void> {
    if (this.death !== undefined) await never;
  }
}

/** Ends every process of the history before. */
export function forgetProcesses(): void {
  processes.clear();
}
