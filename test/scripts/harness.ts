import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, vi } from "vitest";

export const root = path.resolve(__dirname, "../..");

// Each test starts processes, and other tests may keep the machine busy.
vi.setConfig({ testTimeout: 60_000, expect: { poll: { timeout: 30_000, interval: 10 } } });

const started: ChildProcess[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "scripts-")));
  folders.push(folder);
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

export interface Run {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Done when the process has written this to stderr. */
  says(text: string): Promise<void>;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
}

/** Runs a script with nothing in its environment but what is given. */
export function start(script: string, args: readonly string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data) => {
    said.stdout += data;
  });
  child.stderr.on("data", (data) => {
    said.stderr += data;
  });
  return {
    pid: child.pid ?? 0,
    kill: (signal) => child.kill(signal),
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => said.stderr.includes(text) && resolve();
        child.stderr.on("data", look);
        child.on("close", () => reject(new Error(`ended without saying "${text}":\n${said.stderr}`)));
        look();
      }),
    ended: new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal, ...said }));
    }),
  };
}
