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

/** `pulumi-cognite-iam leftovers`: the groups that a stack created and its state does not have. */
export function leftovers(): Command {
  return new Command("leftovers")
    .description("List or delete groups that a stack created but its state does not have, as after a crash.")
    .option("--stack <name>", "the stack's name (default: the one selected in this folder)")
    .option("--state <file>", "read a `pulumi stack export`; the connection comes from the environment")
    .option(
      "--project <name>",
      "also search this CDF project, which the state no longer names; repeatable",
      collect(projectName),
    )
    .option("--delete", "delete the groups that are proven to be this stack's")
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

Groups are found by their marker, the metadata \`pulumi\`, which names project, stack and resource. The list
includes groups that were edited by hand, and groups that you kept on purpose (\`retainOnDelete\`,
\`pulumi state delete\`): read it before you use --delete. A group that may belong to a stack of the same
name in another organization is listed with the reason, and never deleted. A group that gives you the
right to manage groups is not deleted.

Security categories and sessions have no marker. The next \`pulumi up\` names a security category that an
interrupted run created.

The command searches the connection's CDF project, and each project that a resource in the state names in
its argument \`project\`. For a project that no resource names any more, use --project.

It searches twice, 5 seconds apart, since the service's lists may lag. The connection comes from the stack's
config, or else from the environment. Use "-" as a file for standard input.

Exit code 0: nothing is left over. 3: something is. 1: the command failed, a project could not be searched,
or a delete was refused. 2: wrong usage.`;

async function run(options: LeftoversOptions, command: Command): Promise<void> {
  if (options.state !== undefined && options.stack !== undefined)
    command.error("error: option '--state <file>' cannot be used with '--stack <name>'", { exitCode: 2 });
  if (options.state !== undefined && options.delete)
    command.error(
      "error: option '--delete' cannot be used with '--state <file>', which is older than the groups: use '--stack <name>'",
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
