import { describe, expect, test } from "vitest";
import { ApiError, CdfError } from "../../src/errors";
import type { FailRule, LocalIam } from "../../src/local/index";
import { documented } from "../support/documented";
import { ProviderProcess, type ResourceState, start } from "../support/provider-process";
import { calls, type MatrixCall, seeds } from "./matrix-calls";

/** A fault once, in ms and kinds that the client meets; `warm`: the process has had a token before. */
const faults: readonly {
  name: string;
  rule: FailRule;
  warm?: (iam: LocalIam, process: ProviderProcess) => Promise<void>;
}[] = [
  { name: "429", rule: { status: 429 } },
  { name: "429 with Retry-After", rule: { retryAfter: 0.02 } },
  { name: "500", rule: { status: 500 } },
  { name: "502 as HTML", rule: { html: true } },
  { name: "503 before acting", rule: { status: 503 } },
  { name: "503 after acting", rule: { status: 503, when: "after" } },
  { name: "connection broken before acting", rule: { breakConnection: true } },
  { name: "connection broken after acting", rule: { breakConnection: true, when: "after" } },
  { name: "hang", rule: { hangMs: true } },
  { name: "truncated body", rule: { truncate: true } },
  { name: "token expired in mid-run", rule: { status: 401 } },
  { name: "token revoked", rule: { status: 401 }, warm: revoke },
];

async function revoke(iam: LocalIam, process: ProviderProcess): Promise<void> {
  await process.client.securityCategories.list();
  iam.revokeTokens();
}

const head = ["Fault", "How often", "Result", "On the server", "In the state", "Next run: server", "Next run: state"];

describe.each(calls)("faults in the call: $title", (call) => {
  const applies = faults.filter(({ name }) => call.operation !== "token" || !name.startsWith("token"));

  test("end as the fault matrix in the docs says, with nothing too many and nothing too few", async () => {
    const lines = await Promise.all(applies.flatMap((fault) => [row(call, fault, "once"), row(call, fault, "always")]));
    documented(call.title, head, lines);
    for (const [fault, often, result, server, state, nextServer, nextState] of lines) {
      const where = `${fault}, ${often}`;
      // What failed may stand on the server; the next run leaves exactly what is declared.
      if (result === "done") expect([where, server]).toEqual([where, state]);
      expect([where, nextServer]).toEqual([where, nextState]);
    }
  });
});

async function row(
  call: MatrixCall,
  { name, rule, warm }: (typeof faults)[number],
  often: "once" | "always",
): Promise<string[]> {
  const iam = await start(seeds);
  const before = await call.prepare(new ProviderProcess(iam));
  // A second administrators' group, so that no delete is refused.
  const times = often === "once" ? 1 : Number.POSITIVE_INFINITY;
  const options = { timeoutMs: name === "hang" ? 400 : 5_000, totalMs: often === "once" ? 2_000 : 250 };
  const process = new ProviderProcess(iam, options);
  if (warm !== undefined) await warm(iam, process);
  const stop =
    often === "once" && warm !== undefined ? () => undefined : iam.fail({ operation: call.operation, ...rule, times });
  let state: ResourceState | undefined = before;
  const result = await call.act(process, before).then(
    (kept) => {
      state = kept;
      return "done";
    },
    (error: unknown) => `fails: ${codeOf(error)}`,
  );
  const [server, inState] = [call.count(iam), state === undefined ? 0 : 1];
  stop();
  if (result !== "done") state = await call.act(new ProviderProcess(iam), before);
  return [name, often, result, server, inState, call.count(iam), state === undefined ? 0 : 1].map(String);
}

function codeOf(error: unknown): string {
  if (!(error instanceof CdfError)) return String(error);
  return error instanceof ApiError ? `${error.code} ${error.status}` : error.code;
}
