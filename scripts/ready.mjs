import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import path from "node:path";
import { run, showing } from "./child.mjs";
import { withLock } from "./lock.mjs";
import { writePlugin } from "./plugin.mjs";
import { fail, hash, isMain, messageOf, nodeBin, root, windows } from "./project.mjs";

/** Installs packages and builds `dist` where they are missing or out of date. Quick when nothing is. */
export async function ready() {
  await installed();
  await ensure(isBuilt, "Building dist", build);
}

/** Installs what `package-lock.json` names, unless `node_modules` holds it. */
export async function installed() {
  await ensure(isInstalled, "Installing packages", install);
}

/** @param {() => boolean} isDone @param {string} what @param {() => Promise<void>} work */
async function ensure(isDone, what, work) {
  if (isDone()) return;
  await withLock(`clone-${hash(root).slice(0, 12)}`, async () => {
    if (!isDone()) await showing(what, work);
  });
}

/** What npm has put into `node_modules`, written last. */
const INSTALLED = "node_modules/.package-lock.json";

function isInstalled() {
  const wanted = packagesIn("package-lock.json");
  const found = packagesIn(INSTALLED);
  // Optional packages may be for other platforms.
  const isThere = (/** @type {string} */ name) =>
    name in found ? found[name]?.version === wanted[name]?.version : wanted[name]?.optional;
  return existsSync(nodeBin) && Object.keys(wanted).every((name) => name === "" || isThere(name));
}

/** @param {string} file @returns {Record<string, { version?: string; optional?: boolean }>} */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), "utf8")).packages;
  } catch (error) {
    if (file === INSTALLED) return {}; // missing, or written halfway
    throw new Error(`Cannot read ${file}: ${messageOf(error)}`);
  }
}

/** From nothing, whatever `node_modules` holds. */
async function install() {
  // Whatever the user's settings: the tools are development dependencies, and the Node that they want is one of them.
  const settings = ["--include=dev", "--package-lock", "--no-engine-strict", "--no-audit", "--no-fund"];
  const args = ["ci", "--loglevel=error", ...settings];
  // By its name: the Node that runs us may be the one in node_modules, and is gone then.
  await run("npm", args, { cwd: root, shell: windows });
  if (!existsSync(nodeBin)) throw new Error(`npm did not install ${nodeBin}: turn off its setting ignore-scripts`);
  if (!isInstalled()) throw new Error("package-lock.json does not match package.json: run npm install");
}

/** Its time is the start of the compile that wrote it. */
const MAIN = path.join("cli", "main.js");

function isBuilt() {
  const timeOf = (/** @type {string[]} */ ...names) =>
    statSync(path.join(root, ...names), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const settings = ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json", "schema.json"];
  // The time of a folder changes when a file of it goes.
  const sources = ["", ...readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })];
  const builtAt = timeOf("dist", MAIN);
  return settings.every((name) => timeOf(name) <= builtAt) && sources.every((name) => timeOf("src", name) <= builtAt);
}

/** Into new folders that take the place of the old ones: no stale file stays, and a failed compile changes nothing. */
async function build() {
  const startedAt = new Date();
  const [dist, plugin] = [path.join(root, "dist"), path.join(root, "plugin")];
  const [draft, pluginDraft] = [`${dist}.draft`, `${plugin}.draft`];
  for (const folder of [draft, pluginDraft]) rmSync(folder, { recursive: true, force: true });
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  await run(nodeBin, [tsc, "-p", path.join(root, "tsconfig.build.json"), "--outDir", draft], { cwd: root });
  await writePlugin(draft, pluginDraft);
  cpSync(path.join(root, "src"), draft, { recursive: true, filter: isFolderOrForBrowsers });
  chmodSync(path.join(draft, MAIN), 0o755);
  utimesSync(path.join(draft, MAIN), startedAt, startedAt);
  for (const folder of [plugin, dist]) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(`${folder}.draft`, folder);
  }
}

/** What a browser runs is written into a page as it is: the compiler leaves it out. */
const isFolderOrForBrowsers = (/** @type {string} */ from) => /\.(css|js)$/.test(from) || statSync(from).isDirectory();

if (isMain(import.meta.url)) ready().catch(fail);
