// `npm run bench [-- --groups 300] [--repeat 1] [--json FILE]`: up, preview, no-op up, refresh and destroy of N groups on the
// real engine, ours beside the engine's floor and beside the provider of Pulumi's guide, in one run. Ratios are what counts.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { guide, nothing, ours } from "./variants.mjs";

const require = createRequire(import.meta.url);
const { startLocalIam } = require("../dist/local/index.js");
const root = path.resolve(import.meta.dirname, "..");

const { values } = parseArgs({
  options: {
    groups: { type: "string", default: "300" },
    repeat: { type: "string", default: "1" },
    json: { type: "string" },
  },
});
const engineDir =
  process.env.PULUMI_ENGINE_DIR ??
  execFileSync(process.execPath, [path.join(root, "scripts/engine.mjs")], { encoding: "utf8" })
    .trim()
    .split("\n")
    .at(-1);

const steps = [
  ["up", ["up", "--yes", "--skip-preview"]],
  ["preview", ["preview"]],
  ["no-op up", ["up", "--yes", "--skip-preview"]],
  ["refresh", ["refresh", "--yes", "--skip-preview"]],
  ["destroy", ["destroy", "--yes", "--skip-preview"]],
];

const results = [];
for (const groups of values.groups.split(",").map(Number)) {
  const runs = [];
  for (let i = 0; i < Number(values.repeat); i++)
    for (const variant of [nothing, ours, guide]) runs.push({ variant, ...(await measure(variant, groups)) });
  report(groups, runs);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);

/** One life of a stack: the time and the requests of each step, and the bytes of its state. */
async function measure(variant, groups) {
  const local = await startLocalIam({ groupQuota: 100_000 });
  const folder = mkdtempSync(path.join(os.tmpdir(), "bench-iam-"));
  try {
    write(folder, variant, variant.program(groups, { connection: local.connection, token: local.token() }));
    const pulumi = run(folder, local.env);
    await pulumi(["stack", "init", "dev"]);
    const measured = {};
    for (const [step, args] of steps) {
      local.requests.length = 0;
      const start = performance.now();
      await pulumi(args);
      measured[step] = { seconds: (performance.now() - start) / 1000, requests: local.requests.length };
      if (step === "no-op up")
        measured.stateBytes = JSON.stringify(JSON.parse(await pulumi(["stack", "export"]))).length;
    }
    return measured;
  } finally {
    await local.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(folder, variant, program) {
  const modules = path.join(folder, "node_modules");
  mkdirSync(path.join(modules, "@pulumi"), { recursive: true });
  symlinkSync(path.join(root, "node_modules/@pulumi/pulumi"), path.join(modules, "@pulumi/pulumi"));
  symlinkSync(root, path.join(modules, "pulumi-cognite-iam"));
  for (const [name, files] of Object.entries(variant.packages)) {
    mkdirSync(path.join(modules, name), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(modules, name, file), text);
  }
  writeFileSync(path.join(folder, "index.js"), program);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "bench", main: "index.js" }));
  writeFileSync(
    path.join(folder, "Pulumi.yaml"),
    "name: bench\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
  );
}

function run(folder, connection) {
  const env = {
    ...process.env,
    ...connection,
    PATH: [engineDir, path.join(root, "node_modules/.bin"), process.env.PATH].join(path.delimiter),
    PULUMI_HOME: path.join(folder, ".pulumi-home"),
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  return (args) =>
    new Promise((resolve, reject) => {
      const child = spawn("pulumi", [...args, "--non-interactive"], { cwd: folder, env });
      let out = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (out += chunk));
      child.on("exit", (code) => (code === 0 ? resolve(out) : reject(new Error(`pulumi ${args.join(" ")}: ${out}`))));
    });
}

function report(groups, runs) {
  const best = (variant, step) =>
    Math.min(...runs.filter((each) => each.variant === variant).map((each) => each[step].seconds));
  const first = (variant) => runs.find((each) => each.variant === variant);
  console.log(`\n${groups} groups (the best of ${values.repeat}), seconds, and how many times the null provider's:`);
  const rows = steps.map(([step]) => ({
    step,
    ...Object.fromEntries(
      [nothing, ours, guide].map((variant) => [variant.name, seconds(best(variant, step), best(nothing, step))]),
    ),
    "our requests": first(ours)[step].requests,
  }));
  console.table(rows);
  const bytes = Object.fromEntries([nothing, ours, guide].map((variant) => [variant.name, first(variant).stateBytes]));
  console.log(
    `bytes in state: ${Object.entries(bytes)
      .map(([name, count]) => `${name} ${count} (${Math.round(count / groups)} a group)`)
      .join(", ")}`,
  );
  results.push({ groups, runs: runs.map(({ variant, ...rest }) => ({ variant: variant.name, ...rest })) });
}

function seconds(value, floor) {
  return `${value.toFixed(2)} s (${(value / floor).toFixed(2)})`;
}
