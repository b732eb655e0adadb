import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onExit } from "./child.mjs";
import { cacheFolder } from "./project.mjs";

/**
 * Runs `work` while no other process runs any under the same name. The lock is a file that holds a pid.
 * @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const lock = path.join(cacheFolder(), "locks", `${name}.lock`);
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let waiting = false; !acquire(lock); waiting = true) {
    if (!waiting) console.error(`Waiting for another run to finish. If none is running, delete ${lock}`);
    await sleep(100);
  }
  const release = onExit(() => rmSync(lock, { force: true }));
  try {
    return await work();
  } finally {
    release();
  }
}

/** @param {string} lock */
function acquire(lock) {
  if (create(lock)) return true;
  // A killed process leaves its lock. One at a time takes it over; a second might take what the first has just taken.
  const turn = `${lock}.turn`;
  if (!isStale(lock) || !create(turn)) return false;
  const stale = isStale(lock);
  if (stale) writeFileSync(lock, String(process.pid));
  rmSync(turn);
  return stale;
}

/** Creates a file with our pid; false if it is there already. @param {string} file */
function create(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} lock */
function isStale(lock) {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    return pid > 0 && !isAlive(pid); // 0 while it is being written
  } catch {
    return false; // released just now
  }
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
