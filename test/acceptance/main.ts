import { writeFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { manifest } from "../../src/client/manifest";
import { resolveConnection } from "../../src/connection/resolve";
import { messageOf } from "../../src/errors";
import { askAll, type Report, sweep } from "./acceptance";
import { neverAsked, questions } from "./questions";
import { hasPassed, reportText } from "./table";

const usage = `usage: npm run test:acceptance -- [--json FILE] [--only ID]… [--sweep]

Asks a CDF project what its API's documentation leaves open, and prints what was assumed and what was found.
  --json FILE  also write the results to FILE as JSON
  --only ID    ask this question only; can be repeated
  --sweep      ask nothing, and delete what earlier runs left behind; stop other runs in the project first
`;

type Environment = Readonly<Record<string, string | undefined>>;

/** The program. @returns its exit code */
export async function main(args: readonly string[], environment: Environment): Promise<number> {
  try {
    return await runProgram(args, environment);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return 1;
  }
}

async function runProgram(args: readonly string[], environment: Environment): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "string" },
      only: { type: "string", multiple: true },
      sweep: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return say(usage, 0);
  const chosen = questions.filter(({ id }) => values.only?.includes(id) ?? true);
  const unknown = values.only?.filter((id) => !chosen.some((each) => each.id === id)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no question ${unknown.join(", ")}.`);
  const unset = unsetIn(environment);
  if (unset.length > 0)
    return say(`Skipped: the acceptance tests need ${unset.join("; ")} in the environment. See CONTRIBUTING.md.\n`, 0);
  const connection = resolveConnection({ environment });
  if (values.sweep) {
    const { deleted, left } = await sweep(connection);
    return say(
      [`Deleted: ${deleted}.`, ...left.map((each) => `Left behind: ${each}.`), ""].join("\n"),
      left.length && 1,
    );
  }
  process.stderr.write(`Asking ${chosen.length} questions. Press Ctrl-C to stop and clean up.\n`);
  const interruption = interruptible();
  const report = await askAll(connection, { questions: chosen, interrupted: interruption.signal });
  if (values.json !== undefined) writeFileSync(values.json, toJson(report));
  return say(reportText(report), interruption.exitCode() ?? (hasPassed(report) ? 0 : 1));
}

/** What must be set for a run, as far as it is not. */
function unsetIn(environment: Environment): string[] {
  const isSet = (name: string) => (environment[name] ?? "") !== "";
  const wanted: [string, boolean][] = [
    ["COGNITE_IAM_ACCEPTANCE=1", environment["COGNITE_IAM_ACCEPTANCE"] === "1"],
    ["CDF_PROJECT", isSet("CDF_PROJECT")],
    ["CDF_CLUSTER or CDF_URL", isSet("CDF_CLUSTER") || isSet("CDF_URL")],
    [
      "IDP_CLIENT_ID and IDP_CLIENT_SECRET, or CDF_TOKEN",
      isSet("CDF_TOKEN") || (isSet("IDP_CLIENT_ID") && isSet("IDP_CLIENT_SECRET")),
    ],
  ];
  return wanted.flatMap(([name, isThere]) => (isThere ? [] : [name]));
}

/** The first signal ends the run, which then clears up; the second ends this process. */
function interruptible(): { signal: AbortSignal; exitCode(): number | undefined } {
  const controller = new AbortController();
  let exitCode: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (exitCode !== undefined) process.exit(exitCode);
      exitCode = 128 + os.constants.signals[signal];
      process.stderr.write("Interrupted. Deleting what the run created; interrupt again to stop at once.\n");
      controller.abort();
    });
  return { signal: controller.signal, exitCode: () => exitCode };
}

const toJson = (report: Report): string =>
  `${JSON.stringify({ version: manifest.version, at: new Date().toISOString(), ...report, neverAsked }, undefined, 2)}\n`;

function say(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}
