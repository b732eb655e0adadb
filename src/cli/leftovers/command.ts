import { Command } from "commander";
import type { Context } from "../../lifecycle/handler";
import { programWording } from "../../validation/wording";
import { ExitWith } from "../failure";
import { collect, projectName } from "../options";
import { notify } from "../progress";
import type { Deletion } from "./delete";
import type { Outcome } from "./text";

interface LeftoversOptions {
  stack?: string;
  state?: string;
  project?: string[];
  delete?: boolean;
  json?: boolean;
}

/** `pulumi-cognite-iam leftovers`: the groups that a stack has made and its state does not have. */
export function leftovers(): Command {
  return new Command("leftovers")
    .description("List or delete the groups that a stack has made and that its state does not have, as after a crash.")
    .option("--stack <name>", "the stack, as Pulumi takes it; default: the one that is selected in this folder")
    .option("--state <file>", "read the output of `pulumi stack export`; the connection comes from the environment")
    .option(
      "--project <name>",
      "also look in this CDF project, which the state does not name any more; may be given several times",
      collect(projectName),
    )
    .option("--delete", "delete those that are proven to be this stack's")
    .option("--json", "print JSON instead of text")
    .addHelpText("after", help)
    .action(run);
}

const help = `
The last of four commands after a crash:

  $ pulumi cancel
  $ pulumi refresh --clear-pending-creates
  $ pulumi up
  $ npx pulumi-cognite-iam leftovers --delete

A group is found by its metadata \`pulumi\`, which names project, stack and resource. Groups that somebody
edited by hand, or that you kept on purpose (\`retainOnDelete\`, \`pulumi state delete\`), are listed too:
read the list before you use --delete. What may belong to a stack of the same name in another
organization is listed with the reason, and never deleted. Deleting what gives you the right to manage
groups is refused.

Security categories and sessions carry no marker. A security category that a dead run made is named by
the next \`pulumi up\`.

It looks in the connection's CDF project and in each that a resource of the state names with its argument
\`project\`, and deletes a group in the project where it is. Of a project that all resources have left, give the
name with --project.

It looks twice, 5 seconds apart, since the service's lists may lag behind. The connection comes from
the stack's config, where it has one, else from the environment. "-" as a file is standard input.

Exit code 0 when nothing is left, 3 when something is, 1 when it failed or a delete was refused, 2 for
wrong usage. A project that cannot be searched counts as failed; the others are searched.`;

async function run(options: LeftoversOptions, command: Command): Promise<void> {
  if (options.state !== undefined && options.stack !== undefined)
    command.error("error: option '--state <file>' does not go with '--stack <name>'", { exitCode: 2 });
  if (options.state !== undefined && options.delete)
    command.error(
      "error: option '--delete' does not go with '--state <file>', which is older than the groups: use '--stack <name>'",
      { exitCode: 2 },
    );
  const [{ searchLeftovers }, { deleteLeftovers }, { leftoverNotes }] = await Promise.all([
    import("./search.js"),
    import("./delete.js"),
    import("./notes.js"),
  ]);
  const { context, fullName, readState } = await openSources(options);
  const forDelete = options.delete === true;
  const { leftovers: found, ...searched } = await searchLeftovers({
    context,
    projects: options.project,
    fullName,
    readState,
    forDelete,
  });
  const { deleted, left }: Deletion = forDelete ? await deleteLeftovers(context, found) : { deleted: [], left: found };
  const cdfProject = context.connection().project;
  const notes = leftoverNotes({ ...searched, cdfProject, left, isFile: options.state !== undefined });
  await writeOutcome({ ...searched, cdfProject, deleted, left, notes }, options);
  if (searched.unsearched.length > 0 || left.some(({ error }) => error !== undefined)) throw new ExitWith(1);
  if (left.length > 0) throw new ExitWith(3);
}

/** The connection, and how to read the state. */
async function openSources({ stack, state: file }: LeftoversOptions) {
  const [{ readStackState }, { jsonIn, readJson }, { exportedState, fullStackName }, { stackConfigOf }] =
    await Promise.all([
      import("./state.js"),
      import("../read-json.js"),
      import("../stack-state.js"),
      import("../stack-config.js"),
    ]);
  if (file !== undefined) {
    const state = readJson(file, readStackState);
    return { context: await contextOf(undefined), fullName: undefined, readState: async () => state };
  }
  const fullName = await fullStackName(stack);
  const readState = async () => jsonIn(await exportedState(fullName), `the state of stack ${fullName}`, readStackState);
  return { context: await contextOf(await stackConfigOf(fullName)), fullName, readState };
}

/** What the handler of groups works with, here outside of the engine. */
async function contextOf(config: Awaited<ReturnType<typeof import("../stack-config").stackConfigOf>> | undefined) {
  const [{ IamClient }, { resolveConnection }, { times }] = await Promise.all([
    import("../../client/client.js"),
    import("../../connection/resolve.js"),
    import("../../lifecycle/times.js"),
  ]);
  const connection = resolveConnection({ config, environment: process.env });
  const client = new IamClient(connection, { notify });
  const context: Context = {
    connection: () => connection,
    client: () => client,
    warn: notify,
    wording: programWording,
    times,
  };
  return context;
}

async function writeOutcome(outcome: Outcome, { json }: LeftoversOptions): Promise<void> {
  const { leftoversJson, leftoversText } = await import("./text.js");
  process.stdout.write(json ? `${JSON.stringify(leftoversJson(outcome), undefined, 2)}\n` : leftoversText(outcome));
}
