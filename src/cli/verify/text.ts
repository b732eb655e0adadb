import { print } from "../../source-code/print";
import { pluralize } from "../../text/plural";
import { neededGroup, type Verification } from "./verify";

/** Whether all that is needed is there. */
export const isEnough = ({ problem, rights }: Verification): boolean =>
  problem === undefined && rights.every(({ held }) => held === true);

/** What was found, for a person to read. */
export function verificationText(found: Verification, notes: readonly string[]): string {
  const { problem, subject, project, projects, groups, rights } = found;
  const lacking = rights.filter(({ held }) => !held);
  const seen = rights.some(({ held }) => held !== undefined);
  return [
    "Connection",
    ...alignColumns(found.settings.map(({ key, value, from }) => [key, value ?? "not set", from ?? ""])),
    ...(subject === undefined
      ? []
      : [
          "",
          "Token",
          ...alignColumns([
            ["subject", subject],
            [
              "projects",
              projects.map(({ name, groups: ids }) => `${name} (groups ${ids.join(", ") || "none"})`).join(", ") ||
                "none shown",
            ],
          ]),
        ]),
    ...(groups === undefined
      ? []
      : [
          "",
          `Your groups in ${project}`,
          ...alignColumns(groups.map(({ id, name, through }) => [String(id), JSON.stringify(name), through])),
        ]),
    ...(problem === undefined ? [] : ["", "Problem", indented(problem)]),
    ...(subject === undefined
      ? []
      : [
          "",
          "Rights that are needed, each for all",
          ...alignColumns(
            rights.map(({ acl, action, why, held }) => [
              held ? "yes" : seen ? "MISSING" : "unknown",
              `${acl}:${action}`,
              why,
            ]),
          ),
        ]),
    ...notes.flatMap((note) => ["", note]),
    "",
    ...(lacking.length === 0 || subject === undefined ? [] : suggestGroup(found)),
    isEnough(found) ? "All that is needed is there." : verdict(lacking.length, seen),
    "",
  ].join("\n");
}

function suggestGroup(found: Verification): string[] {
  const group = neededGroup(found.rights, found);
  return [
    "A group that gives all of it, to create or to ask an administrator for. In a program:",
    `  new iam.Group("pulumi", ${print(group, 2, 26, 2)});`,
    "By the API, the body of POST /groups:",
    indented(JSON.stringify({ items: [group] })),
    "",
  ];
}

const verdict = (count: number, seen: boolean) =>
  seen ? `${pluralize(count, "right is", "rights are")} missing.` : "What you may do there cannot be told.";

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd());
}

const indented = (text: string) => text.replaceAll(/^/gm, "  ");
