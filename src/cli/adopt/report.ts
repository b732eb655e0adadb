import path from "node:path";
import { plainText } from "../../text/plain-text";
import { pluralize } from "../../text/plural";
import type { Written } from "./folder";
import type { LeftOut, Plan } from "./plan";

/** A stack to bring up. */
export interface NextStep {
  stack: string;
  /** Those modules that not every environment has. */
  modules?: ReadonlySet<string>;
  /** The settings that are to be set by hand, with what they mean. */
  missing?: ReadonlyMap<string, string>;
}

/** What to report about a program that was written. */
export interface WrittenReport {
  plan: Plan;
  /** Of which project, or which environments. */
  where: string;
  /** As it was asked for. */
  out: string;
  folder: string;
  written: Written;
  /** The settings of the stacks that had another value already. */
  kept: readonly string[];
  /** The commands that install what the folder's package lacks. */
  installs: readonly string[];
  steps: readonly NextStep[];
}

/** What was written, notes on it, and what to do next. */
export function writtenReport({ plan, where, out, folder, written, kept, installs, steps }: WrittenReport): string {
  const files = [...written.setup, ...written.sources, ...written.stackFiles].join(", ");
  const notes = kept.map((key) => `${key} already has another value in the stack's config, which is kept`);
  const done = `Wrote ${counted(plan)} ${where} to ${out}: ${files}.`;
  return reportOf({ ...plan, notes: [...plan.notes, ...notes] }, done) + next(folder, installs, steps, plan);
}

/** The same for an import file. */
export const importFileReport = (plan: Plan, project: string): string =>
  reportOf(plan, `The import file has ${counted(plan)} of project ${project}.`);

const counted = ({ groups, securityCategories }: Plan) =>
  `${pluralize(groups.length, "group")} and ${pluralize(securityCategories.length, "security category", "security categories")}`;

function reportOf({ leftOut, notes }: Plan, done: string): string {
  const left = leftOut.map(({ title, id, why }: LeftOut) => {
    const name = JSON.stringify(title);
    return `  - ${oneLine(`${id === undefined ? name : `${name} (${id})`}: ${why}`)}`;
  });
  const noted = notes.map((note) => `  - ${oneLine(note)}`);
  return [
    done,
    ...(left.length > 0 ? [`Left out ${left.length}:`, ...left] : []),
    ...(noted.length > 0 ? ["Notes:", ...noted] : []),
    "",
  ].join("\n");
}

/** Text from others, made safe for a terminal. */
const oneLine = (text: string) => plainText(text, Number.POSITIVE_INFINITY);

function next(
  folder: string,
  installs: readonly string[],
  steps: readonly NextStep[],
  { groups, securityCategories }: Plan,
): string {
  const go = path.resolve(folder) === process.cwd() ? "" : `cd ${folder} && `;
  const lines = steps.flatMap(({ stack, modules = new Set(), missing = new Map() }) => {
    const all = [...groups, ...securityCategories].filter(({ module }) => module === undefined || modules.has(module));
    const creates = all.some(({ ids }) => !ids.has(stack));
    const imports = all.some(({ ids }) => ids.has(stack));
    const does = creates ? "creates what is missing" : "writes nothing";
    return [
      `  pulumi stack init ${stack}`,
      ...[...missing].map(([key, what]) => `  pulumi config set ${key} … --stack ${stack}    # ${oneLine(what)}`),
      `  pulumi up --stack ${stack}        # ${imports ? "imports what exists, and " : ""}${does}`,
      ...(imports ? [`  pulumi config rm import --stack ${stack}`] : []),
    ];
  });
  return [
    "",
    "Next:",
    `  ${go}${installs[0] ?? "npm install"}`,
    ...installs.slice(1).map((command) => `  ${command}`),
    ...lines,
    "",
    "To undo this without changing any group:",
    "  pulumi state delete <URN>            # one resource",
    "  pulumi stack rm --force <stack>      # all of a stack",
    "`pulumi destroy` would delete the groups.",
    "",
  ].join("\n");
}
