import { Command, InvalidArgumentError } from "commander";
import type { AdoptOptions } from "./options";

/** `pulumi-cognite-iam adopt`: a program that imports what a project has. */
export function adopt(): Command {
  return new Command("adopt")
    .description("Write a TypeScript program that imports the groups and security categories of a project.")
    .option("--out <path>", "folder to write to, or one file that ends with .ts", notEmpty, ".")
    .option("--filter <glob...>", "only what has such a name: * is any text, ? any character")
    .option("--exclude-managed", "leave out groups that a Pulumi stack has made")
    .option("--force", "write over source files that are there")
    .option("--json", "print a file for `pulumi import --file` instead of writing a program")
    .option("--plugin", "with --json: for the provider plugin, as programs in Python and YAML use it")
    .option("--from-toolkit <folder>", "declare what a Cognite Toolkit project's modules do, for all its environments")
    .option("--env <name>", "with --from-toolkit: for one environment, with the values of its config.<name>.yaml")
    .option(
      "--stack <name>",
      "the stack that imports, and whose config has the connection; default: the only one with a config file, else dev",
    )
    .addHelpText("after", help)
    .action(run);
}

const help = `
Nothing is written to the CDF project. The program holds no ids: those to import go into the config of
the stack, as one object \`import\`. \`pulumi up\` imports what is there as it is; then
\`pulumi config rm import\` ends it. Pulumi.yaml, package.json and tsconfig.json are written where they
are missing. Groups that give groupsAcl are protected: Pulumi refuses to delete them.

With --from-toolkit, variables become settings, with a Pulumi.<env>.yaml for each config.<env>.yaml.

Examples:
  $ npx pulumi-cognite-iam adopt --out access
  $ npx pulumi-cognite-iam adopt --out access.ts --filter 'data-*' 'gp_*' --exclude-managed
  $ npx pulumi-cognite-iam adopt --json > import.json && pulumi import --file import.json --generate-code=false
  $ npx pulumi-cognite-iam adopt --json --plugin > import.json && pulumi import --file import.json --out imported.py
  $ npx pulumi-cognite-iam adopt --from-toolkit modules --out access`;

async function run(options: AdoptOptions, command: Command): Promise<void> {
  if (options.env !== undefined && options.fromToolkit === undefined)
    command.error("error: option '--env <name>' goes with '--from-toolkit <folder>'");
  if (options.fromToolkit !== undefined && (options.json || options.excludeManaged))
    command.error("error: option '--from-toolkit <folder>' goes with neither '--json' nor '--exclude-managed'");
  if (options.plugin && !options.json) command.error("error: option '--plugin' goes with '--json'");
  const [{ adoptProject }, { progressOn }] = await Promise.all([import("./run.js"), import("../progress.js")]);
  const progress = progressOn(process.stderr);
  try {
    await adoptProject(options, progress);
  } finally {
    progress.end();
  }
}

function notEmpty(text: string): string {
  if (text === "") throw new InvalidArgumentError("A folder's name.");
  return text;
}
