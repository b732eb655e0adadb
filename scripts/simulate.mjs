import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { nodeBin, root } from "./project.mjs";

// Random histories in virtual time, on as many processes as are asked for; docs/safety.md says what they check.
const { values } = parseArgs({
  options: { histories: { type: "string" }, seed: { type: "string" }, workers: { type: "string" } },
});
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 30));
const histories = values.histories ?? "20000";
const workers = Math.min(Number(values.workers ?? 1), Number(histories));

const codes = await Promise.all(Array.from({ length: workers }, (_, i) => simulate(`${i}/${workers}`)));
process.exitCode = codes.find((code) => code !== 0) ?? 0;

/**
 * @param {string} share
 * @returns {Promise<number>} the exit code
 */
function simulate(share) {
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", "long", "test/long/simulation.test.ts"];
  const env = { ...process.env, SIMULATION_HISTORIES: histories, SIMULATION_SEED: seed, SIMULATION_SHARE: share };
  const child = spawn(nodeBin, args, { cwd: root, env, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
