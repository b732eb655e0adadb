import { realpathSync } from "node:fs";
import path from "node:path";
import { run } from "../child.mjs";
import { messageOf } from "../project.mjs";
import { installed } from "../ready.mjs";
import { dynamicProviderScript, files, isExecutable, oldest, quiet } from "./folder.mjs";
import { linkedFolder } from "./links.mjs";

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
  if (major === undefined || minor === undefined)
    throw new Error(`${pulumi} says "${version}", which is not a version`);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split(".").map(Number);
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    throw new Error(`${pulumi} is ${version}, older than ${oldestMajor}.${oldestMinor}`);
  // A package manager may have put a link on the PATH; the rest is then beside what the link points to.
  const beside = [path.dirname(pulumi), path.dirname(realpathSync(pulumi))];
  const complete = beside.find((folder) => Object.values(files).every((name) => isExecutable(path.join(folder, name))));
  if (complete) return complete;
  const find = (/** @type {string} */ name) =>
    beside.map((folder) => path.join(folder, name)).find(isExecutable) ?? allOnPath(name)[0];
  const languageHost = find(files.languageHost);
  if (!languageHost) throw new Error(`${pulumi} is there, but no ${files.languageHost} beside it or on the PATH`);
  const links = { [files.pulumi]: pulumi, [files.languageHost]: languageHost };
  const dynamicProvider = find(files.dynamicProvider);
  if (dynamicProvider) return linkedFolder({ ...links, [files.dynamicProvider]: dynamicProvider });
  await installed();
  // A copy, since the clone that it comes from may go away.
  return linkedFolder(links, { [files.dynamicProvider]: dynamicProviderScript() });
}

/** The folders of the PATH. */
export function pathFolders() {
  return (process.env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

/** @param {string} name */
function allOnPath(name) {
  return [...new Set(pathFolders().map((folder) => path.join(folder, name)))].filter(isExecutable);
}
