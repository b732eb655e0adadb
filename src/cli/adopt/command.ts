import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { plainText } from "../../text/plain-text";
import { pluralize } from "../../text/plural";
import { notify } from "../progress";
import type { LeftOut, Plan } from "./plan";

interface AdoptOptions {
  out: string;
  filter?: string[];
  excludeManaged?: boolean;
  force?: boolean;
  json?: boolean;
  stack?: string;
  fromToolkit?: string;
  env?: string;
}

/** `cognite-iam adopt`: a program that takes over what a project has. */
export function adopt(): Command {
  return new Command("adopt")
    .description("Write a TypeScript program that takes over the groups and security categories of a project.")
    .option("--out <folder>", "folder to write to", notEmpty, ".")
    .option("--filter <glob...>", "only what has such a name: * is any text, ? any character")
    .option("--exclude-managed", "leave out groups that a Pulumi stack has made")
    .option("--force", "write over source files that are there")
    .option("--json", "print a file for `pulumi import --file` instead of writing a program")
    .option("--from-toolkit <folder>", "declare what a Cognite Toolkit project's modules do, taking over what is there")
    .option("--env <name>", "with --from-toolkit: the <name> of config.<name>.yaml")
    .option(
      "--stack <name>",
      "take the connection from this stack's config, where it has one, else from the environment",
    )
    .addHelpText("after", help)
    .action(run);
}

const help = `
Nothing is written to the CDF project. Each resource gets the option \`import\`, so that \`pulumi up\` takes over what is
there as it is; the option may stay or be taken out afterwards. Pulumi.yaml, package.json and tsconfig.json are written
where they are missing.

Examples:
  $ cognite-iam adopt --out access
  $ cognite-iam adopt --filter 'data-*' 'gp_*' --exclude-managed
  $ cognite-iam adopt --json > import.json && pulumi import --file import.json --generate-code=false
  $ cognite-iam adopt --from-toolkit modules --env prod --out access`;

async function run(options: AdoptOptions, command: Command): Promise<void> {
  if (options.env !== undefined && options.fromToolkit === undefined)
    command.error("error: option '--env <name>' goes with '--from-toolkit <folder>'");
  if (options.fromToolkit !== undefined && (options.json || options.excludeManaged))
    command.error("error: option '--from-toolkit <folder>' goes with neither '--json' nor '--exclude-managed'");
  const [
    { IamClient },
    { resolveConnection },
    { inventoryOf, planOf },
    { sourcesOf },
    { importFileOf },
    { pulumiProjectIn, writeProgram },
    { progressOn },
    { AccessDeniedError },
  ] = await Promise.all([
    import("../../client/client.js"),
    import("../../connection/resolve.js"),
    import("./plan.js"),
    import("./program.js"),
    import("./import-file.js"),
    import("./folder.js"),
    import("../progress.js"),
    import("../../errors.js"),
  ]);
  const progress = progressOn(process.stderr);
  try {
    const connection = resolveConnection({ config: await configOf(options), environment: process.env });
    const client = new IamClient(connection, { notify });
    progress.at(`Reading project ${connection.project}`);
    const unread: string[] = [];
    const [groups, securityCategories] = await Promise.all([
      client.groups.list({ all: true }),
      client.securityCategories.list({ limit: null }).catch((error: unknown) => {
        if (!(error instanceof AccessDeniedError)) throw error;
        unread.push(
          "security categories may not be read (securityCategoriesAcl:LIST): none is in it, and their ids stay numbers",
        );
        return [];
      }),
    ]);
    const { configKeys, ...inventory } = await (options.fromToolkit === undefined
      ? { ...inventoryOf({ groups, securityCategories }, options), configKeys: new Map<string, string>() }
      : toolkit({ groups, securityCategories }, options, options.fromToolkit));
    const pulumiProject = pulumiProjectIn(options.out, connection.project);
    const { ownerMetadata } = connection;
    const made = planOf(inventory, { ownerMetadata, pulumiProject, stack: options.stack ?? "dev" });
    const plan: Plan = {
      ...made,
      leftOut: [...inventory.leftOut, ...made.leftOut],
      notes: [...unread, ...inventory.notes],
    };
    const { project } = connection;
    if (options.json) {
      progress.end();
      process.stdout.write(`${JSON.stringify(importFileOf(plan, project), undefined, 2)}\n`);
      process.stderr.write(report(plan, `${counted(plan)} of project ${project} are in the import file.`));
      return;
    }
    const sources = sourcesOf(plan, commentFor(project, options));
    const settings = { pulumiProject, force: options.force === true };
    const written = writeProgram(options.out, sources, settings, (share) =>
      progress.at(`Writing ${options.out}`, share),
    );
    progress.end();
    const files = [...written.setup, ...written.sources].join(", ");
    process.stdout.write(report(plan, `Wrote ${counted(plan)} of project ${project} to ${options.out}: ${files}.`));
    process.stdout.write(next(options.out, configKeys));
  } finally {
    progress.end();
  }
}

async function configOf({ stack }: AdoptOptions) {
  if (stack === undefined) return undefined;
  const { stackConfigOf } = await import("../stack-config.js");
  return stackConfigOf(stack);
}

async function toolkit(
  live: Parameters<typeof import("./toolkit").toolkitInventory>[0],
  { env, filter }: AdoptOptions,
  folder: string,
) {
  const { toolkitInventory } = await import("./toolkit.js");
  return toolkitInventory(live, { folder, environment: env, filter, variables: process.env });
}

function commentFor(project: string, { fromToolkit }: AdoptOptions): string[] {
  const from = fromToolkit === undefined ? `the CDF project ${project}` : "Cognite Toolkit modules";
  return [
    `Written by \`cognite-iam adopt\` from ${from}.`,
    "Each resource takes over what `import` names, at the first `pulumi up` and without a change; the option may stay,",
    "or be taken out once that is done.",
  ];
}

const counted = ({ groups, securityCategories }: Plan) =>
  `${pluralize(groups.length, "group")} and ${pluralize(securityCategories.length, "security category", "security categories")}`;

function report({ leftOut, notes }: Plan, done: string): string {
  const left = leftOut.map(({ title, id, why }: LeftOut) => {
    const name = JSON.stringify(title);
    return `  - ${oneLine(`${id === undefined ? name : `${name} (${id})`}: ${why}`)}`;
  });
  const noted = notes.map((note) => `  - ${oneLine(note)}`);
  return [
    done,
    ...(left.length > 0 ? [`Left out ${left.length}:`, ...left] : []),
    ...(noted.length > 0 ? ["Please note:", ...noted] : []),
    "",
  ].join("\n");
}

/** What others wrote, as a terminal may get it. */
const oneLine = (text: string) => plainText(text, Number.POSITIVE_INFINITY);

function next(out: string, configKeys: ReadonlyMap<string, string>): string {
  const go = path.resolve(out) === process.cwd() ? "" : `cd ${out} && `;
  const settings = [...configKeys].map(([key, what]) => `  pulumi config set ${key} …    # ${oneLine(what)}`);
  return [
    "",
    "Next:",
    `  ${go}npm install`,
    "  pulumi stack init",
    ...settings,
    "  pulumi up        # takes over what is there, and writes nothing to it",
    "",
  ].join("\n");
}

function notEmpty(text: string): string {
  if (text === "") throw new InvalidArgumentError("A folder's name.");
  return text;
}
