import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onExit } from "./child.mjs";
import { cacheFolder } from "./project.mjs";

const HEARTBEAT_MS = 2_000;
/** A holder that has shown no sign of life for so long is gone, even if its pid is in use: by another program, in another container, by a zombie. */
const STALE_MS = 30_000;

/**
 * Runs `work` while no other process runs any under the same name; one that died holding the lock does not hold it any more.
 *
 * The lock is a folder of numbered files. The highest number is the holder's; an empty file, or one whose process is gone,
 * is free, and is taken by creating the next number, which only one can do. So a stale lock needs no deleting, which is
 * where lock files race: two who both see it stale, and the slower one deletes the quicker one's new lock.
 *
 * @template T
 * @param {string} name
 * @param {(holder: number) => void} waiting called once, with the pid that holds the lock, when there is a wait
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, waiting, work) {
  const held = await acquire(path.join(cacheFolder(), "locks", name), waiting);
  // Emptying says "free". The file stays, so that numbers only ever grow.
  const done = onExit(() => ifThere(() => truncateSync(held, 0)));
  const heartbeat = setInterval(() => ifThere(() => utimesSync(held, new Date(), new Date())), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    done();
  }
}

/**
 * @param {string} folder
 * @param {(holder: number) => void} waiting
 */
async function acquire(folder, waiting) {
  mkdirSync(folder, { recursive: true });
  for (let told = false; ; ) {
    const highest = highestIn(folder);
    const holder = holderOf(path.join(folder, String(highest)));
    if (holder !== undefined) {
      if (!told) waiting(holder);
      told = true;
      await sleep(50);
      continue;
    }
    const held = path.join(folder, String(highest + 1));
    if (!create(held)) continue;
    // Somebody may have gone past this number, and tidied it away, while we looked.
    if (highestIn(folder) > highest + 1) {
      rmSync(held, { force: true });
      continue;
    }
    for (const number of numbersIn(folder))
      if (number <= highest) rmSync(path.join(folder, String(number)), { force: true });
    return held;
  }
}

/** Creates the file with its content in one step; false if it is there already. @param {string} file */
function create(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The pid that holds the lock, or undefined if it is free. @param {string} file */
function holderOf(file) {
  return ifThere(() => {
    const pid = Number(readFileSync(file, "utf8"));
    return pid > 0 && Date.now() - statSync(file).mtimeMs < STALE_MS && isAlive(pid) ? pid : undefined;
  });
}

/**
 * What `use` returns, or undefined if the file that it uses is gone: a later holder has tidied it away.
 *
 * @template T
 * @param {() => T} use
 * @returns {T | undefined}
 */
function ifThere(use) {
  try {
    return use();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {string} folder */
function numbersIn(folder) {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** @param {string} folder */
function highestIn(folder) {
  return Math.max(0, ...numbersIn(folder));
}
