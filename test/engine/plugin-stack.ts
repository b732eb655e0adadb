import { execFileSync } from "node:child_process";
import path from "node:path";
import { root, type Stack, temporaryFolder, type Workspace } from "./harness";
import type { LanguageHost } from "./language-hosts";

/** Where the engine finds the plugin. */
export const plugins = `plugins:\n  providers:\n    - name: cognite-iam\n      path: ${path.join(root, "plugin")}\n`;

/** The file of a YAML program: its sections but for the name and the runtime. */
export const yaml = (name: string, program: string): Record<string, string> => ({
  "Pulumi.yaml": `name: ${name}\nruntime: yaml\n${plugins}${program}`,
});

/** The file of a Python program, and what runs it. */
export const python = (name: string, program: string): Record<string, string> => ({
  "Pulumi.yaml": `name: ${name}\nruntime: python\n${plugins}`,
  "__main__.py": `import pulumi\nimport pulumi_cognite_iam as iam\n\n${program}`,
});

/** A new stack `dev` of a program that runs on a host, by the plugin as it was built. */
export async function pluginStack(
  workspace: Workspace,
  name: string,
  program: Record<string, string>,
  host: LanguageHost,
): Promise<Stack> {
  if (host.missing !== undefined) throw new Error(host.missing);
  const stack = await workspace.stack(name, program, () => undefined);
  useHost(stack, host);
  return stack;
}

/** Lets the commands of a stack find the host, and its programs our SDK. */
export function useHost(stack: Stack, host: LanguageHost): void {
  if (host.missing !== undefined) throw new Error(host.missing);
  stack.env["PATH"] = [...host.folders, stack.environment()["PATH"]].join(path.delimiter);
  if (host.sdk !== undefined) stack.env["PYTHONPATH"] = installed(host.folders, host.sdk);
}

const packages = new Map<string, string>();

/** Where pip has put our SDK, once for each test file. */
function installed(folders: readonly string[], sdk: string): string {
  const known = packages.get(sdk);
  if (known !== undefined) return known;
  const target = temporaryFolder();
  const args = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", target, sdk];
  const PATH = [...folders, process.env["PATH"]].join(path.delimiter);
  execFileSync("python", args, { env: { ...process.env, PATH }, stdio: "pipe" });
  packages.set(sdk, target);
  return target;
}
