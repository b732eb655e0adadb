import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { manifest } from "../../client/manifest";
import { CdfError } from "../../errors";
import { isObject } from "../../validation/problems";
import type { Sources } from "./program";

/** What was written, relative to the folder. */
export interface Written {
  sources: string[];
  /** What makes a folder a program, where it was missing. */
  setup: string[];
}

/**
 * Writes a program into a folder: the sources, and what else makes it a program as far as it is missing. Nothing is
 * written at all when a source is there already, unless `force` says so.
 *
 * @param wrote - is told which share of the files is written, from 0 to 1.
 * @throws CdfError `EXISTS` naming every source that is there.
 */
export function writeProgram(
  folder: string,
  sources: Sources,
  { pulumiProject, force }: { pulumiProject: string; force: boolean },
  wrote: (share: number) => void = () => undefined,
): Written {
  const there = Object.keys(sources).filter((name) => existsSync(path.join(folder, name)));
  if (there.length > 0 && !force)
    throw new CdfError(
      "EXISTS",
      `${there.join(", ")} ${there.length === 1 ? "is" : "are"} in ${folder} already, and nothing was written: choose another folder with --out, or write over with --force`,
    );
  mkdirSync(folder, { recursive: true });
  const setup = Object.entries(setupFiles(pulumiProject)).filter(([name]) => !existsSync(path.join(folder, name)));
  const files = [...setup, ...Object.entries(sources)];
  for (const [i, [name, text]] of files.entries()) {
    writeFileSync(path.join(folder, name), text);
    wrote((i + 1) / files.length);
  }
  return { sources: Object.keys(sources), setup: setup.map(([name]) => name) };
}

/** The Pulumi project that a folder holds, or would get. */
export function pulumiProjectIn(folder: string, cdfProject: string): string {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => path.join(folder, name)).find((each) => existsSync(each));
  const settings: unknown = file === undefined ? undefined : parse(readFileSync(file, "utf8"));
  return isObject(settings) && typeof settings["name"] === "string" ? settings["name"] : `${cdfProject}-access`;
}

function setupFiles(pulumiProject: string): Record<string, string> {
  const { version, peerDependencies } = manifest;
  const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
  return {
    "Pulumi.yaml": `name: ${pulumiProject}\nruntime:\n  name: nodejs\ndescription: Who may do what in a project of Cognite Data Fusion\n`,
    "package.json": json({
      name: pulumiProject.toLowerCase(),
      private: true,
      main: "index.ts",
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
        types: ["node"],
      },
      include: ["*.ts"],
    }),
  };
}
