import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { manifest } from "../../client/manifest";
import { CdfError } from "../../errors";
import { isObject } from "../../validation/problems";
import { notify } from "../progress";
import type { Sources } from "./program";
import { readYaml } from "./read-yaml";

/** Where a program goes. */
export interface Folder {
  path: string;
  /** The single file to write; undefined for as many files as needed. */
  file: string | undefined;
  /** The name of the Pulumi project that the folder holds, or would get for a CDF project. */
  pulumiProject(cdfProject: string): string;
}

/** A folder, or the folder of a file that ends with `.ts`. */
export function folderOf(out: string): Folder {
  const isFile = /\.ts$/.test(out);
  const folder = isFile ? path.dirname(out) : out;
  return {
    path: folder,
    file: isFile ? path.basename(out) : undefined,
    pulumiProject: (cdfProject) => pulumiProjectIn(folder, cdfProject),
  };
}

/** What is to be written. */
export interface Contents {
  sources: Sources;
  /** The files of the stacks' config, which may be there already. */
  stackFiles: readonly { name: string; text: string }[];
  pulumiProject: string;
  /** Write over sources that are there. */
  force: boolean;
}

/** What was written, relative to the folder. */
export interface Written {
  sources: string[];
  /** The files that a program needs besides its sources, where they were missing. */
  setup: string[];
  stackFiles: string[];
}

/**
 * Writes a program into a folder: the sources, the stacks' config, and the other files that a program needs, where they are missing.
 * Nothing is written at all when a source is there already, unless `force` says so.
 *
 * @param wrote - called with the share of the files that is written, from 0 to 1.
 * @throws CdfError `EXISTS` naming every source that is there.
 */
export function writeProgram(
  { path: folder, file }: Folder,
  { sources, stackFiles, pulumiProject, force }: Contents,
  wrote: (share: number) => void = () => undefined,
): Written {
  const there = Object.keys(sources).filter((name) => existsSync(path.join(folder, name)));
  if (there.length > 0 && !force)
    throw new CdfError(
      "EXISTS",
      `${there.join(", ")} already ${there.length === 1 ? "exists" : "exist"} in ${folder}, and nothing was written: choose another folder with --out, or overwrite with --force`,
    );
  mkdirSync(folder, { recursive: true });
  const setup = Object.entries(setupFiles(pulumiProject, file ?? "index.ts")).filter(
    ([name]) => !existsSync(path.join(folder, name)),
  );
  const files = [...setup, ...Object.entries(sources), ...stackFiles.map(({ name, text }) => [name, text] as const)];
  for (const [i, [name, text]] of files.entries()) {
    writeFileSync(path.join(folder, name), text);
    wrote((i + 1) / files.length);
  }
  return {
    sources: Object.keys(sources),
    setup: setup.map(([name]) => name),
    stackFiles: stackFiles.map(({ name }) => name),
  };
}

function pulumiProjectIn(folder: string, cdfProject: string): string {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => path.join(folder, name)).find((each) => existsSync(each));
  const settings = file === undefined ? undefined : readYaml(readFileSync(file, "utf8"), file, notify);
  return isObject(settings) && typeof settings["name"] === "string" ? settings["name"] : `${cdfProject}-access`;
}

function setupFiles(pulumiProject: string, main: string): Record<string, string> {
  const { version, peerDependencies } = manifest;
  const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
  return {
    "Pulumi.yaml": `name: ${pulumiProject}\nruntime:\n  name: nodejs\ndescription: Access to a Cognite Data Fusion project\n`,
    "package.json": json({
      name: pulumiProject.toLowerCase(),
      private: true,
      main,
      dependencies: {
        "@pulumi/pulumi": peerDependencies["@pulumi/pulumi"] ?? "*",
        "pulumi-cognite-iam": `^${version}`,
      },
      devDependencies: { "@types/node": "^22", typescript: "~6.0" },
    }),
    "tsconfig.json": json({
      compilerOptions: {
        module: "nodenext",
        target: "es2023",
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        rewriteRelativeImportExtensions: true,
        types: ["node"],
      },
      include: ["*.ts"],
    }),
  };
}
