import { built } from "./build.mjs";
import { engine } from "./engine.mjs";
import { installed } from "./install.mjs";
import { isMain, messageOf } from "./project.mjs";

/**
 * Makes what the clone lacks: the packages, `dist` and, if asked, the engine. Quick when it lacks nothing.
 *
 * @param {{ engine?: boolean }} [needs]
 * @returns {Promise<{ engineDir?: string }>} the folder of the engine, if asked
 */
export async function ready(needs = {}) {
  await installed();
  await built();
  return needs.engine ? { engineDir: await engine() } : {};
}

if (isMain(import.meta.url)) {
  ready().catch((error) => {
    console.error(messageOf(error));
    process.exitCode = 1;
  });
}
