import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { CdfError, messageOf } from "../../errors";
import { objectOf } from "../../validation/problems";

/** The package of a program. */
export interface ProgramPackage {
  /** Whether its `.ts` files are ES modules, which import each other by their file names. */
  isModule: boolean;
  /** The commands that install what the program needs and the package does not list. */
  installs: string[];
}

/** How npm installs what a program needs, by the name of each package. */
const packages = { "@pulumi/pulumi": "@pulumi/pulumi", "pulumi-cognite-iam": "pulumi-cognite-iam" };
const tools = { typescript: "typescript@6", "@types/node": "@types/node@22" };

/**
 * The package of the program in a folder. Where there is none, `adopt` writes one that is complete. It has no `type`: Pulumi
 * checks the types of CommonJS programs only.
 *
 * @throws CdfError `INVALID_ARGUMENT` when `package.json` is not JSON.
 */
export function packageIn(folder: string): ProgramPackage {
  const file = path.join(folder, "package.json");
  if (!existsSync(file)) return { isModule: false, installs: [] };
  const content = objectOf(jsonIn(file));
  const listed = { ...objectOf(content["dependencies"]), ...objectOf(content["devDependencies"]) };
  const install = (command: string, wanted: Readonly<Record<string, string>>) => {
    const missing = Object.keys(wanted).filter((name) => !(name in listed));
    return missing.length === 0 ? [] : [[command, ...missing.map((name) => wanted[name])].join(" ")];
  };
  return {
    isModule: content["type"] === "module",
    installs: [...install("npm install", packages), ...install("npm install --save-dev", tools)],
  };
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CdfError("INVALID_ARGUMENT", `${file} is not valid JSON (${messageOf(error)}): correct the file`);
  }
}
