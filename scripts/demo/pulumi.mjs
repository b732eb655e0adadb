import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { root, windows } from "../project.mjs";
import { coloured, dim, say } from "./output.mjs";

/** How long a command may take to end after it is asked to stop. */
const GRACE_MS = 8_000;

/** A Pulumi CLI command that failed, with all its `output`. */
export class PulumiError extends Error {
  /**
   * @param {string} command
   * @param {number | null} code
   * @param {string} output
   */
  constructor(command, code, output) {
    super(`\`${command}\` ended with ${code === null ? "a signal" : `exit code ${code}`}`);
    this.output = output;
  }
}

/**
 * Runs Pulumi CLI commands and shows their output, without the lines that distract.
 *
 * @param {{ env: NodeJS.ProcessEnv; stop: AbortSignal }} settings
 */
export function pulumiWith({ env, stop }) {
  /**
   * @param {string} cwd
   * @param {string} command as a person would type it, and as it is shown
   * @param {{ args?: string[]; trim?: (line: string) => boolean; quiet?: boolean }} [options] `args` are added, unseen
   * @returns {Promise<string>} its whole output, without colours
   */
  return async (cwd, command, { args = [], trim = isNoise, quiet = false } = {}) => {
    stop.throwIfAborted();
    if (!quiet) say(`\n${dim(`  ${path.relative(root, cwd)}$ ${command}`)}`);
    const [, ...words] = command.split(" ");
    const child = spawn("pulumi", [...words, ...args, "--non-interactive", "--color", coloured ? "always" : "never"], {
      cwd,
      env,
      // A process group of its own: a Ctrl-C in the terminal reaches it through us, once.
      detached: !windows,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const end = () => {
      child.kill("SIGINT");
      setTimeout(() => killGroup(child.pid), GRACE_MS).unref();
    };
    stop.addEventListener("abort", end);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => {
        const plain = stripVTControlCharacters(line).trimEnd();
        output += `${plain}\n`;
        if (!quiet && !stop.aborted && plain !== "" && !trim(plain)) say(`    ${line.trimEnd()}`);
      });
    try {
      const code = await new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
      });
      stop.throwIfAborted();
      if (code !== 0) throw new PulumiError(command, code, output);
      return output;
    } finally {
      stop.removeEventListener("abort", end);
    }
  };
}

/** Lines that say nothing new, or that are about the stack as a resource. @param {string} line */
export function isNoise(line) {
  return (
    /^@|^(Previewing|Updating|Refreshing|Destroying|Duration|The resources in the stack|If you want to remove)/.test(
      line,
    ) ||
    line.includes("pulumi:pulumi:Stack") ||
    /(creating|creating replacement|deleting|deleting original|refreshing|replacing) \(/.test(line) ||
    /^ \+- .* replaced \(/.test(line) ||
    /^ {4}pulumi-nodejs:\S+ \S+$/.test(line)
  );
}

/** Of a detailed diff, only what differs; a new group never has an ID yet. @param {string} line */
export const isUnchanged = (line) =>
  !(/^\s*(\+-|[+~-]) ?[^-]/.test(line) || /^Resources:|\[urn=.*cognite:/.test(line)) ||
  /^\s*- (groupId|project) /.test(line);

/** @param {number | undefined} pid */
function killGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(windows ? pid : -pid, "SIGKILL");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}
