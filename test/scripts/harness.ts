import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, vi } from "vitest";

export const root = path.resolve(__dirname, "../..");

// Each test starts processes, and other tests may keep the machine busy.
vi.setConfig({ testTimeout: 60_000, expect: { poll: { timeout: 30_000, interval: 10 } } });

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "scripts-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Writes a file and the folders above it. */
export function write(file: string, content: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** Writes a shell script that can be run. */
export function executable(file: string, ...lines: string[]): string {
  rmSync(file, { force: true }); // a shell that runs it reads on in the old one
  chmodSync(write(file, `${["#!/bin/sh", ...lines].join("\n")}\n`), 0o755);
  return file;
}

/** The version of Pulumi's CLI that is made here. */
export const pinned = / v(\d+\.\d+\.\d+)/.exec(
  linesOf(path.join(root, "scripts/engine/cli/go.mod")).find((line) => line.includes("pulumi/pkg/v3 v")) ?? "",
)?.[1];

/** A `pulumi` that knows its version and no more. */
export function fakePulumi(file: string, version: string): string {
  return executable(file, `echo ${version}`);
}

/** A named pipe: who reads from it waits until somebody writes to it. */
export function pipe(file: string): string {
  execFileSync("mkfifo", [file]);
  return file;
}

/** The lines of a file, none if it is not there. */
export function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}

export type Run = ReturnType<typeof start>;

/** Runs a script with nothing in its environment but what is given. */
export function start(script: string, args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
    });
  }
  return {
    pid: child.pid,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Done when the process has written this to stderr. */
    says: (text: string) => expect.poll(() => said.stderr).toContain(text),
    ended: once(child, "close").then(([code]: (number | null)[]) => ({ code, ...said })),
  };
}
