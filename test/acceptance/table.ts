import { plainText } from "../../src/text/plain-text";
import type { Agrees, Report, Row } from "./acceptance";
import { neverAsked } from "./questions";

/** A report as Markdown, to read in a terminal and to send: no column repeats what belongs to the project. */
export function reportText(report: Report): string {
  const { rows, groups, lostAnswer, left, endedEarly } = report;
  const of = (agrees: Agrees) => rows.filter((row) => row.agrees === agrees);
  const count = (agrees: Agrees, what: string) => `${of(agrees).length} ${what}`;
  const lines = [
    "| Question | Assumed | Found | Agrees |",
    "| --- | --- | --- | --- |",
    ...rows.map(line),
    "",
    `${count("yes", "as assumed")}, ${count("handled", "different but handled")}, ${count("no", "different")}, ${count("failed", "failed")}, ${count("not asked", "not asked")}.`,
    ...of("no").map(({ id, reliedOnIn }) => `${id}: src/${reliedOnIn} relies on the assumed answer.`),
    ...(endedEarly === undefined ? [] : [`The run ended early: ${plainText(endedEarly)}.`]),
    `The run created ${groups} groups. Deleted groups still count towards the project's quota.`,
    ...left.map((each) => `Left behind: ${plainText(each)}.`),
    ...(lostAnswer ? ["A response got lost, so the service may still carry out that request."] : []),
    ...(left.length > 0 || lostAnswer ? ["To delete what is left, run `npm run test:acceptance -- --sweep`."] : []),
    "",
    "Never asked:",
    ...neverAsked.map((each) => `- ${each}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** Whether the service is what this package takes it for, as far as the run could tell, and nothing is left. */
export const hasPassed = ({ rows, left, endedEarly }: Report): boolean =>
  rows.some(({ agrees }) => agrees !== "not asked") &&
  !rows.some(({ agrees }) => agrees === "no" || agrees === "failed") &&
  left.length === 0 &&
  endedEarly === undefined;

function line({ question, assumed, found, detail, agrees }: Row): string {
  const measured = detail === undefined ? found : `${found} (${detail})`;
  const word = agrees === "handled" ? "no, but handled" : agrees;
  return `| ${[question, assumed, measured, word].map(cell).join(" | ")} |`;
}

const cell = (text: string) => plainText(text.replaceAll(/\s+/g, " ")).replaceAll("|", "\\|");
