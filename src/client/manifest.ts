import { readFileSync } from "node:fs";
import path from "node:path";
import { ConfigError } from "../errors";

/** What `package.json` says about this package. */
export const manifest: { version: string; engines: { node: string }; peerDependencies: Record<string, string> } =
  JSON.parse(readFileSync(path.join(__dirname, "../../package.json"), "utf8"));

/**
 * An older Node.js lacks what the HTTP client and the local server need, and would fail midway with an unrelated error.
 */
export function requireNode(version: string = process.versions.node): void {
  const [wanted = ""] = /\d+\.\d+/.exec(manifest.engines.node) ?? [];
  if (version.localeCompare(wanted, "en", { numeric: true }) >= 0) return;
  throw new ConfigError(
    `Node.js ${wanted} or later is required, and this is ${version}: put a newer \`node\` on the PATH`,
  );
}
