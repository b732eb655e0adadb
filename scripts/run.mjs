import { spawn } from "node:child_process";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import { languageNames, withLanguages } from "./engine/languages.mjs";
import { engine } from "./engine.mjs";
import { fail, nodeBin, root } from "./project.mjs";
import { ready } from "./ready.mjs";

const vitest = ["node_modules/vitest/vitest.mjs", "run", "--project"];
/** What `node scripts/run.mjs <name>` runs with the project's own Node, further arguments appended. */
const commands = {
  test: {
    engine: true,
    languages: true,
    args: [...vitest, "unit", "--project", "declared", "--project", "plugin", "--project", "engine"],
  },
  "test:long": { engine: true, languages: true, args: [...vitest, "long"] },
  "test:acceptance": { engine: false, args: ["scripts/acceptance.mjs"] },
  simulate: { engine: false, args: ["scripts/simulate.mjs"] },
  demo: { engine: true, args: ["scripts/demo/demo.mjs"] },
  bench: { engine: true, args: ["bench/bench.mjs"] },
  reference: { engine: false, args: ["node_modules/typedoc/bin/typedoc"] },
  schema: { engine: false, args: ["scripts/schema.mjs"] },
  local: { engine: false, args: ["dist/cli/main.js", "local"] },
};

const [name = "", ...rest] = process.argv.slice(2);
if (Object.hasOwn(commands, name)) {
  await runCommand(commands[/** @type {keyof typeof commands} */ (name)]).catch(fail);
} else {
  console.error(`usage: node scripts/run.mjs <${Object.keys(commands).join(" | ")}> [arguments…]`);
  process.exitCode = 2;
}

/** Exits as the command does; of a signal, with 128 and its number. @param {typeof commands[keyof typeof commands]} command */
async function runCommand(command) {
  await ready();
  const engineDir = command.engine ? await engine() : undefined;
  // Made here, where its progress shows; tests that find no host say why they are skipped.
  if (engineDir && "languages" in command) await withLanguages(engineDir, languageNames).catch(() => undefined);
  const PATH = [path.dirname(nodeBin), path.join(root, "node_modules", ".bin"), process.env.PATH].join(path.delimiter);
  const env = { ...process.env, PATH, ...(engineDir && { PULUMI_ENGINE_DIR: engineDir }) };
  const child = spawn(nodeBin, [...command.args, ...rest], { cwd: root, env, stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  // A terminal sends Ctrl-C to the child itself; twice would mean "at once, without tidying up" to most programs.
  const inTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  process.on("SIGINT", (signal) => inTerminal || child.kill(signal));
  const [code, signal] = await once(child, "exit");
  process.exitCode = code ?? 128 + os.constants.signals[/** @type {NodeJS.Signals} */ (signal)];
}
