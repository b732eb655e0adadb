import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { cacheFolder, hash, windows } from "../project.mjs";
import { isExecutable } from "./folder.mjs";

/**
 * A folder of links in the user's cache, the same one each time.
 *
 * @param {Readonly<Record<string, string>>} links what each points to
 * @param {Readonly<Record<string, string>>} [copies] files that may go away, and so are copied
 */
export function linkedFolder(links, copies = {}) {
  const key = hash(JSON.stringify([Object.entries(links), Object.keys(copies)])).slice(0, 12);
  const folder = path.join(cacheFolder(), "engine", `path-${key}`);
  const names = Object.keys({ ...links, ...copies });
  const isThere = () => names.every((name) => isExecutable(path.join(folder, name)));
  if (isThere()) return folder;
  const draft = `${folder}.draft-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    for (const [name, target] of Object.entries(links)) link(target, path.join(draft, name));
    for (const [name, source] of Object.entries(copies)) copyFileSync(source, path.join(draft, name));
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } catch (error) {
    // Another run made the same links at the same time.
    if (!isThere()) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** @param {string} target @param {string} file */
function link(target, file) {
  // Links take rights on Windows that few have.
  if (windows) copyFileSync(target, file);
  else symlinkSync(target, file);
}
