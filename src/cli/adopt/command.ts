import { Command, InvalidArgumentError } from "commander";
import type { AdoptOptions } from "./options";

/** `pulumi-cognite-iam adopt`: a program that imports what a project has. */
export function adopt(): Command {
  return new Command("adopt")
    .description("Write a TypeScript program that imports the groups and security categories of a CDF project.")
    .option("--out <path>", "folder to write to, or a single file that ends in .ts", notEmpty, ".")
    .option("--filter <glob...>", "only names that match: * is any text, ? is any character")
    .option("--exclude-managed", "leave out groups that a Pulumi stack created")
    .option("--force", "overwrite existing source files")
    .option("--json", "print a file for `pulumi import --file` instead of writing a program")
    .option("--plugin", "with --json: for the provider plugin, which Python and YAML programs use")
    .option(
      "--from-toolkit <folder>",
      "import what the modules of a Cognite Toolkit project declare, for all its environments",
    )
    .option("--env <name>", "with --from-toolkit: only this environment, with the values in its config.<name>.yaml")
    .option(
      "--stack <name>",
      "the stack to import into, whose config has the connection (default: the only stack with a config file, or else dev)",
    )
    .addHelpText("after", help)
    .action(run);
}

const help = `
Nothing is written to the CDF project. The program has no IDs in it: the IDs to import go into the stack's
config, as one object \`import\`. \`pulumi up\` imports everything unchanged; afterwards, remove the IDs with
\`pulumi config rm import\`. Pulumi.yaml, package.json and tsconfig.json are written if they are missing.
Groups that give groupsAcl get \`protect: true\`, so that Pulumi refuses to delete them.

With --from-toolkit, variables become stack config, in one Pulumi.<env>.yaml for each config.<env>.yaml.

Examples:
  $ npx pulumi-cognite-iam adopt --out access
  $ npx pulumi-cognite-iam adopt --out access.ts --filter 'data-*' 'gp_*' --exclude-managed
  $ npx pulumi-cognite-iam adopt --json > import.json && pulumi import --file import.json --generate-code=false
  $ npx pulumi-cognite-iam adopt --json --plugin > import.json && pulumi import --file import.json --out imported.py
  $ npx pulumi-cognite-iam adopt --from-toolkit modules --out access`;

async function run(options: AdoptOptions, command: Command): Promise<void> {
  if (options.env !== undefined && options.fromToolkit === undefined)
    command.error("error: option '--env <name>' needs '--from-toolkit <folder>'");
  if (options.fromToolkit !== undefined && (options.json || options.excludeManaged))
    command.error("error: option '--from-toolkit <folder>' cannot be used with '--json' or '--exclude-managed'");
  if (options.plugin && !options.json) command.error("error: option '--plugin' needs '--json'");
  const [{ adoptProject }, { progressOn }] = await Promise.all([import("./run.js"), import("../progress.js")]);
  const progress = progressOn(process.stderr);
  try {
    await adoptProject(options, progress);
  } finally {
    progress.end();
  }
}

function notEmpty(text: string): string {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
}
