import path from "node:path";
import { fileURLToPath } from "node:url";
import { run, showing } from "../child.mjs";
import { messageOf } from "../project.mjs";
import { files, versions } from "./folder.mjs";

/** How long one build may take. The longest took 4 minutes on 2 cores. */
const TIMEOUT_MS = 3_600_000;

const binaries = [
  {
    what: `the Node.js language host ${versions.languageHost}`,
    module: "language-host",
    tool: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    file: files.languageHost,
    ldflags: "-s -w",
    note: "",
  },
  { ...cliOf("cli", versions.pulumi), file: files.pulumi },
];

/** A version of Pulumi's CLI. @param {string} module the folder of its `go.mod` @param {string} version */
export function cliOf(module, version) {
  return {
    what: `Pulumi ${version}`,
    module,
    tool: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ldflags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`,
    note: ", which takes some minutes, once",
  };
}

/**
 * Builds the engine with Go from the module proxy, of the versions and hashes in `go.mod` and `go.sum`.
 *
 * @param {string} draft the folder to put it into
 */
export async function goBuild(draft) {
  for (const binary of binaries) await buildWithGo(binary, path.join(draft, binary.file));
}

/** @typedef {{ what: string; module: string; tool: string; ldflags: string; note: string }} Binary */

/**
 * Builds one program.
 *
 * @param {Binary} binary
 * @param {string} output
 */
export async function buildWithGo(binary, output) {
  try {
    await run("go", ["version"], { timeoutMs: 30_000 });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") throw new Error("no `go` on the PATH");
    throw error;
  }
  await showing(`Building ${binary.what} with Go${binary.note}`, () => build(binary, output));
}

/** The folder of a `go.mod`. @param {string} module */
export function moduleFolder(module) {
  return fileURLToPath(new URL(module, import.meta.url));
}

/** @param {Binary} binary @param {string} output */
async function build({ module, tool, ldflags }, output) {
  const cwd = moduleFolder(module);
  const args = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", ldflags, "-o", output, tool];
  // GOWORK: the clone may lie in somebody's workspace. CGO: no C compiler is needed, and what is made runs anywhere.
  const env = { ...process.env, GOWORK: "off", CGO_ENABLED: "0" };
  try {
    await run("go", args, { cwd, env, timeoutMs: TIMEOUT_MS });
  } catch (error) {
    throw new Error(messageOf(error).split("\n").slice(-9).join("\n"));
  }
}
