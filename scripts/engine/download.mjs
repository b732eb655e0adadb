import { existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run, showing } from "../child.mjs";
import { messageOf, nodeBin } from "../project.mjs";
import { files, versions } from "./folder.mjs";

/** About 100 MB; slower than this, and the Go build is no worse. */
const TIMEOUT_MS = 300_000;

/**
 * Downloads the official release, by way of Pulumi's Automation API, and keeps some of its files.
 *
 * @param {string} draft the folder to put them into
 * @param {readonly string[]} wanted the files that must be there
 */
export async function download(draft, wanted = [files.pulumi, files.languageHost]) {
  const root = path.join(draft, "download");
  await showing(`Downloading Pulumi ${versions.pulumi}`, async () => {
    const script = fileURLToPath(new URL("download-child.cjs", import.meta.url));
    // The SDK fetches with Node's own client, which heeds HTTPS_PROXY only so.
    const env = { ...process.env, NODE_USE_ENV_PROXY: "1" };
    try {
      await run(nodeBin, [script, root, versions.pulumi], { env, timeoutMs: TIMEOUT_MS });
    } catch (error) {
      throw new Error(messageOf(error).split("\n").slice(-6).join("\n"));
    }
  });
  for (const name of wanted) {
    const file = path.join(root, "bin", name);
    if (!existsSync(file)) throw new Error(`the download holds no ${name}`);
    renameSync(file, path.join(draft, name));
  }
  rmSync(root, { recursive: true, force: true });
}
