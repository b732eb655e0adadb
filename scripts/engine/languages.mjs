import { chmodSync, copyFileSync, linkSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { run } from "../child.mjs";
import { withLock } from "../lock.mjs";
import { cacheFolder, windows } from "../project.mjs";
import { installed } from "../ready.mjs";
import { download } from "./download.mjs";
import { cachedFolder, files, isComplete, isExecutable, makeFolder, pinned } from "./folder.mjs";
import { buildWithGo, moduleFolder } from "./go-build.mjs";
import { linkedFolder } from "./links.mjs";
import { pathFolders } from "./on-path.mjs";
import { Ways } from "./ways.mjs";

const exe = windows ? ".exe" : "";
const pythonExec = "pulumi-language-python-exec";

/** The language hosts that the engine does not bring along: the module that each is built in, and the files that it needs. */
const hosts = {
  yaml: {
    what: "YAML language host",
    module: "yaml-host",
    pins: "github.com/pulumi/pulumi-yaml",
    tool: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    files: [`pulumi-language-yaml${exe}`],
    note: ", once; this takes some minutes",
  },
  python: {
    what: "Python language host",
    module: "python-host",
    pins: "github.com/pulumi/pulumi/sdk/v3",
    tool: "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
    // It runs programs with this script, which must lie beside it.
    files: [`pulumi-language-python${exe}`, pythonExec],
    note: "",
  },
};

/** @typedef {keyof typeof hosts} Language */

export const languageNames = /** @type {Language[]} */ (Object.keys(hosts));

/**
 * Finds or makes language hosts for an engine. Those of an engine that was made here are put into its folder; one that is on
 * the PATH is not touched.
 *
 * @param {string} engineFolder what `engine` gave
 * @param {readonly Language[]} languages
 * @returns {Promise<string>} a folder with the engine and the hosts: `engineFolder` itself, or one of links
 */
export async function withLanguages(engineFolder, languages) {
  /** @type {Record<string, string>} */
  const links = {};
  for (const language of languages) {
    const host = hosts[language];
    const folder = await folderOf(language, engineFolder);
    for (const name of host.files) links[name] = path.join(folder, name);
  }
  if (engineFolder === cachedFolder()) {
    for (const [name, source] of Object.entries(links)) place(source, path.join(engineFolder, name));
    return engineFolder;
  }
  if (Object.values(links).every((file) => path.dirname(file) === engineFolder)) return engineFolder;
  for (const name of Object.values(files)) links[name] = path.join(engineFolder, name);
  return linkedFolder(links);
}

/**
 * A hard link, since the engine looks for hosts beside itself, and warns of those on the PATH.
 *
 * @param {string} source
 * @param {string} file
 */
function place(source, file) {
  const size = (/** @type {string} */ name) => statSync(name, { throwIfNoEntry: false })?.size;
  if (size(file) === size(source)) return;
  const draft = `${file}.draft-${process.pid}`;
  rmSync(draft, { force: true });
  linkSync(source, draft);
  renameSync(draft, file);
}

/** @param {Language} language @param {string} engineFolder */
async function folderOf(language, engineFolder) {
  const host = hosts[language];
  const ways = new Ways();
  const name = `${language}-${pinned(host.module, host.pins)}-${process.platform}-${process.arch}`;
  const folder = path.join(cacheFolder(), "engine", name);
  const onPath = () => {
    const hasAll = (/** @type {string} */ each) => host.files.every((name) => isExecutable(path.join(each, name)));
    const found = [engineFolder, ...pathFolders()].find(hasAll);
    if (found) return found;
    throw new Error(`no ${host.files.join(" with ")} beside the engine or on the PATH`);
  };
  const cached = () => {
    if (isComplete(folder, host.files)) return folder;
    throw new Error(`no complete engine in ${folder}`);
  };
  const made = () =>
    withLock("engine", async () => {
      if (ways.allows("cache") && isComplete(folder, host.files)) return folder;
      return (
        (await ways.try("download", async () => {
          await installed();
          return makeFolder(folder, (draft) => download(draft, host.files));
        })) ?? (await ways.try("go", () => makeFolder(folder, (draft) => build(host, draft))))
      );
    });
  const isOurs = engineFolder === cachedFolder();
  const found =
    (isOurs ? undefined : await ways.try("path", onPath)) ?? (await ways.try("cache", cached)) ?? (await made());
  if (found) return found;
  throw new Error(
    [
      `Could not find or build a ${host.what}:`,
      ...ways.failures,
      "Any one of these is enough: a whole Pulumi release on the PATH (https://www.pulumi.com/docs/iac/download-install/), access to get.pulumi.com, or Go (https://go.dev/dl/) with access to its module proxy.",
    ].join("\n"),
  );
}

/** @param {typeof hosts[Language]} host @param {string} draft */
async function build({ what, module, pins, tool, files: [binary = "", ...scripts], note }, draft) {
  const versioned = `the ${what} ${pinned(module, pins)}`;
  await buildWithGo({ what: versioned, module, tool, ldflags: "-s -w", note }, path.join(draft, binary));
  for (const name of scripts) {
    const list = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", pins];
    const source = (
      await run("go", list, { cwd: moduleFolder(module), env: { ...process.env, GOWORK: "off" } })
    ).trim();
    copyFileSync(path.join(source, "python", "cmd", name), path.join(draft, name));
    chmodSync(path.join(draft, name), 0o755); // Go's module cache has it as 0444
  }
}
