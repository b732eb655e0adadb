import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";

/**
 * What scripts use of `package.json`.
 *
 * @typedef {{ version: string; description: string; keywords: string[]; license: string; repository: string | { url: string } }} Manifest
 */

/** @type {Manifest} */
export const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

/** The repository on GitHub, as `owner/name`. `package.json` is the one place that says it. @param {Manifest} of */
export function repositoryOf({ repository } = manifest) {
  const url = typeof repository === "string" ? repository : repository.url;
  const [, owner, name] = /github(?:\.com)?[/:]([\w-]+)\/([\w.-]+?)(?:\.git)?$/.exec(url) ?? [];
  if (owner === undefined || name === undefined) throw new Error(`package.json names no repository on GitHub: ${url}`);
  return `${owner}/${name}`;
}
