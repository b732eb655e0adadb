import { spawnSync } from "node:child_process";
import path from "node:path";
import { root, temporaryFolder } from "./harness";

/** What programs in another language need on the PATH; or why they cannot run here. */
export type LanguageHost = { folders: string[]; sdk?: string; missing?: undefined } | { missing: string };

/**
 * Finds or makes the language's host, which takes minutes the first time, and for Python the environment of its programs and
 * our SDK.
 */
export function languageHost(language: "yaml" | "python"): LanguageHost {
  const hosts = made("engine.mjs", "--languages", language);
  if (hosts.missing !== undefined || language === "yaml") return hosts;
  const environment = made("python.mjs");
  if (environment.missing !== undefined) return environment;
  const sdk = path.join(temporaryFolder(), "sdk");
  const written = made("sdk.mjs", "--language", "python", "--out", sdk);
  if (written.missing !== undefined) return written;
  return { folders: [...hosts.folders, ...environment.folders], sdk };
}

/** The title of tests that need a host: it says why they are skipped. */
export const titled = (title: string, { missing }: LanguageHost): string =>
  missing === undefined ? title : `${title} (skipped: ${missing})`;

function made(script: string, ...args: string[]): LanguageHost {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, "scripts", script), ...args], {
    encoding: "utf8",
  });
  if (status !== 0) return { missing: stderr.trim().replace(/\s+/g, " ") };
  return { folders: stdout.trim().split("\n").slice(-1) };
}
