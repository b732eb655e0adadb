import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

/** The committed schema with the version that `package.json` has now. */
export function versionedSchema() {
  const read = (/** @type {string} */ file) => JSON.parse(readFileSync(path.join(root, file), "utf8"));
  return { ...read("schema.json"), version: read("package.json").version };
}
