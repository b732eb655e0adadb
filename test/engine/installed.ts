import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root, spawned, temporaryFolder } from "./harness";

interface Lock {
  packages: Record<string, { version?: string; link?: boolean; dev?: boolean; devOptional?: boolean }>;
}

/** Packs the package as it would be published. Gives the file. */
export async function packed(): Promise<string> {
  const folder = temporaryFolder();
  await npm(root, "pack", "--ignore-scripts", "--pack-destination", folder);
  const [tarball = ""] = readdirSync(folder);
  return path.join(folder, tarball);
}

/** Packs the package as it would be published, and installs it with Pulumi's SDK (this clone's, or another) and nothing else. Gives the folder. */
export async function packedAndInstalled(sdk?: string): Promise<string> {
  const [folder, tarball] = [temporaryFolder(), await packed()];
  const lock: Lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const dependencies = {
    "@pulumi/pulumi": sdk ?? lock.packages["node_modules/@pulumi/pulumi"]?.version,
    "pulumi-cognite-iam": `file:${tarball}`,
  };
  // The versions of this clone are in npm's cache; npm takes out of the list what these two do not need.
  const known = Object.entries(lock.packages).filter(([where, { link }]) => where.startsWith("node_modules/") && !link);
  const packages = Object.fromEntries(known.map(([where, { dev: _, devOptional: __, ...entry }]) => [where, entry]));
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  writeFileSync(
    path.join(folder, "package-lock.json"),
    JSON.stringify({ lockfileVersion: 3, requires: true, packages: { "": { dependencies }, ...packages } }),
  );
  await npm(folder, "install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
  return folder;
}

/** Gives a program's folder all that is installed in another. */
export const installedFrom = (installed: string) => (folder: string) =>
  symlinkSync(path.join(installed, "node_modules"), path.join(folder, "node_modules"), "dir");

/** The same, after the compiler has joined what is installed, as in a program that Pulumi's template has made. */
export const installedWithCompiler = (installed: string) => (folder: string) => {
  const compiler = path.join(installed, "node_modules/typescript");
  if (!existsSync(compiler)) symlinkSync(path.join(root, "node_modules/typescript"), compiler, "dir");
  installedFrom(installed)(folder);
};

/** Links this clone into a program's folder, beside a copy of Pulumi's SDK that is the program's own. */
export const linkedBeside = (installed: string) => (folder: string) => {
  mkdirSync(path.join(folder, "node_modules"));
  symlinkSync(path.join(installed, "node_modules/@pulumi"), path.join(folder, "node_modules/@pulumi"), "dir");
  symlinkSync(root, path.join(folder, "node_modules/pulumi-cognite-iam"), "dir");
};

/** Type-checks a program as its author's editor does. Gives what the compiler says. */
export async function typeErrors(folder: string): Promise<string> {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const { code, text } = await spawned(process.execPath, [tsc, "--noEmit", "-p", folder], {
    cwd: folder,
    env: process.env,
  });
  return code === 0 ? "" : text;
}

export async function npm(cwd: string, ...args: string[]): Promise<void> {
  const cli = process.env["npm_execpath"];
  const [command, first] = cli?.endsWith("npm-cli.js") ? [process.execPath, [cli]] : ["npm", []];
  const { code, text } = await spawned(command, [...first, ...args], { cwd, env: process.env });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} ended with ${code}:\n${text}`);
}
