import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The clone that these scripts stand in. */
export const root = fileURLToPath(new URL("..", import.meta.url));

export const windows = process.platform === "win32";

/** The Node that everything but these scripts runs with: a development dependency, since the one on the PATH may be older. */
export const nodeBin = path.join(root, "node_modules", "node", "bin", windows ? "node.exe" : "node");

/** Where what takes minutes to make is kept between runs and clones: `PULUMI_COGNITE_IAM_CACHE`, or the user's cache folder. */
export function cacheFolder(env = process.env) {
  if (env.PULUMI_COGNITE_IAM_CACHE) return path.resolve(env.PULUMI_COGNITE_IAM_CACHE);
  return path.join(userCache(env), "pulumi-cognite-iam");
}

/** The name of the lock under which this clone's `node_modules` and `dist` are made. */
export const cloneLock = `clone-${hash(root).slice(0, 12)}`;

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

/** @param {NodeJS.ProcessEnv} env */
function userCache(env) {
  if (windows) return env.LOCALAPPDATA || path.join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return path.join(homedir(), "Library", "Caches");
  // The XDG specification: a relative path is to be ignored.
  if (env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME)) return env.XDG_CACHE_HOME;
  return path.join(homedir(), ".cache");
}
