import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { messageOf, nodeBin, root } from "./project.mjs";
import { ready } from "./ready.mjs";

/** What `node scripts/run.mjs <name>` runs with the project's own Node, further arguments appended. */
const commands = {
  test: { engine: true, args: ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", "--project", "engine"] },
  "test:long": { engine: true, args: ["node_modules/vitest/vitest.mjs", "run", "--project", "long"] },
  simulate: { engine: false, args: ["scripts/simulate.mjs"] },
  demo: { engine: true, args: ["scripts/demo/demo.mjs"] },
  bench: { engine: true, args: ["bench/bench.mjs"] },
  reference: { engine: false, args: ["node_modules/typedoc/bin/typedoc"] },
  local: { engine: false, args: ["dist/cli/main.js", "local"] },
};

const [name = "", ...rest] = process.argv.slice(2);
if (!Object.hasOwn(commands, name)) {
  console.error(`usage: node scripts/run.mjs <${Object.keys(commands).join(" | ")}> [arguments…]`);
  process.exitCode = 2;
} else {
  const command = commands[/** @type {keyof typeof commands} */ (name)];
  try {
    const { engineDir } = await ready({ engine: command.engine });
    process.exitCode = await start([...command.args, ...rest], engineDir);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}

/**
 * @param {string[]} args
 * @param {string | undefined} engineDir
 * @returns {Promise<number>} the exit code; of a signal, 128 and its number, as shells have it
 */
function start(args, engineDir) {
  const PATH = [path.join(root, "node_modules", ".bin"), process.env.PATH].join(path.delimiter);
  const env = { ...process.env, PATH, ...(engineDir && { PULUMI_ENGINE_DIR: engineDir }) };
  const child = spawn(nodeBin, args, { cwd: root, env, stdio: "inherit" });
  process.on("SIGTERM", (signal) => child.kill(signal));
  process.on("SIGHUP", (signal) => child.kill(signal));
  const inTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  // A terminal sends Ctrl-C to the child itself; twice would mean "at once, without tidying up" to most programs.
  process.on("SIGINT", (signal) => inTerminal || child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + os.constants.signals[signal ?? "SIGTERM"]));
  });
}
