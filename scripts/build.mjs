import {
  chmodSync,
  cpSync,
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
import { onExit, run } from "./child.mjs";
import { withLock } from "./lock.mjs";
import { showing } from "./progress.mjs";
import { cloneLock, hash, nodeBin, root } from "./project.mjs";

const src = path.join(root, "src");
const dist = path.join(root, "dist");
/** Beside the packages, since `dist` is published as it is. */
const stamp = path.join(root, "node_modules", ".cache", "pulumi-cognite-iam", "dist");

/** Compiles `src` to `dist`, unless `dist` is what the last compile of this very source left. */
export async function built() {
  if (isBuilt()) return;
  const waiting = (/** @type {number} */ pid) => console.error(`Waiting for the build of another run (pid ${pid})`);
  await withLock(cloneLock, waiting, async () => {
    if (isBuilt()) return;
    const source = sourceHash();
    await showing("Building dist: tsc", compile);
    mkdirSync(path.dirname(stamp), { recursive: true });
    writeFileSync(stamp, `${source} ${outputHash()}`);
  });
}

/** Into a new folder that then takes the place of the old one: no stale file stays, and a failed compile changes nothing. */
async function compile() {
  const draft = path.join(root, `dist.${process.pid}`);
  const tidy = onExit(() => rmSync(draft, { recursive: true, force: true }));
  try {
    const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
    await run(nodeBin, [tsc, "-p", path.join(root, "tsconfig.build.json"), "--outDir", draft], { cwd: root });
    cpSync(src, draft, { recursive: true, filter: isFolderOrForBrowsers });
    const main = path.join(draft, "cli", "main.js");
    if (existsSync(main)) chmodSync(main, 0o755);
    rmSync(dist, { recursive: true, force: true });
    renameSync(draft, dist);
  } finally {
    tidy();
  }
}

/** What a browser runs is written into a page as it is: the compiler leaves it out. */
const isFolderOrForBrowsers = (/** @type {string} */ from) => /\.(css|js)$/.test(from) || statSync(from).isDirectory();

function isBuilt() {
  return existsSync(dist) && existsSync(stamp) && readFileSync(stamp, "utf8") === `${sourceHash()} ${outputHash()}`;
}

/** By content, for a checkout touches every file. */
function sourceHash() {
  const settings = ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"];
  const files = [...settings.map((name) => path.join(root, name)), ...filesIn(src)];
  return hash(files.map((file) => `${path.relative(root, file)} ${hash(readFileSync(file))}`).join("\n"));
}

/** By size and time, so that whatever else wrote to `dist` is noticed. */
function outputHash() {
  const describe = (/** @type {string} */ file) => {
    const { size, mtimeMs, mode } = statSync(file);
    return `${path.relative(root, file)} ${size} ${mtimeMs} ${mode}`;
  };
  return hash(filesIn(dist).map(describe).join("\n"));
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesIn(file) : [file];
    });
}
