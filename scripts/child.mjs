import { spawn } from "node:child_process";
import os from "node:os";
import { createInterface } from "node:readline";
import { windows } from "./project.mjs";

/** @type {Set<() => void>} */
const hooks = new Set();
const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Has `undo` run when this process ends before the function that is returned has been called, which runs it too.
 * A signal ends the process by way of it; SIGKILL does not, of course.
 *
 * @param {() => void} undo
 */
export function onExit(undo) {
  if (hooks.size === 0) {
    process.on("exit", runHooks);
    for (const signal of signals) process.on(signal, exitOn);
  }
  hooks.add(undo);
  return () => {
    if (!hooks.delete(undo)) return;
    if (hooks.size === 0) {
      process.off("exit", runHooks);
      for (const signal of signals) process.off(signal, exitOn);
    }
    undo();
  };
}

function runHooks() {
  for (const undo of [...hooks].reverse()) undo();
}

/** @param {NodeJS.Signals} signal */
function exitOn(signal) {
  process.exit(128 + os.constants.signals[signal]);
}

/**
 * Runs a program to its end and returns what it wrote to stdout. Fails, with the end of all that it said, when it cannot
 * be started, exits with anything but 0, or is not done after `timeoutMs`. What it started ends with it, and with us.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string; env?: NodeJS.ProcessEnv; timeoutMs?: number; onLine?: (line: string) => void; shell?: boolean }} [options]
 * @returns {Promise<string>}
 */
export async function run(command, args, { cwd, env, timeoutMs, onLine, shell = false } = {}) {
  // Its own process group, so that a shell's or a compiler's children can be ended with it.
  const child = spawn(command, args, { cwd, env, shell, detached: !windows, stdio: ["ignore", "pipe", "pipe"] });
  const stop = onExit(() => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) kill(child.pid);
  });
  /** @type {string[]} */
  const said = [];
  let stdout = "";
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (stream === child.stdout) stdout += `${line}\n`;
      said.push(line);
      if (said.length > 200) said.shift();
      onLine?.(line);
    });
  }
  let late = false;
  const giveUp = () => {
    late = true;
    stop();
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
  try {
    const { code, signal } = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal }));
    });
    if (late) throw new Error(`${command} was not done after ${(timeoutMs ?? 0) / 1000} s`);
    if (code !== 0) throw new CommandError(`${command} ended with ${signal ?? `exit code ${code}`}`, said);
    return stdout;
  } finally {
    clearTimeout(timer);
    stop();
  }
}

/** A program that ran and failed; `said` holds the last lines that it wrote. */
export class CommandError extends Error {
  /**
   * @param {string} message
   * @param {readonly string[]} said
   */
  constructor(message, said) {
    super([message, ...said].join("\n"));
    this.said = said;
  }
}

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(windows ? pid : -pid, "SIGKILL");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}
