import { execFileSync } from "node:child_process";
import path from "node:path";
import { beforeAll, beforeEach } from "vitest";
import { engineFolder, root, type Stack, type Workspace } from "./harness";

/** Where the engine finds the plugin, for `Pulumi.yaml`. */
const plugins = `plugins:\n  providers:\n    - name: cognite-iam\n      path: ${path.join(root, "plugin")}\n`;

let folder = "";
let missing: string | undefined;

/** Makes the tests of a file need the hosts of languages: where none can be had, they are skipped with the reason. */
export function needLanguages(...languages: ("yaml" | "python")[]): void {
  beforeAll(() => {
    const env = { ...process.env, PATH: [engineFolder(), process.env["PATH"]].join(path.delimiter) };
    const args = [path.join(root, "scripts/engine.mjs"), "--languages", languages.join()];
    try {
      folder = execFileSync(process.execPath, args, { encoding: "utf8", env, stdio: "pipe" }).trim();
    } catch (error) {
      missing = String((error as { stderr?: unknown }).stderr ?? error);
    }
  });
  beforeEach(({ skip }) => {
    if (missing !== undefined) skip(missing);
  });
}

/** A new stack `dev` of a YAML program: its sections but for the name and the runtime. */
export async function yamlStack(workspace: Workspace, name: string, program: string): Promise<Stack> {
  const stack = await workspace.stack(name, yaml(name, program), () => undefined);
  withHosts(stack);
  return stack;
}

/** The file of a YAML program. */
export const yaml = (name: string, program: string): Record<string, string> => ({
  "Pulumi.yaml": `name: ${name}\nruntime: yaml\n${plugins}${program}`,
});

/** The file of a Python program, and what runs it. */
export const python = (name: string, program: string): Record<string, string> => ({
  "Pulumi.yaml": `name: ${name}\nruntime: python\n${plugins}`,
  "__main__.py": `import pulumi\nimport pulumi_cognite_iam as iam\n${program}`,
});

/** Lets the commands of a stack find the language hosts, and other programs before what else is there. */
export function withHosts(stack: Stack, ...before: string[]): void {
  const { PATH } = stack.environment();
  stack.env = { ...stack.env, PATH: [...before, folder, PATH].join(path.delimiter) };
}
