import { readFileSync } from "node:fs";
import { Command } from "commander";
import { messageOf } from "../../errors";
import { plainLines } from "../../text/plain-text";
import { ExitWith } from "../failure";
import type { StackNeeds } from "./needs";

interface VerifyOptions {
  for?: string;
  stack?: string;
  json?: boolean;
}

/** `cognite-iam verify`: who am I, and what may I do here. */
export function verify(): Command {
  return new Command("verify")
    .description("Show who the connection is, what it may do, and what this package needs that it lacks.")
    .option("--for <file>", "check only what the resources of a `pulumi stack export` need")
    .option(
      "--stack <name>",
      "take the connection from this stack's config, where it has one, else from the environment",
    )
    .option("--json", "print JSON instead of text")
    .addHelpText("after", help)
    .action(run);
}

const help = `
Only reads. Exit code 0 when all that is needed is there, 1 when something is missing or cannot be found out.

Examples:
  $ cognite-iam verify
  $ cognite-iam verify --stack prod
  $ pulumi stack export --file stack.json && cognite-iam verify --for stack.json`;

async function run({ for: file, stack, json }: VerifyOptions, command: Command): Promise<void> {
  const [{ verifyAccess, neededGroup }, { allNeeds, stackNeeds }, { isEnough, verificationText }, { stackConfigOf }] =
    await Promise.all([import("./verify.js"), import("./needs.js"), import("./text.js"), import("../stack-config.js")]);
  const exported = file === undefined ? undefined : readExport(file, stackNeeds, command);
  const config = stack === undefined ? undefined : await stackConfigOf(stack);
  const needs = exported?.needs ?? allNeeds();
  const found = await verifyAccess({ config, environment: process.env }, needs);
  const enough = isEnough(found);
  if (json) {
    const group = enough ? undefined : neededGroup(needs, found);
    const resources = exported?.counts;
    process.stdout.write(`${JSON.stringify({ enough, ...found, resources, group }, undefined, 2)}\n`);
  } else
    process.stdout.write(
      plainLines(verificationText(found, exported === undefined ? [unused] : stackNotes(exported, found.project))),
    );
  if (!enough) throw new ExitWith(1);
}

function readExport(file: string, read: (text: string) => StackNeeds, command: Command): StackNeeds {
  try {
    return read(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof Error && "code" in error && error.code === "ENOENT" ? "there is no such file" : error;
    return command.error(`error: option '--for <file>' ${file}: ${messageOf(why)}`);
  }
}

const unused = "Rights for kinds of resources that you do not declare need not be there: see --for.";

function stackNotes({ counts, projects, providers }: StackNeeds, project: string | undefined): string[] {
  const resources = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  const elsewhere = projects.filter((each) => each !== project);
  return [
    `The stack has ${resources.join(", ") || "no resources of this package"}.`,
    ...(elsewhere.length > 0
      ? [`Some of them are in other projects, which are not checked: ${elsewhere.join(", ")}.`]
      : []),
    ...(providers.length > 0
      ? [`Some have a provider of their own, whose connection is not checked: ${providers.join(", ")}.`]
      : []),
  ];
}
