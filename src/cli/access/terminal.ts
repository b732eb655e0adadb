import { plainText } from "../../text/plain-text";
import { pluralize, truncateList } from "../../text/plural";
import { holdersByAcl } from "./by-acl";
import type { AccessDiff, GroupChange } from "./diff";
import type { AccessGroup, AccessReport, Risk } from "./model";
import { changeText, groupCount, managementText, rightText, scopeText, titleOf, whoOf } from "./phrases";
import type { RightChange } from "./rights-beyond";
import { ruleTitles } from "./risks";

/** A report as text for a terminal of that many columns. */
export function reportText(report: AccessReport, columns = 120): string {
  const { groups, risks, notes, sources } = report;
  const from = sources.map((source) => (source === "live" ? "live" : "state")).join(" and ");
  const isCompared = groups.some(({ managementStatus }) => managementStatus !== undefined);
  return [
    `${titleOf(report)} (${from}): ${groupCount(groups)}, ${pluralize(risks.length, "risk")}`,
    ...notes.map((note) => `Note: ${plainText(note, 500)}`),
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
    ...(risks.length > 0 ? ["", "RISKS", ...risks.map(riskLine)] : []),
    "",
  ].join("\n");
}

/** A difference as text for a terminal. */
export function diffText({ changes, newRisks, notes, gainsWrite, losesManaging }: AccessDiff): string {
  return [
    gainsWrite ? "Somebody gains write." : "Nobody gains write.",
    ...(losesManaging ? ["Somebody loses the right to manage groups."] : []),
    ...(changes.length === 0 ? ["No group changes."] : changes.flatMap(changeLines)),
    ...(newRisks.length > 0 ? ["", "NEW RISKS", ...newRisks.map(riskLine)] : []),
    ...notes.map((note) => `Note: ${plainText(note, 500)}`),
    "",
  ].join("\n");
}

function changeLines(change: GroupChange): string[] {
  const { name, nameBefore, idBefore, idAfter, gains, loses, gainsWrite } = change;
  const was = nameBefore === undefined ? "" : `, was ${plainText(nameBefore)}`;
  const ids = idBefore === idAfter ? "" : ` (id ${[idBefore, idAfter].filter((id) => id !== undefined).join(" → ")})`;
  return [
    "",
    `${plainText(name)}: ${changeText(change)}${was}${ids}`,
    ...gainsWrite.map((reason) => `  ! gains write: ${plainText(reason, 500)}`),
    ...gains.who.map((who) => `  + ${plainText(who)}`),
    ...gains.rights.map((right) => `  + ${rightLine(right, "was")}`),
    ...loses.who.map((who) => `  - ${plainText(who)}`),
    ...loses.rights.map((right) => `  - ${rightLine(right, "now")}`),
  ];
}

function rightLine(right: RightChange, other: "was" | "now"): string {
  const elsewhere = right.instead.length === 0 ? "" : `; ${other} ${right.instead.map(scopeText).join(", ")}`;
  return plainText(rightText(right, elsewhere), 1000);
}

const riskLine = ({ severity, subject, rule, reason }: Risk) =>
  `  ${severity.padEnd(6)}  ${plainText(subject)}: ${lowerFirst(ruleTitles[rule])}: ${plainText(reason, 600)}`;

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
