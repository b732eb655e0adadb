import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { onExit, run } from "../child.mjs";
import { isAlive } from "../lock.mjs";
import { cacheFolder, root, windows } from "../project.mjs";

/** The files that make an engine, as they are called on this platform. */
export const files = {
  pulumi: windows ? "pulumi.exe" : "pulumi",
  languageHost: windows ? "pulumi-language-nodejs.exe" : "pulumi-language-nodejs",
  dynamicProvider: windows ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs",
};

/** The versions that are downloaded or built; `go.mod` is the one place that names them. */
export const versions = {
  pulumi: pinned("cli", "github.com/pulumi/pulumi/pkg/v3"),
  languageHost: pinned("language-host", "github.com/pulumi/pulumi/sdk/v3"),
};

/** The oldest Pulumi CLI that will do. */
export const oldest = pinned("oldest-cli", "github.com/pulumi/pulumi/pkg/v3");

/** Written when everything else in the folder is there. */
const STAMP = "engine.json";

/** The folder in the user's cache for these versions on this platform, made or not. */
export function cachedFolder() {
  const name = `pulumi-${versions.pulumi}-nodejs-${versions.languageHost}-${process.platform}-${process.arch}`;
  return path.join(cacheFolder(), "engine", name);
}

/** Whether the folder was finished, and holds what it did then. @param {string} folder @param {readonly string[]} names */
export function isComplete(folder, names = Object.values(files)) {
  try {
    const { sizes } = JSON.parse(readFileSync(path.join(folder, STAMP), "utf8"));
    return names.every((name) => statSync(path.join(folder, name)).size === sizes[name]);
  } catch {
    return false; // missing, or damaged, in whatever way
  }
}

/**
 * Makes the folder of an engine, and tries it before it has its name.
 *
 * @param {string} folder
 * @param {(draft: string) => Promise<void>} fill puts `pulumi` and the language host into the folder that it is given
 * @returns {Promise<string>} `folder`
 */
export function make(folder, fill) {
  return makeFolder(folder, async (draft) => {
    await fill(draft);
    copyFileSync(dynamicProviderScript(), path.join(draft, files.dynamicProvider));
    const says = await run(path.join(draft, files.pulumi), ["version"], { env: quiet(), timeoutMs: 60_000 });
    if (!says.includes(versions.pulumi)) throw new Error(`made pulumi ${says.trim()}, expected ${versions.pulumi}`);
  });
}

/**
 * Fills a new folder, and gives it its name only when that is done.
 *
 * @param {string} folder
 * @param {(draft: string) => Promise<void>} fill puts the files into the folder that it is given
 * @returns {Promise<string>} `folder`
 */
export async function makeFolder(folder, fill) {
  removeLeftOvers(folder);
  const draft = `${folder}.draft-${process.pid}`;
  const old = `${folder}.old-${process.pid}`;
  const tidy = onExit(() => {
    for (const path of [draft, old]) rmSync(path, { recursive: true, force: true });
  });
  try {
    mkdirSync(draft, { recursive: true });
    await fill(draft);
    const sizes = Object.fromEntries(readdirSync(draft).map((name) => [name, statSync(path.join(draft, name)).size]));
    writeFileSync(path.join(draft, STAMP), `${JSON.stringify({ ...versions, sizes }, undefined, 2)}\n`);
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(draft, folder);
    return folder;
  } finally {
    tidy();
  }
}

/** The script that the engine starts for dynamic resources; it finds the SDK from the folder of the program. */
export function dynamicProviderScript() {
  return path.join(root, "node_modules", "@pulumi", "pulumi", files.dynamicProvider);
}

/** The environment for a `pulumi version` that calls nobody. */
export function quiet() {
  return { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not there, or not ours to run: the same to us
  }
}

/** What killed runs left behind. @param {string} folder */
function removeLeftOvers(folder) {
  const parent = path.dirname(folder);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const pid = /\.(?:draft|old)-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

/**
 * The version that a `go.mod` names.
 *
 * @param {string} name the folder of the `go.mod`
 * @param {string} module
 */
export function pinned(name, module) {
  const file = path.join(root, "scripts", "engine", name, "go.mod");
  const line = readFileSync(file, "utf8")
    .split("\n")
    .find((line) => line.includes(`${module} v`));
  const version = line && / v(\d+\.\d+\.\d+)/.exec(line)?.[1];
  if (!version) throw new Error(`${file} does not name a version of ${module}`);
  return version;
}
