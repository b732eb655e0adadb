import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CdfError } from "../errors";
import { type ConnectionArgs, connectionKeys } from "../settings";

/**
 * The settings that a Pulumi stack of this folder holds under `cognite:…`, decrypted.
 * @throws CdfError `PULUMI` when the CLI cannot tell them, with what it said.
 */
export async function stackConfigOf(stack: string): Promise<ConnectionArgs> {
  const args = ["config", "--json", "--show-secrets", "--stack", stack, "--non-interactive"];
  const { stdout } = await promisify(execFile)("pulumi", args, { maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: NodeJS.ErrnoException & { stderr?: string }) => {
      const said =
        error.code === "ENOENT" ? "the Pulumi CLI is not on the PATH" : firstLine(error.stderr || error.message);
      throw new CdfError("PULUMI", `the config of stack ${stack} cannot be read: ${said}`);
    },
  );
  const config: Record<string, { value?: string }> = JSON.parse(stdout);
  return Object.fromEntries(connectionKeys.map((key) => [key, config[`cognite:${key}`]?.value]));
}

const firstLine = (text: string) => text.trim().split("\n")[0] ?? "";
