import { vi } from "vitest";
import { main } from "../../src/cli/program";
import { environmentNames } from "../../src/connection/settings";

/** What a command line has done. */
export interface CliRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line in this process, with no connection in the environment but what is given. */
export async function cli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliRun> {
  const run = { code: 0, stdout: "", stderr: "" };
  const names = [...Object.values(environmentNames), "LOGIN_FLOW", "CDF_CLIENT_TIMEOUT"];
  for (const name of names) if (name !== undefined) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const catching = (stream: "stdout" | "stderr") => (text: string | Uint8Array) => {
    run[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(catching("stdout")),
    vi.spyOn(process.stderr, "write").mockImplementation(catching("stderr")),
  ];
  try {
    const output = { writeOut: catching("stdout"), writeErr: catching("stderr") };
    run.code = await main(args, output as object);
    return run;
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}
