import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CdfError } from "../errors";

/** The largest output to read, in bytes: a state may be large. */
const maxBuffer = 256 * 1024 * 1024;

/**
 * What a command of the Pulumi CLI prints.
 * @param failed - the message of the error when it fails, built from what the CLI says.
 * @throws CdfError `PULUMI` when it fails.
 */
export async function pulumiOutput(args: readonly string[], failed: (said: string) => string): Promise<string> {
  const { stdout } = await promisify(execFile)("pulumi", [...args, "--non-interactive"], { maxBuffer }).catch(
    (error: NodeJS.ErrnoException & { stderr?: string }) => {
      const said =
        error.code === "ENOENT" ? "the Pulumi CLI is not on the PATH" : errorLine(error.stderr || error.message);
      throw new CdfError("PULUMI", failed(said));
    },
  );
  return stdout;
}

/** The line that says what is wrong; warnings may come before it. */
function errorLine(text: string): string {
  const lines = text.trim().split("\n");
  return lines.find((line) => line.startsWith("error: ")) ?? lines[0] ?? "";
}
