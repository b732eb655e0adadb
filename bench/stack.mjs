import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { root } from "../scripts/project.mjs";
import { group } from "./group.mjs";
import { watchMemory, watchProcesses } from "./memory.mjs";

/** @type {typeof import("../dist/local/index.js")} */
const { startLocalIam } = createRequire(import.meta.url)("../dist/local/index.js");

/** The commands of the steps. */
const commands = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  "no-op up": ["up", "--yes", "--skip-preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

/**
 * A stack of one variant, with a server, a backend and a folder of its own.
 *
 * @param {Pick<import("./variants.mjs").Variant, "seeded" | "program" | "packages" | "usesPlugin">} variant
 * @param {number} groups
 * @param {string} engineDir
 * @param {readonly string[]} [projects] - of the server, the connection's first
 */
export async function startStack(variant, groups, engineDir, projects) {
  const seeds = variant.seeded ? Array.from({ length: groups }, (_, i) => group(i)) : [];
  const local = await startLocalIam({ groupQuota: 100_000, groups: seeds, ...(projects && { projects }) });
  const folder = temporaryFolder();
  const close = async () => {
    await local.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const there = new Map(local.state().groups.map(({ name, id }) => [name, id]));
    const ids = seeds.map(({ name }) => there.get(name) ?? 0);
    writeProgram(folder, variant, variant.program(groups, { ...local, token: local.token(), ids }));
    const env = { ...environment(folder, engineDir), ...local.env };
    await run("pulumi", ["stack", "init", "dev", "--non-interactive"], { cwd: folder, env });
    return {
      close,
      /** @param {import("./results.mjs").Step} step */
      async measure(step) {
        const peak = watchMemory(folder);
        const counted = await count(local, () =>
          run("pulumi", [...commands[step], "--non-interactive"], { cwd: folder, env }),
        ).finally(peak);
        const peakBytes = peak();
        return { ...counted, stateBytes: stateBytes(folder), ...(peakBytes !== undefined && { peakBytes }) };
      },
      /**
       * A step with all provider processes counted.
       *
       * @param {import("./results.mjs").Step} step
       */
      async measureProcesses(step) {
        const watched = watchProcesses(folder);
        const counted = await count(local, () =>
          run("pulumi", [...commands[step], "--non-interactive"], { cwd: folder, env }),
        ).finally(watched);
        const tokens = local.requests.filter(({ operation }) => operation === "token").length;
        return { ...counted, tokens, ...watched() };
      },
      /** What `pulumi-cognite-iam adopt` of the server's project takes. */
      async adopt() {
        const command = [path.join(root, "dist/cli/main.js"), "adopt", "--out", "adopted"];
        const { lists: _, ...counted } = await count(local, () => run(process.execPath, command, { cwd: folder, env }));
        return counted;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A folder for a program; its real path, as the system tells it of a process. */
export const temporaryFolder = () => realpathSync(mkdtempSync(path.join(os.tmpdir(), "bench-iam-")));

/**
 * Writes a program into a folder, with the packages that it needs linked or written.
 *
 * @param {string} folder
 * @param {Pick<import("./variants.mjs").Variant, "packages" | "usesPlugin">} variant
 * @param {string} program
 */
export function writeProgram(folder, { packages, usesPlugin }, program) {
  const modules = path.join(folder, "node_modules");
  mkdirSync(path.join(modules, "@pulumi"), { recursive: true });
  symlinkSync(path.join(root, "node_modules/@pulumi/pulumi"), path.join(modules, "@pulumi/pulumi"), "dir");
  symlinkSync(root, path.join(modules, "pulumi-cognite-iam"), "dir");
  for (const [name, files] of Object.entries(packages)) {
    mkdirSync(path.join(modules, name), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(modules, name, file), text);
  }
  writeFileSync(path.join(folder, "index.js"), program);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "bench", main: "index.js" }));
  const plugins =
    "plugins:\n  providers:\n    - name: cognite-iam\n      path: node_modules/pulumi-cognite-iam/plugin\n";
  writeFileSync(
    path.join(folder, "Pulumi.yaml"),
    `name: bench\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n${usesPlugin ? plugins : ""}`,
  );
}

/**
 * @param {string} folder
 * @param {string} engineDir
 */
const environment = (folder, engineDir) => ({
  ...process.env,
  PATH: [engineDir, path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter),
  PULUMI_HOME: path.join(folder, ".pulumi-home"),
  PULUMI_BACKEND_URL: `file://${folder}`,
  PULUMI_CONFIG_PASSPHRASE: "bench",
  PULUMI_SKIP_UPDATE_CHECK: "true",
});

/**
 * @param {import("../dist/local/index.js").LocalIam} local
 * @param {() => Promise<unknown>} work
 */
async function count(local, work) {
  local.requests.length = 0;
  const start = performance.now();
  await work();
  const seconds = Math.round(performance.now() - start) / 1000;
  const made = (/** @type {RegExp} */ operation) =>
    local.requests.filter((request) => operation.test(request.operation ?? "")).length;
  return {
    seconds,
    requests: local.requests.length,
    lists: made(/\.list$/),
    writes: made(/\.(create|delete|update|revoke)$/),
  };
}

/** @param {string} folder */
function stateBytes(folder) {
  const file = path.join(folder, ".pulumi/stacks/bench/dev.json");
  return Buffer.byteLength(JSON.stringify(JSON.parse(readFileSync(file, "utf8")).checkpoint.latest));
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>} of a command that succeeds
 */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (out += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${path.basename(command)} ${args.join(" ")}: ${out}`)),
    );
  });
}
