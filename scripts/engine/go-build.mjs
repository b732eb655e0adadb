import path from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError, run } from "../child.mjs";
import { showing } from "../progress.mjs";
import { files, versions } from "./folder.mjs";

/** How long one Go command may take. The longest took 4 minutes on 2 cores. */
const TIMEOUT_MS = 3_600_000;

const versionFlag = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${versions.pulumi}`;

const binaries = [
  {
    what: `the Node.js language host ${versions.languageHost}`,
    module: "language-host",
    tool: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    file: files.languageHost,
    ldflags: "-s -w",
    note: "",
  },
  {
    what: `Pulumi ${versions.pulumi}`,
    module: "cli",
    tool: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    file: files.pulumi,
    ldflags: `-s -w ${versionFlag}`,
    note: ", which takes some minutes, once",
  },
];

/**
 * Builds both programs with Go from the module proxy, of the versions and hashes in `go.mod` and `go.sum`.
 *
 * @param {string} draft the folder to put them into
 */
export async function goBuild(draft) {
  try {
    await run("go", ["version"], { timeoutMs: 30_000 });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") throw new Error("no `go` on the PATH");
    throw error;
  }
  for (const binary of binaries) {
    await showing(`Building ${binary.what} with Go${binary.note}`, (detail) =>
      buildOne(binary, path.join(draft, binary.file), detail),
    );
  }
}

/**
 * @param {typeof binaries[number]} binary
 * @param {string} output
 * @param {(text: string) => void} detail
 */
async function buildOne({ module, tool, ldflags }, output, detail) {
  const cwd = fileURLToPath(new URL(module, import.meta.url));
  let modules = 0;
  const onModule = (/** @type {string} */ line) => {
    if (line.startsWith("go: downloading ")) detail(`${++modules} modules downloaded`);
  };
  const packages = (await go(["list", "-mod=readonly", "-deps", tool], onModule)).split("\n").length;
  let compiled = 0;
  await go(
    ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-v", "-ldflags", ldflags, "-o", output, tool],
    (line) => {
      if (isPackage(line)) detail(`${++compiled} of up to ${packages} packages, ${line}`);
    },
  );

  /**
   * @param {string[]} args
   * @param {(line: string) => void} onLine
   */
  async function go(args, onLine) {
    // GOWORK: the clone may lie in somebody's workspace. CGO: no C compiler is needed, and what is made runs anywhere.
    const env = { ...process.env, GOWORK: "off", CGO_ENABLED: "0" };
    try {
      return await run("go", args, { cwd, env, timeoutMs: TIMEOUT_MS, onLine });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new Error(
        error.said
          .filter((line) => !isPackage(line))
          .slice(-8)
          .join("\n") || error.message,
      );
    }
  }
}

/** Whether a line that Go wrote is the name of a package that it now compiles. @param {string} line */
function isPackage(line) {
  return !/[\s:]/.test(line);
}
