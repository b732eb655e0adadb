import { readFileSync } from "node:fs";
import { Command } from "commander";
import { CdfError, messageOf } from "../../errors";
import { plainLines } from "../../text/plain-text";
import { ExitWith } from "../failure";
import { collect, projectName } from "../options";
import type { ProjectNeeds } from "./needs";

interface VerifyOptions {
  for?: string;
  project?: string[];
  stack?: string;
  json?: boolean;
}

/** `pulumi-cognite-iam verify`: who am I, and what may I do here. */
export function verify(): Command {
  return new Command("verify")
    .description("Show who you are connected as, what you may do, and which permissions are missing.")
    .option(
      "--for <file>",
      "check only what the resources in a `pulumi stack export` or `pulumi preview --json` need, in each of their projects",
    )
    .option(
      "--project <name>",
      "check this CDF project; repeatable (default: the connection's, or with --for all of the stack's)",
      collect(projectName),
    )
    .option("--stack <name>", "take the connection from this stack's config, or else from the environment")
    .option("--json", "print JSON instead of text")
    .addHelpText("after", help)
    .action(run);
}

const help = `
The command only reads, with one token for all projects. Exit code 0: you have all required permissions.
1: some are missing, or could not be determined. Resources whose explicit Provider has another connection
are listed, but not checked. A preview has only the resources that it changes.

Examples:
  $ npx pulumi-cognite-iam verify
  $ npx pulumi-cognite-iam verify --stack prod --project plant-a --project plant-b
  $ pulumi stack export --file stack.json && npx pulumi-cognite-iam verify --for stack.json`;

async function run({ for: file, project: named = [], stack, json }: VerifyOptions, command: Command): Promise<void> {
  const [{ tryConnection, verifyAccess }, { allNeeds, stackNeeds }, report, { stackConfigOf }] = await Promise.all([
    import("./verify.js"),
    import("./needs.js"),
    import("./text.js"),
    import("../stack-config.js"),
  ]);
  const resources = file === undefined ? undefined : await readResources(file, command);
  const config = stack === undefined ? undefined : await stackConfigOf(stack);
  const attempt = tryConnection({ config, environment: process.env });
  const needs = resources && stackNeeds(resources, attempt.connection);
  const projects = [...new Set(named)];
  const wanted =
    needs === undefined
      ? (projects.length > 0 ? projects : [attempt.connection?.project]).map((project) => ({
          project,
          needs: allNeeds(),
        }))
      : onlyIn(needs.projects, projects, command);
  const found = await verifyAccess(attempt, wanted);
  process.stdout.write(
    json
      ? `${JSON.stringify(report.verificationJson(found, needs), undefined, 2)}\n`
      : plainLines(report.verificationText(found, needs)),
  );
  if (!report.isEnough(found)) throw new ExitWith(1);
}

async function readResources(file: string, command: Command) {
  const [{ stackResources }, { isState }] = await Promise.all([
    import("../stack-resources.js"),
    import("../access/from-state.js"),
  ]);
  try {
    const json = jsonIn(readFileSync(file, "utf8"));
    return { resources: stackResources(json), isPreview: !isState(json) };
  } catch (error) {
    return command.error(plainLines(`error: option '--for <file>' ${file}: ${whyNot(error)}`));
  }
}

function whyNot(error: unknown): string {
  if (error instanceof CdfError) return `it ${error.message}`;
  return error instanceof Error && "code" in error && error.code === "ENOENT"
    ? "the file does not exist"
    : messageOf(error);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is needed in the projects that were named; in all, where none was. */
function onlyIn(all: readonly ProjectNeeds[], names: readonly string[], command: Command): readonly ProjectNeeds[] {
  const known = all.map(({ project }) => project);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    command.error(
      `error: option '--project <name>' ${unknown}: the stack has no resources there that this connection can check: use ${known.join(" or ")}`,
    );
  return names.length === 0 ? all : all.filter(({ project }) => project !== undefined && names.includes(project));
}
