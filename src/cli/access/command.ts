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

/** `pulumi-cognite-iam access`: who can do what, and what a change makes of it. */
export function access(): Command {
  return new Command("access")
    .description(
      "Show who can do what in a CDF project, who gains and loses what by a change, and how two projects differ.",
    )
    .option("--live", "read the live project; the default, unless --state is given")
    .option(
      "--stack <name>",
      "read the live project, with the connection from this stack's config, else the environment",
    )
    .option("--state <file>", "read the output of `pulumi stack export`; with --live, compare the two")
    .option("--before <file>", "compare: how it was, a report of --json or a `pulumi stack export`")
    .option("--after <file>", "compare: how it is or is to be, of either kind; or another project, group by group")
    .option("--preview <file>", "compare: what `pulumi preview --json` would change")
    .option("--project <name>", "this CDF project alone: read it live, or out of a file that holds several", notEmpty)
    .option("--html <file>", "write a page to read in a browser; it needs no server and loads nothing")
    .option("--markdown [file]", "write or print Markdown; of a comparison, a table that fits a pull request")
    .option("--json [file]", "write or print JSON, which --before and --after read")
    .option(
      "--admin-group <name>",
      "a group that is meant to manage groups, by name or id; may be given several times",
      collect(notEmpty),
    )
    .addHelpText("after", help)
    .action(run);
}

const help = `
Nothing is ever written to the project. An action counts as write unless its word is
${readingWords}. "-" as a file is standard input.

Two reports of different projects are compared group by group: groups and security
categories by name; data sets, extraction pipelines, location filters, time series
and root assets by external id. Ids that differ because the projects do are no
difference. Somebody gains write when they can write more in the second project.

A comparison ends with exit code 3 when it needs a review: somebody gains write,
or that cannot be told since a secret or a value known after up hides it; or
somebody loses the right to manage groups (groupsAcl LIST, CREATE or DELETE with
the scope all), of the groups named with --admin-group, or of any where none is
named. It ends with 0 otherwise. Errors end with 1, wrong usage with 2.

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
  if (before !== undefined && preview !== undefined) return "'--preview <file>' does not go with '--before <file>'";
  if (comparing && (live || stack !== undefined || state !== undefined))
    return "a comparison does not go with '--live', '--stack <name>' or '--state <file>'";
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
