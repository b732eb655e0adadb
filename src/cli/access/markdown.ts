import { plainText } from "../../text/plain-text";
import { pluralize, truncateList } from "../../text/plural";
import { holdersByAcl } from "./by-acl";
import type { AccessDiff, GroupChange, SideOfChange } from "./diff";
import { changeText, type DiffPhrases, diffPhrases, gainsText, idsText } from "./diff-phrases";
import type { AccessGroup, AccessReport, AccessRight, Risk } from "./model";
import { groupCount, managementText, onlyText, scopeText, sourceText, titleOf, whoOf } from "./phrases";
import { byProject, partTitle } from "./projects";
import type { RightChange } from "./rights-beyond";
import { ruleTitles } from "./risks";

/** A comment on GitHub holds 65,536 characters. */
const longestComment = 60_000;

/** The most entries of a table's cell. */
const longestCell = 12;

/** A report as Markdown: risks, groups, and who holds each ACL. */
export function reportMarkdown(report: AccessReport): string {
  const parts = byProject(report);
  return [
    `# ${titleOf(report, code)}`,
    "",
    `${countsOf(report)}; from ${sourceText(report)}, ${report.at}.`,
    ...report.notes.map((note) => `\n> ${prose(note)}`),
    ...(parts.length === 1
      ? tablesOf(report, "##")
      : parts.flatMap((part) => [
          "",
          `## ${partTitle(part, code)}`,
          "",
          `${countsOf(part)}.`,
          ...tablesOf(part, "###"),
        ])),
    "",
  ].join("\n");
}

const countsOf = ({ groups, risks }: AccessReport) => `${groupCount(groups)}, ${pluralize(risks.length, "risk")}`;

/** The tables of one project. */
function tablesOf({ groups, risks }: AccessReport, level: "##" | "###"): string[] {
  return [
    ...(risks.length > 0 ? ["", `${level} Risks`, "", ...riskTable(risks)] : []),
    "",
    `${level} Groups`,
    "",
    ...table(
      ["Group", "Who is in it", "Write", "Read"],
      groups.map((group) => [
        nameCell(group),
        cell([code(whoOf(group)), onlyText("tokens of", group.applications, code)]),
        cell(rightsIn(group, "write")),
        cell(rightsIn(group, "read")),
      ]),
    ),
    "",
    `${level} ACLs`,
    "",
    ...table(
      ["ACL", "Write, project-wide", "Write, scoped", "Read, project-wide", "Read, scoped"],
      holdersByAcl(groups).map(({ acl, status, ...holders }) => [
        `${code(acl)}${status === "current" ? "" : ` (${status})`}`,
        ...[holders.writeProject, holders.writeScoped, holders.readProject, holders.readScoped].map((some) =>
          cell(some.map(({ name }) => code(name))),
        ),
      ]),
    ),
  ];
}

/** A difference as Markdown that fits a pull request's comment: who gains write first, and what does not fit counted. */
export function diffMarkdown(diff: AccessDiff): string {
  const { changes, newRisks, notes } = diff;
  const phrases = diffPhrases(diff, code);
  const head = [
    `### Access: ${phrases.counts.join("; ")}`,
    "",
    ...(changes.length === 0 ? [phrases.none] : tableHead(["Group", "Change", phrases.gains, phrases.loses])),
  ];
  const tail = [
    ...(newRisks.length > 0
      ? ["", `#### ${phrases.newRisks}`, "", ...riskTable(newRisks.slice(0, 20), phrases.place)]
      : []),
    ...(newRisks.length > 20 ? ["", `… and ${newRisks.length - 20} more.`] : []),
    ...notes.slice(0, 20).map((note) => `\n> ${prose(note)}`),
    "",
  ];
  let left = longestComment - [...head, ...tail].join("\n").length - 100;
  const rows = changes.map((change) => changeRow(change, diff, phrases));
  const fitting = rows.findIndex((row) => {
    left -= row.length + 1;
    return left < 0;
  });
  const shown = fitting === -1 ? rows : rows.slice(0, fitting);
  const cut =
    shown.length < rows.length
      ? [
          "",
          `… and ${pluralize(rows.length - shown.length, "more group", "more groups")}, which the output of \`--json\` has.`,
        ]
      : [];
  return [...head, ...shown, ...cut, ...tail].join("\n");
}

function changeRow(change: GroupChange, diff: AccessDiff, { place, before, after }: DiffPhrases): string {
  const { name, nameBefore, idBefore, gainsWrite, project } = change;
  const renamed = nameBefore === undefined ? "" : `was ${code(nameBefore)}`;
  return row([
    cell([code(name) + place(project), renamed]),
    cell([
      prose(changeText(change, diff)),
      idBefore === undefined ? "" : prose(idsText(change, diff)),
      gainsWrite.length > 0
        ? `**${gainsText(change, diff)}**: ${gainsWrite.map((reason) => code(reason)).join("; ")}`
        : "",
    ]),
    sideOf(change.gains, { sign: "+", other: before }).join("<br>"),
    sideOf(change.loses, { sign: "−", other: after }).join("<br>"),
  ]);
}

/** As many entries as fit in a cell, and how many more there are; the rest is never turned into text, to save time. */
function sideOf({ who, rights }: SideOfChange, { sign, other }: { sign: string; other: string }): string[] {
  const left = Math.max(longestCell - who.length, 1);
  const more = rights.length > left ? [`and ${rights.length - left} more rights`] : [];
  return [
    ...truncateList(who, longestCell - 1).map((each) => `${sign} ${code(each)}`),
    ...rights.slice(0, left).map((right) => rightChange(right, other)),
    ...more,
  ];
}

function rightChange({ acl, read, write, scope, projects, instead }: RightChange, other: string): string {
  const actions = [...write.map((action) => `**${code(action)}**`), ...read.map((action) => code(action))].join(" ");
  const elsewhere = instead.length === 0 ? "" : ` (${other} ${instead.map((each) => placeOf(each)).join(", ")})`;
  return `${code(acl)} ${actions} ${placeOf(scope, projects)}${elsewhere}`;
}

function rightsIn(group: AccessGroup, kind: "read" | "write"): string[] {
  return group.rights.filter((right) => right[kind].length > 0).map((right) => rightEntry(right, kind));
}

const rightEntry = (right: AccessRight, kind: "read" | "write") =>
  `${code(right.acl)} ${right[kind].map((action) => code(action)).join(" ")} ${placeOf(right.scope, right.projects)}`;

function placeOf(scope: AccessRight["scope"], projects: readonly string[] = []): string {
  const limit = onlyText("in", projects, code);
  return (scope.reach === "project" ? scopeText(scope) : `in ${code(scopeText(scope))}`) + (limit && ` ${limit}`);
}

const nameCell = (group: AccessGroup) =>
  cell([code(group.name), group.id === undefined ? "" : `id ${group.id}`, managementText(group)]);

function riskTable(risks: readonly Risk[], place: DiffPhrases["place"] = () => ""): string[] {
  return table(
    ["", "Risk", "Group or principal", "Reason"],
    risks.map(({ severity, rule, subject, project, reason }) => [
      severity,
      ruleTitles[rule],
      code(subject) + place(project),
      prose(reason),
    ]),
  );
}

const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
  rows.length === 0 ? ["None."] : [...tableHead(heads), ...rows.map(row)];

const tableHead = (heads: readonly string[]) => [row(heads), row(heads.map(() => "---"))];

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

const cell = (entries: readonly string[]) => truncateList(entries.filter(Boolean), longestCell).join("<br>");

/** Text that others wrote: in a code element nothing is a mention, a link or a reference to an issue. */
const code = (text: string) => `<code>${text === "" ? "(no name)" : entities(plainText(text))}</code>`;

/** Text that others wrote, among ours: no mention, no link, no reference. */
const prose = (text: string) =>
  entities(plainText(text, 600).replaceAll(/[@#]/g, "$&\u2060")).replaceAll(
    /www\./gi,
    (each) => `${each.slice(0, 3)}&#46;`,
  );

/** Every character that could mean something as its number, which never does. */
const entities = (text: string) =>
  text.replaceAll(/[^\p{L}\p{N}\p{M}\u2060 .,;()=-]/gu, (each) => `&#${each.codePointAt(0)};`);
