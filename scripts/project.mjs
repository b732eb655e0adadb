import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The clone that these scripts are in. */
export const root = fileURLToPath(new URL("..", import.meta.url));

export const windows = process.platform === "win32";

/**
 * The Node that everything but these scripts runs with: a development dependency, since the one on the PATH may be older. Or
 * another, by its path in `PULUMI_COGNITE_IAM_NODE`.
 */
export const nodeBin =
  process.env.PULUMI_COGNITE_IAM_NODE || path.join(root, "node_modules", "node", "bin", windows ? "node.exe" : "node");

/** Where builds that take minutes are kept between runs and clones: `PULUMI_COGNITE_IAM_CACHE`, or the user's cache folder. */
export function cacheFolder() {
  const { PULUMI_COGNITE_IAM_CACHE: named, LOCALAPPDATA: local, XDG_CACHE_HOME: xdg = "" } = process.env;
  if (named) return path.resolve(named);
  let folder = path.isAbsolute(xdg) ? xdg : path.join(homedir(), ".cache"); // XDG: a relative path is to be ignored
  if (process.platform === "darwin") folder = path.join(homedir(), "Library", "Caches");
  if (windows) folder = local || path.join(homedir(), "AppData", "Local");
  return path.join(folder, "pulumi-cognite-iam");
}

/** Whether node was started with this module, rather than another that imports it. @param {string} url */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

/** @param {string | Buffer} content */
export function hash(content) {
  return createHash("sha256").update(content).digest("hex");
}

/** @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** Prints the error, and sets the exit code. @param {unknown} error */
export function fail(error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
