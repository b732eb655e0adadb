import path from "node:path";
import { withLock } from "../lock.mjs";
import { cacheFolder, windows } from "../project.mjs";
import { isComplete, makeFolder } from "./folder.mjs";
import { buildWithGo } from "./go-build.mjs";

/**
 * A program that is built with Go once, and kept in the user's cache.
 *
 * @param {string} kind the folder of the cache
 * @param {string} name what tells this version from others
 * @param {import("./go-build.mjs").Binary & { file: string }} binary
 * @returns {Promise<string>} the program
 */
export async function cachedBuild(kind, name, { file, ...binary }) {
  const folder = path.join(cacheFolder(), kind, `${name}-${process.platform}-${process.arch}`);
  const program = windows ? `${file}.exe` : file;
  if (!isComplete(folder, [program]))
    await withLock(kind, async () => {
      if (!isComplete(folder, [program]))
        await makeFolder(folder, (draft) => buildWithGo(binary, path.join(draft, program)));
    });
  return path.join(folder, program);
}
