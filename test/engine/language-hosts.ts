import { spawnSync } from "node:child_process";
import path from "node:path";
import { root, type Stack, spawned, temporaryFolder } from "./harness";

export const languages = ["yaml", "python"] as const;

export type Language = (typeof languages)[number];

/** What programs in a language need on the PATH, and our SDK where there is one; or why they cannot run here. */
export type LanguageHost = { folders: string[]; sdk?: string; missing?: undefined } | { missing: string };

/**
 * Finds or makes the language's host, which takes minutes the first time, and for Python the environment of its programs and
 * our SDK.
 */
export function languageHost(language: Language): LanguageHost {
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

/** Makes the plugin known to Pulumi, and the SDK to the program, as the pages say. */
export async function prepare(stack: Stack, host: LanguageHost): Promise<void> {
  if (host.missing !== undefined) throw new Error(host.missing);
  stack.env["PATH"] = [...host.folders, stack.environment()["PATH"]].join(path.delimiter);
  if (host.sdk === undefined) {
    await run(stack, process.execPath, [path.join(root, "dist/cli/main.js"), "plugin", "install"]);
    return;
  }
  const packages = temporaryFolder();
  const offline = ["--no-deps", "--no-build-isolation"];
  await run(stack, "python", ["-m", "pip", "install", "--quiet", ...offline, "--target", packages, host.sdk]);
  stack.env["PYTHONPATH"] = packages;
  await run(stack, path.join(packages, "bin/pulumi-cognite-iam-plugin"), ["install"]);
}

async function run(stack: Stack, command: string, args: readonly string[]): Promise<void> {
  const { code, text } = await spawned(command, args, { cwd: stack.folder, env: stack.environment() });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${text}`);
}

function made(script: string, ...args: string[]): LanguageHost {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, "scripts", script), ...args], {
    encoding: "utf8",
  });
  if (status !== 0) return { missing: stderr.trim().replace(/\s+/g, " ") };
  return { folders: stdout.trim().split("\n").slice(-1) };
}
