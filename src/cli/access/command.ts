import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { ExitWith } from "../failure";
import { collect } from "../options";
import { notify } from "../progress";
import { readingWords } from "./actions";
import type { AccessReport } from "./model";

interface AccessOptions {
  live?: boolean;
  stack?: string;
  state?: string;
  before?: string;
  after?: string;
  preview?: string;
  project?: string;
  html?: string;
  markdown?: string | true;
  json?: string | true;
  adminGroup?: string[];
}

/** `pulumi-cognite-iam access`: who can do what, and how a change affects that. */
export function access(): Command {
  return new Command("access")
    .description("Show who can do what in a CDF project, how a change affects access, and how two projects differ.")
    .option("--live", "read the live project (default, unless you give --state)")
    .option(
      "--stack <name>",
      "read the live project; take the connection from this stack's config, or else from the environment",
    )
    .option("--state <file>", "read a `pulumi stack export`; with --live, compare it with the live project")
    .option("--before <file>", "compare from: a report that --json wrote, or a `pulumi stack export`")
    .option("--after <file>", "compare to: a later file of either kind, or one of another project")
    .option("--preview <file>", "compare: the changes in the output of `pulumi preview --json`")
    .option("--project <name>", "only this CDF project: read it live, or from a file that has several", notEmpty)
    .option("--html <file>", "write an HTML page, which needs no server and loads nothing")
    .option(
      "--markdown [file]",
      "write or print Markdown; for a comparison, a table that fits in a pull request comment",
    )
    .option("--json [file]", "write or print JSON, which --before and --after read")
    .option(
      "--admin-group <name>",
      "a group that is meant to manage groups, by name or ID; repeatable",
      collect(notEmpty),
    )
    .addHelpText("after", help)
    .action(run);
}

const help = `
The command only reads. Every action except ${readingWords}
counts as write. Use "-" as a file for standard input.

Reports of two projects are compared group by group. Groups and security categories
are matched by name; data sets, extraction pipelines, location filters, time series
and root assets by external ID, so IDs that differ between the projects do not count.
Somebody gains write when they can write more in the second project.

Exit code 3 means that a comparison needs a review:
  - Somebody gains write, or may gain it: a secret, or a value that is known only
    after \`pulumi up\`, hides the answer.
  - Somebody loses the right to manage groups (groupsAcl LIST, CREATE or DELETE with
    scope all). With --admin-group, only the groups that you name count.
Exit code 0: no review is needed. 1: the command failed. 2: wrong usage.

Examples:
  $ npx pulumi-cognite-iam access --html access.html --admin-group cdf-administrators
  $ npx pulumi-cognite-iam access --before dev.json --after prod.json --html differences.html
  $ pulumi stack export | npx pulumi-cognite-iam access --state - --live
  $ pulumi preview --json > preview.json; npx pulumi-cognite-iam access --preview preview.json --markdown`;

async function run(options: AccessOptions, command: Command): Promise<void> {
  const wrong = wrongUsage(options);
  if (wrong !== undefined) command.error(`error: ${wrong}`, { exitCode: 2 });
  if (options.before !== undefined || options.preview !== undefined) await compare(options);
  else await review(options);
}

/** What does not go together, if anything. */
function wrongUsage({ live, stack, state, before, after, preview, markdown, json }: AccessOptions): string | undefined {
  if ((before === undefined) !== (after === undefined)) return "'--before <file>' and '--after <file>' go together";
  const comparing = before !== undefined || preview !== undefined;
  if (before !== undefined && preview !== undefined) return "'--preview <file>' cannot be used with '--before <file>'";
  if (comparing && (live || stack !== undefined || state !== undefined))
    return "a comparison cannot be used with '--live', '--stack <name>' or '--state <file>'";
  if (markdown === true && json === true)
    return "only one of '--markdown' and '--json' can be printed: give the other a file";
  if ([state, before, after, preview].filter((file) => file === "-").length > 1)
    return "only one file can be standard input";
  return undefined;
}

async function review(options: AccessOptions): Promise<void> {
  const { html, adminGroup, project } = options;
  const [{ accessReport }, { accessInState }, { onlyOf }, { readJson }] = await Promise.all([
    import("./report.js"),
    import("./from-state.js"),
    import("./projects.js"),
    import("../read-json.js"),
  ]);
  const isLive = options.live || options.stack !== undefined || options.state === undefined;
  const state =
    options.state === undefined
      ? undefined
      : readJson(options.state, (json) => {
          const found = accessInState(json);
          // Beside a live project, groups of others are left out with a note.
          return project === undefined || isLive ? found : onlyOf(found, project);
        });
  const live = isLive ? await readLive(options) : undefined;
  const report = accessReport({ live, state }, { adminGroups: adminGroup });
  if (html !== undefined) {
    const { reportPage } = await import("./page/report-page.js");
    write(html, reportPage(report));
  }
  const { reportMarkdown } = await import("./markdown.js");
  const { reportText } = await import("./terminal.js");
  deliver(options, {
    json: () => report,
    markdown: () => reportMarkdown(report),
    text: () => reportText(report, process.stdout.columns ?? 200),
  });
}

async function compare(options: AccessOptions): Promise<void> {
  const diff = options.preview === undefined ? await reportsDiff(options) : await previewDiff(options.preview, options);
  const { html } = options;
  if (html !== undefined) {
    const { comparisonPage } = await import("./page/comparison-page.js");
    write(html, comparisonPage(diff));
  }
  const { diffMarkdown } = await import("./markdown.js");
  const { diffText } = await import("./terminal.js");
  deliver(options, { json: () => diff, markdown: () => diffMarkdown(diff), text: () => diffText(diff) });
  if (diff.gainsWrite || diff.losesManaging) throw new ExitWith(3);
}

async function reportsDiff({ before = "", after = "", project, adminGroup: adminGroups }: AccessOptions) {
  const [{ compareReports }, { readReport }, { onlyOf }, { readJson }] = await Promise.all([
    import("./diff.js"),
    import("./from-report.js"),
    import("./projects.js"),
    import("../read-json.js"),
  ]);
  const read = (file: string) =>
    readJson(file, (json) => {
      const report = readReport(json);
      return project === undefined ? report : onlyOf(report, project);
    });
  return compareReports(read(before), read(after), { adminGroups });
}

async function previewDiff(preview: string, { project, adminGroup: adminGroups }: AccessOptions) {
  const [{ accessDiff }, { accessInPreview }, { onlyOf }, { readJson }] = await Promise.all([
    import("./diff.js"),
    import("./from-preview.js"),
    import("./projects.js"),
    import("../read-json.js"),
  ]);
  return readJson(preview, (json) => {
    const { before, after, notes } = accessInPreview(json);
    const groups = [...before, ...after];
    const kept = new Set(project === undefined ? groups : onlyOf({ groups }, project).groups);
    const keptIn = (side: typeof before) => sideOf(side.filter((group) => kept.has(group)));
    return accessDiff(keptIn(before), keptIn(after), { adminGroups, notes });
  });
}

const sideOf = (groups: AccessReport["groups"]) => ({ groups, categories: [], categoriesComplete: false });

async function readLive({ stack, project }: AccessOptions) {
  const [{ IamClient }, { resolveConnection }, { readLiveAccess }] = await Promise.all([
    import("../../client/client.js"),
    import("../../connection/resolve.js"),
    import("./from-project.js"),
  ]);
  const config = stack === undefined ? undefined : await (await import("../stack-config.js")).stackConfigOf(stack);
  const connection = resolveConnection({ ...(project && { args: { project } }), config, environment: process.env });
  return readLiveAccess(new IamClient(connection, { notify }));
}

/** Writes or prints what was asked for; text, when nothing was. */
function deliver(
  { html, markdown, json }: AccessOptions,
  make: { json: () => object; markdown: () => string; text: () => string },
): void {
  const asJson = () => `${JSON.stringify(make.json(), undefined, 2)}\n`;
  if (json === true) process.stdout.write(asJson());
  else if (json !== undefined) write(json, asJson());
  if (markdown === true) process.stdout.write(make.markdown());
  else if (markdown !== undefined) write(markdown, make.markdown());
  if (html === undefined && markdown === undefined && json === undefined) process.stdout.write(make.text());
}

function write(file: string, text: string): void {
  writeFileSync(file, text);
  process.stderr.write(`Wrote ${file}.\n`);
}

function notEmpty(text: string): string {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
}
