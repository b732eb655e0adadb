import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { engineFolder, root, type Stack, spawned, temporaryFolder, workspace } from "../engine/harness";
import { npm, packed } from "../engine/installed";

interface PackageManager {
  name: string;
  /** As npm's registry has it, so that it need not be on this machine. */
  from: string;
  /** What a program needs beside its `package.json`. */
  files?: Readonly<Record<string, string>>;
  /** The command that runs what a package brings. */
  exec: readonly string[];
  /** Whether the Pulumi CLI, too, must run by that command: there is no `node_modules` to find packages in. */
  runsPulumi?: true;
}

/** Those of docs/package-managers.md; what they need stands there, too. */
const managers: readonly PackageManager[] = [
  { name: "npm 10", from: "npm@10", exec: ["exec", "--"] },
  { name: "npm 11", from: "npm@11", exec: ["exec", "--"] },
  { name: "pnpm 10", from: "pnpm@10", exec: ["exec"] },
  {
    name: "pnpm 12",
    from: "pnpm@12",
    files: { "pnpm-workspace.yaml": "allowBuilds: { protobufjs: false }\n" },
    exec: ["exec"],
  },
  { name: "Yarn 1", from: "yarn@1", exec: ["run"] },
  {
    name: "Yarn 4 with node_modules",
    from: "@yarnpkg/cli-dist@4",
    files: { ".yarnrc.yml": "nodeLinker: node-modules\n", "yarn.lock": "" },
    exec: ["exec"],
  },
  {
    name: "Yarn 4 with Plug'n'Play",
    from: "@yarnpkg/cli-dist@4",
    files: { "yarn.lock": "" },
    exec: ["exec"],
    runsPulumi: true,
  },
  { name: "Bun 1", from: "bun@1", exec: ["run"] },
];

let tarball: string;
let tools: string;

beforeAll(async () => {
  [tarball, tools] = await Promise.all([packed(), installedManagers()]);
});

describe.each(managers)("with $name", (manager) => {
  test("the template's program is installed, previewed, created and left alone, and the command line runs", async () => {
    const space = await workspace();
    const program = templateProgram();
    const stack = await space.stack("first-program", { ...program, ...manager.files }, () => undefined);
    const command = commandOf(manager);
    await run(stack, [...command, "install"], { ...process.env, YARN_ENABLE_IMMUTABLE_INSTALLS: "false" });
    if (manager.runsPulumi) putBefore(stack, "pulumi", [...command, ...manager.exec, engineFile("pulumi")]);
    await stack.pulumi(["config", "set", "readersSourceId", "team"]);

    expect((await stack.preview()).calls).toEqual([]);
    await stack.up();
    expect(space.groups()).toMatchObject([{ name: "readers", sourceId: "team" }]);
    expect((await stack.up("--expect-no-changes")).calls).toEqual([]);
    const verified = await run(
      stack,
      [...command, ...manager.exec, "pulumi-cognite-iam", "verify"],
      stack.environment(),
    );
    expect(verified).toContain("cdf-administrators");
    await stack.destroy();
    expect(space.groups()).toEqual([]);
  });
});

test("docs/package-managers.md names each, and what to write", () => {
  const page = readFileSync(path.join(root, "docs/package-managers.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("|"));
  for (const { name, files = {} } of managers) {
    const row = rows.find((line) => line.slice(0, line.indexOf("|", 1)).includes(name));
    expect(row, name).toBeDefined();
    for (const [file, text] of Object.entries(files))
      if (text !== "") expect(row).toContain(`\`${file}\`:<br>\`${text.trim()}\``);
  }
});

/** The files of templates/typescript as `pulumi new` leaves them, with the package as it was packed. */
function templateProgram(): Record<string, string> {
  const read = (name: string) => readFileSync(path.join(root, "templates/typescript", name), "utf8");
  const manifest = JSON.parse(read("package.json"));
  Object.assign(manifest, { name: "first-program" });
  Object.assign(manifest.dependencies, { "pulumi-cognite-iam": `file:${tarball}` });
  return {
    "index.ts": read("index.ts"),
    "tsconfig.json": read("tsconfig.json"),
    "package.json": JSON.stringify(manifest),
    "Pulumi.yaml": "name: first-program\nruntime:\n  name: nodejs\n",
  };
}

/** Each package manager in one folder, under a name of its own. */
async function installedManagers(): Promise<string> {
  const folder = temporaryFolder();
  const dependencies = Object.fromEntries(managers.map(({ from }) => [nameOf(from), `npm:${from}`]));
  writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ private: true, allowScripts: { bun: true }, dependencies }),
  );
  // Bun and pnpm 12 are programs that a script puts in place.
  await npm(folder, "install", "--prefer-offline", "--no-audit", "--no-fund");
  return folder;
}

const nameOf = (from: string): string => from.replaceAll(/\W+/g, "-").replace(/^-/, "");

/** What starts a package manager: a program, or a script for Node. */
function commandOf({ from }: PackageManager): string[] {
  const folder = path.join(tools, "node_modules", nameOf(from));
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const [, file = ""] = Object.entries<string>(bin).find(([name]) => from.includes(name)) ?? [];
  const program = path.join(folder, file);
  return /\.c?js$/.test(file) ? [process.execPath, program] : [program];
}

async function run(stack: Stack, [command = "", ...args]: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { code, text } = await spawned(command, args, { cwd: stack.folder, env });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${text}`);
  return text;
}

const engineFile = (name: string): string => path.join(engineFolder(), name);

/** Has the stack find a command before others of its name. */
function putBefore(stack: Stack, name: string, command: readonly string[]): void {
  const bin = path.join(stack.workspace.folder, "bin");
  mkdirSync(bin);
  writeFileSync(path.join(bin, name), `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`, {
    mode: 0o755,
  });
  stack.env["PATH"] = [bin, stack.environment()["PATH"]].join(path.delimiter);
}
