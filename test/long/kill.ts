import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, expect } from "vitest";
import type { FailRule, LocalRequest } from "../../src/local/index";
import { kill, type Run, root, type Stack, spawned } from "../engine/harness";

const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) kill(child.pid);
});

/** When to kill: at the nth request that counts, of those that are no requests for tokens. */
export interface KillPoint {
  nth: number;
  counts?: (request: LocalRequest) => boolean;
  /** What becomes of that request; without it, the request is carried out. */
  fault?: FailRule;
  /** What goes wrong all the time until then. */
  until?: FailRule;
}

/**
 * Runs a command and kills its whole process group with SIGKILL at a point, from within the server, so that it is the same
 * point every time.
 */
export async function killAt(stack: Stack, args: readonly string[], point: KillPoint): Promise<void> {
  const { nth, counts, fault, until } = point;
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    cwd: stack.folder,
    env: stack.environment(),
    detached: true,
    stdio: "ignore",
  });
  running.add(child);
  let seen = 0;
  const stop = stack.workspace.iam.fail({
    ...fault,
    times: Number.POSITIVE_INFINITY,
    match(request) {
      if (request.operation === "token" || counts?.(request) === false) return false;
      seen += 1;
      if (seen === nth) kill(child.pid);
      return seen === nth && fault !== undefined;
    },
  });
  const calm = until && stack.workspace.iam.fail({ ...until, times: Number.POSITIVE_INFINITY });
  await once(child, "close");
  running.delete(child);
  stop();
  calm?.();
  expect(seen, "requests until the command was killed").toBeGreaterThanOrEqual(nth);
}

/** What the docs say to run after a crash of an `up` or a `destroy`. */
export async function recover(stack: Stack, command: "up" | "destroy" = "up"): Promise<Run> {
  restore(stack);
  await stack.run(["cancel", "--yes"]);
  await stack.run(["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
  const run = await stack.run([command, "--yes", "--skip-preview"]);
  if (run.code === 0) {
    const left = await leftovers(stack, "--delete");
    expect(left.code, left.text).toBe(0);
  }
  return run;
}

/** Runs `pulumi-cognite-iam leftovers` of the stack. */
export function leftovers(stack: Stack, ...args: string[]): Promise<{ code: number; text: string; stdout: string }> {
  const command = path.join(root, "dist/cli/main.js");
  return spawned(process.execPath, [command, "leftovers", "--stack", "dev", ...args], {
    cwd: stack.folder,
    env: stack.environment(),
  });
}

/**
 * Beside each file of a file backend there is one of attributes, which Pulumi writes in place: killed meanwhile, it is empty,
 * and every command says "failed to load checkpoint: EOF". It does without.
 */
function restore({ workspace, project }: Stack): void {
  const attributes = path.join(workspace.folder, "state/.pulumi/stacks", project, "dev.json.attrs");
  if (statSync(attributes, { throwIfNoEntry: false })?.size !== 0) return;
  console.log("Pulumi was killed while it wrote dev.json.attrs");
  rmSync(attributes);
}

/** The ids in the state, and the ids on the server: the same, each once, and as many as are declared. */
export function expectAgreement(stack: Stack, declared: { groups: number; categories?: number }): void {
  const { workspace } = stack;
  const resources = Object.values(stack.stateByUrn());
  const ids = (type: string) =>
    resources
      .filter((resource) => resource.type.endsWith(type))
      .map(({ id }) => id)
      .sort();
  const groups = workspace.groups().map(({ id }) => String(id));
  const categories = workspace.iam.state().securityCategories.map(({ id }) => String(id));
  expect({ groups: ids(":Group"), categories: ids(":SecurityCategory") }).toEqual({
    groups: groups.sort(),
    categories: categories.sort(),
  });
  expect({ groups: groups.length, categories: categories.length }).toEqual({ categories: 0, ...declared });
}
