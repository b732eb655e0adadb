import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { CommandError, run } from "./child.mjs";
import { withLock } from "./lock.mjs";
import { showing } from "./progress.mjs";
import { cloneLock, nodeBin, root, windows } from "./project.mjs";

/** Installs what `package-lock.json` names, unless `node_modules` holds just that. */
export async function installed() {
  if (isInstalled()) return;
  const waiting = (/** @type {number} */ pid) => console.error(`Waiting for the install of another run (pid ${pid})`);
  await withLock(cloneLock, waiting, async () => {
    if (isInstalled()) return;
    await showing("Installing packages", install);
    if (!isInstalled()) {
      throw new Error(
        `npm went through, but ${existsSync(nodeBin) ? "node_modules is not what package-lock.json names" : `${nodeBin} is missing`}. ` +
          "The package `node` needs its install script: see `npm config get ignore-scripts`.",
      );
    }
  });
}

/**
 * npm writes what it has put into `node_modules` to a lockfile of its own there, last. Comparing the content of the two
 * needs no stamp of ours: an install broken off, a `git pull` and a plain `npm install` all come out right.
 */
function isInstalled() {
  const wanted = packagesIn(path.join(root, "package-lock.json"));
  const found = packagesIn(path.join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !found || !existsSync(nodeBin)) return false;
  return Object.entries(wanted).every(([where, { version, integrity, optional }]) => {
    if (where === "") return true;
    const there = found[where];
    // Optional ones are mostly for other platforms.
    if (!there) return optional === true;
    return there.version === version && (!there.integrity || !integrity || there.integrity === integrity);
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string; integrity?: string; optional?: boolean }> | undefined}
 */
function packagesIn(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // written halfway
    throw error;
  }
}

async function install() {
  try {
    await npm("ci");
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (!error.said.some((line) => line.includes("EUSAGE"))) throw new Error(gist(error.said));
    // npm 11 refuses a lockfile without the packages of some other platform, and a registry that does not serve those
    // gives no better one. A plain install takes the same versions, from nothing, as `ci` does.
    rmSync(path.join(root, "node_modules"), { recursive: true, force: true });
    await npm("install", "--no-save");
  }
}

/** What npm says of an error, less its warnings, and its help, which comes last. @param {readonly string[]} said */
function gist(said) {
  const lines = said.filter((line) => !line.startsWith("npm warn"));
  return ["npm ci failed:", ...lines.slice(0, 15)].join("\n");
}

/** @param {string[]} command */
function npm(...command) {
  // Whatever the user's settings: the tools are development dependencies, and the Node that they want is one of them.
  const args = [...command, "--include=dev", "--no-engine-strict", "--no-audit", "--no-fund"];
  // The npm that runs us, if one does; never yarn or pnpm, which would not read package-lock.json.
  const cli = process.env.npm_execpath;
  if (cli?.endsWith("npm-cli.js")) return run(process.execPath, [cli, ...args], { cwd: root });
  return run("npm", args, { cwd: root, shell: windows });
}
