import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isAlive } from "../lock.mjs";
import { root } from "../project.mjs";

/** The folders of the two programs: where `pulumi` is run, and where it puts a stack's settings. */
export const programs = { quickstart: root, second: path.join(root, "examples", "second-stack") };

const demos = path.join(root, ".demo");

/**
 * A run of the demo: its folder, the name of its stacks, and the process that it lives as long as.
 *
 * @typedef {{ folder: string; stack: string; pid: number; server?: { url: string; clientId: string; clientSecret: string } }} Run
 */

/** A folder and a stack name that neither another run nor the user has. @returns {Run} */
export function newRun() {
  mkdirSync(demos, { recursive: true });
  const run = { folder: mkdtempSync(path.join(demos, "run-")), stack: freeStackName(), pid: process.pid };
  for (const name of ["home", "state"]) mkdirSync(path.join(run.folder, name));
  saveRun(run);
  return run;
}

/** Writes down what a later demo must know of this run, to tidy up after it or to find its server. @param {Run} run */
export function saveRun({ folder, ...rest }) {
  writeFileSync(path.join(folder, "run.json"), JSON.stringify(rest));
}

/** Removes everything that a run wrote to disk. @param {Run} run */
export function removeRun({ folder, stack }) {
  for (const file of settingsFiles(stack)) rmSync(file, { force: true });
  // A Pulumi that was killed may be writing its last.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Removes what killed runs left. @returns {Run[]} the others: runs in progress, and servers that were kept */
export function removeDeadRuns() {
  return knownRuns().filter((run) => {
    if (isAlive(run.pid)) return true;
    removeRun(run);
    return false;
  });
}

/** @returns {Run[]} */
function knownRuns() {
  mkdirSync(demos, { recursive: true });
  return readdirSync(demos)
    .filter((name) => name.startsWith("run-"))
    .flatMap((name) => {
      const folder = path.join(demos, name);
      try {
        return [{ folder, ...JSON.parse(readFileSync(path.join(folder, "run.json"), "utf8")) }];
      } catch {
        // Killed at its very beginning, or at it right now; or written to by a Pulumi whose demo was killed.
        const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
        if (age > 10_000) rmSync(folder, { recursive: true, force: true });
        return [];
      }
    });
}

/** Claims `demo`, or `demo-2` and so on where a user or another run has that, by making its files of settings. */
function freeStackName() {
  for (let number = 1; ; number++) {
    const stack = number === 1 ? "demo" : `demo-${number}`;
    const [first = "", ...others] = settingsFiles(stack);
    if (others.some((file) => statSync(file, { throwIfNoEntry: false }))) continue;
    try {
      writeFileSync(first, "", { flag: "wx" });
      return stack;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
  }
}

/** @param {string} stack */
function settingsFiles(stack) {
  return Object.values(programs).map((folder) => path.join(folder, `Pulumi.${stack}.yaml`));
}
