import { print } from "../../source-code/print";
import { pluralize } from "../../text/plural";
import { type Counts, kinds, type StackNeeds } from "./needs";
import { neededGroup, type ProjectCheck, type Verification } from "./verify";

/** Whether all that is needed is there, in every project that was checked. */
export const isEnough = ({ problem, checks }: Verification): boolean => problem === undefined && checks.every(isHeld);

const isHeld = ({ problem, rights }: ProjectCheck): boolean =>
  problem === undefined && rights.every(({ held }) => held === true);

/**
 * What was found, for a machine.
 * @param needs - what a stack needs, where one was given.
 */
export function verificationJson(found: Verification, needs: StackNeeds | undefined): object {
  const { settings, problem, subject, projects, checks } = found;
  const [first, ...others] = checks.map((check) => ({
    ...check,
    group: isHeld(check) ? undefined : neededGroup(check.rights, found),
  }));
  return {
    enough: isEnough(found),
    settings,
    ...first,
    problem: problem ?? first?.problem,
    subject,
    projects,
    others,
    unchecked: needs?.unchecked,
  };
}

/** What was found, for a person to read. */
export function verificationText(found: Verification, needs: StackNeeds | undefined): string {
  const { settings, problem, subject, projects, checks } = found;
  const shown = projects.map(({ name, groups }) => `${name} (groups ${groups.join(", ") || "none"})`).join(", ");
  return [
    "Connection",
    ...alignColumns(settings.map(({ key, value, from }) => [key, value ?? "not set", from ?? ""])),
    ...(subject === undefined
      ? []
      : [
          "",
          "Token",
          ...alignColumns([
            ["subject", subject],
            ["projects", shown || "none shown"],
          ]),
        ]),
    ...(problem === undefined ? [] : ["", "Problem", indented(problem)]),
    ...(subject === undefined ? [] : checks.flatMap((check) => checkText(check, checks.length > 1))),
    ...notes(found, needs).flatMap((note) => ["", note]),
    "",
    ...(subject === undefined ? [] : suggestGroups(found)),
    ...verdicts(found, needs),
    "",
  ].join("\n");
}

function checkText({ project, groups, problem, rights, lookups }: ProjectCheck, isOneOfSeveral: boolean): string[] {
  const where = isOneOfSeveral ? ` in ${project}` : "";
  const isSeen = rights.some(({ held }) => held !== undefined);
  const word = (held: boolean | undefined) => (held ? "yes" : isSeen ? "MISSING" : "unknown");
  return [
    ...(groups === undefined
      ? []
      : [
          "",
          `Your groups in ${project}`,
          ...alignColumns(groups.map(({ id, name, through }) => [String(id), JSON.stringify(name), through])),
        ]),
    ...(problem === undefined ? [] : ["", `Problem${where}`, indented(problem)]),
    ...(rights.length === 0
      ? []
      : [
          "",
          `Required permissions${where}, each with scope all`,
          ...alignColumns(rights.map(({ acl, action, why, held }) => [word(held), `${acl}:${action}`, why])),
        ]),
    ...(lookups.length === 0
      ? []
      : [
          "",
          `Read permissions for lookups${where}, needed only by programs that have them`,
          ...alignColumns(lookups.map(({ acl, action, why, held }) => [extents[held], `${acl}:${action}`, why])),
        ]),
  ];
}

const extents = { all: "yes", limited: "limited", none: "no" } as const;

/** A group for each set of rights: projects in which the same is needed can have the same one. */
function suggestGroups(found: Verification): string[] {
  const { checks } = found;
  const byGroup = new Map<string, { group: ReturnType<typeof neededGroup>; projects: string[] }>();
  for (const { project, rights } of checks.filter(({ rights }) => rights.some(({ held }) => !held))) {
    const group = neededGroup(rights, found);
    const key = JSON.stringify(group);
    byGroup.set(key, { group, projects: [...(byGroup.get(key)?.projects ?? []), String(project)] });
  }
  return [...byGroup.values()].flatMap(({ group, projects }) => [
    `A group that gives you these permissions, to create or to request from an administrator${checks.length > 1 ? `, in ${projects.join(", ")}` : ""}. In a program:`,
    `  new iam.Group("pulumi", ${print(group, 2, 26, 2)});`,
    "With the API, as the body of POST /groups:",
    indented(JSON.stringify({ items: [group] })),
    "",
  ]);
}

function verdicts(found: Verification, needs: StackNeeds | undefined): string[] {
  const unchecked = needs?.unchecked ?? [];
  if (isEnough(found) && found.checks.every(({ rights }) => rights.length === 0)) return [];
  if (isEnough(found))
    return [`You have all required permissions${unchecked.length > 0 ? ", as far as they were checked" : ""}.`];
  const { problem, checks } = found;
  if (problem !== undefined || checks.length === 1) return [verdict(checks[0])];
  return checks.map((check) => `${check.project}: ${verdict(check)}`);
}

function verdict({ rights }: Pick<ProjectCheck, "rights"> = { rights: [] }): string {
  if (rights.every(({ held }) => held === undefined)) return "Your permissions could not be determined.";
  const missing = rights.filter(({ held }) => !held).length;
  return missing === 0
    ? "You have all required permissions."
    : `${pluralize(missing, "permission is", "permissions are")} missing.`;
}

const unusedNote = "You do not need the permissions for kinds of resources that you do not declare: see --for.";

function notes({ subject }: Verification, needs: StackNeeds | undefined): string[] {
  if (needs !== undefined) return stackNotes(needs);
  return subject === undefined ? [] : [unusedNote];
}

function stackNotes({ isPreview, projects, unchecked }: StackNeeds): string[] {
  const total: Counts = {};
  for (const { resources = {} } of [...projects, ...unchecked])
    for (const kind of kinds) total[kind] = (total[kind] ?? 0) + (resources[kind] ?? 0);
  const byProject = projects.map(({ project, resources = {} }) => `${countText(resources)} in ${project}`);
  const providers = unchecked.flatMap(({ provider }) => provider ?? []);
  const later = unchecked.filter(({ provider }) => provider === undefined);
  return [
    countText(total) === ""
      ? `${isPreview ? emptyPreview : emptyStack}, so nothing was checked.${isPreview ? wholeStack : ""}`
      : `${isPreview ? "This preview changes" : "The stack has"} ${countText(total)}${projects.length > 1 ? `: ${byProject.join("; ")}` : ""}.`,
    ...(providers.length > 0
      ? [
          `Not checked, since the connection of their explicit provider is another: resources of ${providers.join(", ")}.`,
        ]
      : []),
    ...later.map(
      ({ resources }) => `Not checked, since the project is known only after \`pulumi up\`: ${countText(resources)}.`,
    ),
  ];
}

const emptyStack = "The stack has no resources of this package";
const emptyPreview = "This preview changes no resources of this package";
const wholeStack = " To check the whole stack, use `pulumi stack export`.";

const countText = (counts: Counts) =>
  kinds
    .flatMap((kind) => (counts[kind] ? [pluralize(counts[kind], kind, `${kind}s`.replace(/ys$/, "ies"))] : []))
    .join(", ");

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd());
}

const indented = (text: string) => text.replaceAll(/^/gm, "  ");
