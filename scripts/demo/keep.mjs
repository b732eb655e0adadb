import { spawn } from "node:child_process";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { nodeBin, root, windows } from "../project.mjs";
import { bold, explain, say } from "./output.mjs";
import { removeRun, saveRun } from "./runs.mjs";

const { exportLines } = createRequire(import.meta.url)(path.join(root, "dist", "cli", "environment.js"));

/**
 * Starts the server of a run again, as a process that outlives us, on the same address and data.
 *
 * @param {import("./runs.mjs").Run} run
 * @param {{ url: string; dataFile: string; connection: { clientId: string; clientSecret: string } }} server
 */
export async function keepRunning(run, { url, dataFile, connection: { clientId, clientSecret } }) {
  const log = openSync(path.join(run.folder, "server.log"), "w");
  const cli = path.join(root, "dist", "cli", "main.js");
  const args = [cli, "local", "--port", new URL(url).port, "--data-file", dataFile, "--json"];
  const child = spawn(nodeBin, args, { cwd: run.folder, detached: true, stdio: ["ignore", "pipe", log] });
  closeSync(log);
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The local server ended at once, with exit code ${code}.`)));
  });
  child.stdout.destroy();
  child.unref();
  Object.assign(run, { pid: child.pid, server: { url, clientId, clientSecret } });
  saveRun(run);
}

/**
 * Says how to go on with a server that was kept.
 *
 * @param {import("./runs.mjs").Run} run
 * @param {Record<string, string>} env what a shell needs
 * @param {string[]} tools folders that its PATH needs first
 */
export function explainKept({ folder, stack, pid, server }, env, tools) {
  const first = tools.map((tool) => `${tool}${path.delimiter}`).join("");
  const lines = [
    ...exportLines(env),
    windows ? `  $env:PATH = '${first}' + $env:PATH` : `  export PATH='${first}'"$PATH"`,
  ];
  const script = path.join(folder, windows ? "env.ps1" : "env");
  writeFileSync(script, `${lines.map((line) => line.trim()).join("\n")}\n`);
  say();
  say(bold("Still running"));
  explain(
    `The server is running at ${server?.url} (process ${pid}), with both stacks. To use them, run this in the clone's folder:`,
  );
  say();
  for (const line of lines) say(line);
  say();
  explain(`or: ${windows ? "." : "source"} ${path.relative(root, script)}`);
  say();
  say(`  pulumi preview --stack ${stack} --diff     # after a change to examples/quickstart/index.ts`);
  say(`  pulumi up --stack ${stack}`);
  say();
  say("To stop the server and remove everything: npm run demo -- --stop");
}

/**
 * Ends the servers that were kept, and removes what is theirs.
 *
 * @param {import("./runs.mjs").Run[]} runs
 */
export async function stopKept(runs) {
  const kept = runs.filter((run) => run.server !== undefined);
  for (const run of kept) {
    // The process could be another's by now, if the machine has been restarted: a server that answers is ours.
    if (await answers(run)) process.kill(run.pid, "SIGTERM");
    removeRun(run);
  }
  say(kept.length === 0 ? "No demo server is running." : `Stopped: ${kept.map((run) => run.server?.url)}.`);
}

/** @param {import("./runs.mjs").Run} run */
async function answers({ server }) {
  if (server === undefined) return false;
  const { url, clientId: client_id, clientSecret: client_secret } = server;
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret });
  try {
    return (await fetch(`${url}/oauth2/token`, { method: "POST", body, signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
