import { plainText } from "../../text/plain-text";
import { pluralize, truncateList } from "../../text/plural";
import { holdersByAcl } from "./by-acl";
import type { AccessDiff, GroupChange } from "./diff";
import { changeText, type DiffPhrases, diffPhrases, gainsText, idsText } from "./diff-phrases";
import type { AccessGroup, AccessReport, Risk } from "./model";
import { groupCount, managementText, rightText, scopeText, titleOf, whoOf } from "./phrases";
import { byProject, partTitle } from "./projects";
import type { RightChange } from "./rights-beyond";
import { ruleTitles } from "./risks";

/** A report as text for a terminal of that many columns. */
export function reportText(report: AccessReport, columns = 120): string {
  const { notes, sources } = report;
  const from = sources.map((source) => (source === "live" ? "live" : "state")).join(" and ");
  const parts = byProject(report);
  return [
    `${titleOf(report)} (${from}): ${countsOf(report)}`,
    ...notes.map((note) => `Note: ${plainText(note, 500)}`),
    ...parts.flatMap((part) => [
      ...(parts.length === 1 ? [] : ["", `${partTitle(part)}: ${countsOf(part)}`]),
      ...tablesOf(part, columns),
    ]),
    "",
  ].join("\n");
}

const countsOf = ({ groups, risks }: AccessReport) => `${groupCount(groups)}, ${pluralize(risks.length, "risk")}`;

/** The tables of one project. */
function tablesOf({ groups, risks }: AccessReport, columns: number): string[] {
  const isCompared = groups.some(({ managementStatus }) => managementStatus !== undefined);
  return [
    "",
    ...textTable(
      ["GROUP", "ID", "WHO", "WRITES", "READS", "RISKS", ...(isCompared ? ["STATUS"] : [])],
      groups.map((group) => [
        plainText(group.name),
        String(group.id ?? ""),
        plainText(whoOf(group)),
        countOf(group, "write"),
        countOf(group, "read"),
        String(risks.filter((risk) => risk.group === group.key).length || ""),
        ...(isCompared ? [plainText(managementText(group) || "managed")] : []),
      ]),
      columns,
    ),
    "",
    ...textTable(
      ["ACL", "WRITE, PROJECT-WIDE", "WRITE, SCOPED", "READ"],
      holdersByAcl(groups).map(({ acl, writeProject, writeScoped, readProject, readScoped }) => [
        plainText(acl),
        namesOf(writeProject),
        namesOf(writeScoped),
        namesOf([...new Set([...readProject, ...readScoped])]),
      ]),
      columns,
    ),
    ...(risks.length > 0 ? ["", "RISKS", ...risks.map((risk) => riskLine(risk))] : []),
  ];
}

/** A difference as text for a terminal. */
export function diffText(diff: AccessDiff): string {
  const { changes, newRisks, notes } = diff;
  const phrases = diffPhrases(diff);
  return [
    ...phrases.verdicts.map((verdict) => `${upperFirst(verdict)}.`),
    ...(changes.length === 0 ? [phrases.none] : changes.flatMap((change) => changeLines(change, diff, phrases))),
    ...(newRisks.length > 0
      ? ["", phrases.newRisks.toUpperCase(), ...newRisks.map((risk) => riskLine(risk, phrases.place(risk.project)))]
      : []),
    ...notes.map((note) => `Note: ${plainText(note, 500)}`),
    "",
  ].join("\n");
}

function changeLines(change: GroupChange, diff: AccessDiff, { place, before, after }: DiffPhrases): string[] {
  const { name, nameBefore, project, gains, loses, gainsWrite } = change;
  const was = nameBefore === undefined ? "" : `, was ${plainText(nameBefore)}`;
  const ids = idsText(change, diff);
  return [
    "",
    `${plainText(name)}${place(project)}: ${changeText(change, diff)}${was}${ids && ` (${ids})`}`,
    ...gainsWrite.map((reason) => `  ! ${gainsText(change, diff)}: ${plainText(reason, 500)}`),
    ...gains.who.map((who) => `  + ${plainText(who)}`),
    ...gains.rights.map((right) => `  + ${rightLine(right, before)}`),
    ...loses.who.map((who) => `  - ${plainText(who)}`),
    ...loses.rights.map((right) => `  - ${rightLine(right, after)}`),
  ];
}

function rightLine(right: RightChange, other: string): string {
  const elsewhere = right.instead.length === 0 ? "" : `; ${other} ${right.instead.map(scopeText).join(", ")}`;
  return plainText(rightText(right, elsewhere), 1000);
}

const riskLine = ({ severity, subject, rule, reason }: Risk, place = "") =>
  `  ${severity.padEnd(6)}  ${plainText(subject)}${place}: ${lowerFirst(ruleTitles[rule])}: ${plainText(reason, 600)}`;

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function countOf({ rights }: AccessGroup, kind: "read" | "write"): string {
  const having = rights.filter((right) => right[kind].length > 0);
  const wide = new Set(having.filter(({ scope }) => scope.reach === "project").map(({ acl }) => acl)).size;
  const scoped = new Set(having.filter(({ scope }) => scope.reach !== "project").map(({ acl }) => acl)).size;
  return [wide > 0 ? `${wide} project-wide` : "", scoped > 0 ? `${scoped} scoped` : ""].filter(Boolean).join(", ");
}

const namesOf = (groups: readonly AccessGroup[]) =>
  truncateList(
    groups.map(({ name }) => plainText(name)),
    6,
  ).join(", ");

/** Columns as wide as what is in them; where that is too wide, the widest ones give way and their text is cut. */
function textTable(heads: readonly string[], rows: readonly (readonly string[])[], columns: number): string[] {
  const widths = heads.map((head, i) =>
    Math.max(...[head, ...rows.map((row) => row[i] ?? "")].map((text) => [...text].length)),
  );
  const gaps = 2 * (heads.length - 1);
  while (widths.reduce((sum, width) => sum + width, gaps) > columns) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= 10) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const line = (cells: readonly string[]) =>
    cells
      .map((text, i) => padded(text, widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(heads), ...rows.map(line)];
}

function padded(text: string, width: number): string {
  const letters = [...text];
  return letters.length > width
    ? `${letters.slice(0, width - 1).join("")}…`
    : text + " ".repeat(width - letters.length);
}
