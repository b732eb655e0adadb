import { readFileSync } from "node:fs";
import path from "node:path";
import { type Run, root, type Stack, spawned } from "./harness";

/** The commands that a guide tells its reader to run, in their order. */
export function commandsOf(guide: string): string[] {
  const text = readFileSync(path.join(root, "docs", guide), "utf8");
  const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)];
  return blocks.flatMap(([, block = ""]) => block.trim().split("\n")).map((line) => line.trim());
}

/** Runs a command of a guide in a stack's folder, as its reader would, but for what would ask or download. */
export async function follow(
  stack: Stack,
  command: string,
): Promise<Pick<Run, "text" | "code"> & { calls?: string[] }> {
  const [program = "", ...words] = command.replaceAll("'", "").split(" ");
  if (command === "npm install") return { text: "", code: 0 };
  if (program === "pulumi") {
    const [name = "", verb] = words;
    const consent = ["up", "import", "destroy"].includes(name) ? ["--yes", "--skip-preview"] : [];
    if (["stack rm", "state delete"].includes(`${name} ${verb}`)) consent.push("--yes");
    return stack.pulumi([...words, ...consent]);
  }
  if (command.startsWith("npm pkg delete "))
    return spawned("npm", words, { cwd: stack.folder, env: stack.environment() });
  if (program !== "npx" || words[0] !== "pulumi-cognite-iam")
    throw new Error(`a guide has a command of its own: ${command}`);
  return cognite(stack, words.slice(1));
}

/** Runs the package's own command in a stack's folder. */
export function cognite(
  stack: Stack,
  args: readonly string[],
): Promise<{ code: number; text: string; stdout: string }> {
  return spawned(process.execPath, [path.join(root, "dist/cli/main.js"), ...args], {
    cwd: stack.folder,
    env: stack.environment(),
  });
}
