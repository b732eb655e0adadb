import { Command, CommanderError, type OutputConfiguration } from "commander";
import { manifest, requireNode } from "../client/manifest";
import { access } from "./access/command";
import { adopt } from "./adopt/command";
import { describeFailure, ExitWith } from "./failure";
import { leftovers } from "./leftovers/command";
import { local } from "./local/command";
import { plugin } from "./plugin/command";
import { verify } from "./verify/command";

/** Every command: a file that describes it, and loads what it runs only when it runs. */
export const commands: readonly (() => Command)[] = [local, adopt, verify, access, leftovers, plugin];

/**
 * Runs the command line and returns its exit code: 0, 1 when a command failed or has found something, 2 for wrong usage,
 * 3 when a change needs a review: it gives somebody write, or takes the right to manage groups from somebody (`access`);
 * also when a group is left over (`leftovers`).
 *
 * @param args - what follows the program's name.
 */
export async function main(args: readonly string[], output: OutputConfiguration = {}): Promise<number> {
  const program = new Command("pulumi-cognite-iam")
    .description("Review, import and clean up access in Cognite Data Fusion projects, alongside Pulumi.")
    .version(manifest.version, "-V, --version", "print the version")
    .exitOverride()
    .configureOutput(output);
  for (const make of commands) program.addCommand(make().copyInheritedSettings(program));
  try {
    requireNode();
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof ExitWith) return error.code;
    process.stderr.write(`${describeFailure(error)}\n`);
    return 1;
  }
}
