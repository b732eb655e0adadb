import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { run } from "../child.mjs";
import { cacheFolder, hash, messageOf, windows } from "../project.mjs";
import { installed } from "../ready.mjs";
import { dynamicProviderScript, files, quiet } from "./folder.mjs";

/** The oldest Pulumi CLI that will do. */
const MINIMUM = { major: 3, minor: 200 };

/**
 * The engine of a Pulumi CLI that is on the PATH: its own folder if that holds all three files, else a folder of links.
 *
 * @returns {Promise<string>}
 */
export async function onPath() {
  /** @type {string[]} */
  const reasons = [];
  for (const pulumi of allOnPath(files.pulumi)) {
    try {
      return await engineOf(pulumi);
    } catch (error) {
      reasons.push(messageOf(error));
    }
  }
  throw new Error(reasons.join("\n") || "no `pulumi` on the PATH");
}

/** @param {string} pulumi */
async function engineOf(pulumi) {
  const version = (await run(pulumi, ["version"], { env: quiet(), timeoutMs: 30_000 })).trim();
  const [major, minor] = (/^v?(\d+)\.(\d+)\./.exec(version) ?? []).slice(1).map(Number);
  if (major === undefined || minor === undefined) throw new Error(`${pulumi} says "${version}", which is no version`);
  if (major < MINIMUM.major || (major === MINIMUM.major && minor < MINIMUM.minor)) {
    throw new Error(`${pulumi} is ${version}, older than ${MINIMUM.major}.${MINIMUM.minor}`);
  }
  // A package manager may have put a link on the PATH; the rest is then beside what the link points to.
  const beside = [path.dirname(pulumi), path.dirname(realpathSync(pulumi))];
  const complete = beside.find((folder) => Object.values(files).every((name) => isExecutable(path.join(folder, name))));
  if (complete) return complete;
  const find = (/** @type {string} */ name) =>
    beside.map((folder) => path.join(folder, name)).find(isExecutable) ?? allOnPath(name)[0];
  const languageHost = find(files.languageHost);
  if (!languageHost) throw new Error(`${pulumi} is there, but no ${files.languageHost} beside it or on the PATH`);
  return linked(pulumi, languageHost, find(files.dynamicProvider));
}

/**
 * A folder of links in the user's cache.
 *
 * @param {string} pulumi
 * @param {string} languageHost
 * @param {string | undefined} dynamicProvider
 */
async function linked(pulumi, languageHost, dynamicProvider) {
  const key = hash([pulumi, languageHost, dynamicProvider ?? ""].join("\n")).slice(0, 12);
  const folder = path.join(cacheFolder(), "engine", `path-${key}`);
  if (Object.values(files).every((name) => isExecutable(path.join(folder, name)))) return folder;
  if (!dynamicProvider) await installed();
  const draft = `${folder}.draft-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    link(pulumi, path.join(draft, files.pulumi));
    link(languageHost, path.join(draft, files.languageHost));
    // A copy, since the clone that it comes from may go away.
    if (dynamicProvider) link(dynamicProvider, path.join(draft, files.dynamicProvider));
    else copyFileSync(dynamicProviderScript(), path.join(draft, files.dynamicProvider));
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } catch (error) {
    // Another run made the same links at the same time.
    if (!existsSync(path.join(folder, files.dynamicProvider))) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/**
 * @param {string} target
 * @param {string} file
 */
function link(target, file) {
  // Links take rights on Windows that few have.
  if (windows) copyFileSync(target, file);
  else symlinkSync(target, file);
}

/** @param {string} name */
function allOnPath(name) {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return [...new Set(folders.map((folder) => path.join(folder, name)))].filter(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not there, or not ours to run: the same to us
  }
}
