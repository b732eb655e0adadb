import { spawn } from "node:child_process";
import { once } from "node:events";
import os from "node:os";
import { windows } from "./project.mjs";

/** Runs `undo` when this process ends, also by a signal, or when you call the result. @param {() => void} undo */
export function onExit(undo) {
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  const end = (/** @type {NodeJS.Signals} */ signal) => process.exit(128 + os.constants.signals[signal]);
  process.prependListener("exit", undo); // the last one first
  for (const signal of signals) process.on(signal, end);
  return () => {
    process.off("exit", undo);
    for (const signal of signals) process.off(signal, end);
    undo();
  };
}

/**
 * Runs a program to its end and returns its stdout. An error has all its output, and how it ended.
 * @param {string} command @param {readonly string[]} args
 * @param {{ cwd?: string; env?: NodeJS.ProcessEnv; timeoutMs?: number; shell?: boolean }} [options]
 */
export async function run(command, args, { timeoutMs, ...options } = {}) {
  // Its own process group, so that a shell's or a compiler's children can be ended with it.
  const child = spawn(command, args, { ...options, detached: !windows, stdio: ["ignore", "pipe", "pipe"] });
  const stop = onExit(() => {
    try {
      if (child.pid) process.kill(windows ? child.pid : -child.pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  });
  /** @type {Buffer[]} */
  const stdout = [];
  /** @type {Buffer[]} */
  const said = [];
  child.stdout.on("data", (data) => stdout.push(data) && said.push(data));
  child.stderr.on("data", (data) => said.push(data));
  const timer = timeoutMs && setTimeout(stop, timeoutMs);
  try {
    const [code, signal] = await once(child, "close");
    if (code === 0) return Buffer.concat(stdout).toString();
    const limit = signal && timeoutMs ? ` (the limit is ${timeoutMs / 1000} s)` : "";
    throw new Error(`${Buffer.concat(said)}${command} ended with ${signal ?? `exit code ${code}`}${limit}`);
  } finally {
    clearTimeout(timer);
    stop();
  }
}

/** Runs a step, with a line when it starts and one when it is done. @param {string} what @param {() => Promise<void>} work */
export async function showing(what, work) {
  const started = Date.now();
  console.error(what);
  await work();
  console.error(`${what}: done (${Math.round((Date.now() - started) / 1000)} s)`);
}
