import { plainText } from "../../../text/plain-text";
import type { AccessDiff, SideOfChange } from "../diff";
import { changeText, diffPhrases, gainsText, idsText } from "../diff-phrases";
import { rightText, scopeText } from "../phrases";
import { ruleTitles } from "../risks";
import { choiceOf, html, htmlPage } from "./frame";
import type { ComparisonData } from "./page-data";

/** A comparison as one HTML file, to read in a browser as a report. */
export function comparisonPage(diff: AccessDiff): string {
  const data = comparisonData(diff);
  const { title, verdicts, newRisks } = diffPhrases(diff);
  const distinct = (words: readonly string[]) => [...new Set(words)].filter(Boolean).sort();
  const projects = distinct(data.changes.map(({ project }) => project));
  const verdict = verdicts.join("; ");
  return htmlPage({
    title,
    about: `<strong>${html(verdict.charAt(0).toUpperCase() + verdict.slice(1))}.</strong>`,
    notes: diff.notes,
    sections: [
      { id: "risks", title: html(newRisks) },
      {
        id: "groups",
        title: "Groups",
        tools: `<p class="tools"><button type="button" id="print">Print</button></p>\n`,
      },
    ],
    filters: `${choiceOf("Change", "change", "any", distinct(data.changes.map(({ change }) => change)))}
${projects.length === 0 ? "" : choiceOf("Project", "project", "any", projects)}
<label class="check"><input type="checkbox" id="gaining"> ${diff.projects === undefined ? "gains write" : "writes more"}</label>`,
    data,
    scripts: ["elements.js", "sorting.js", "chrome.js", "risk-rows.js", "comparison.js"],
  });
}

function comparisonData(diff: AccessDiff): ComparisonData {
  const { none, gains, loses, before, after, place } = diffPhrases(diff);
  return {
    none,
    gaining: diff.projects === undefined ? "Gain write" : `Write more in ${plainText(diff.projects.after)}`,
    gains,
    loses,
    changes: diff.changes.map((change) => {
      const renamed = change.nameBefore === undefined ? "" : `was ${plainText(change.nameBefore)}`;
      const project = place(change.project).replace(/^ in /, "");
      return {
        name: plainText(change.name) || "(no name)",
        note: [renamed, plainText(idsText(change, diff)), project].filter(Boolean).join("; "),
        project,
        change: plainText(changeText(change, diff)),
        reasons: change.gainsWrite.map((reason) => plainText(`${gainsText(change, diff)}: ${reason}`, 500)),
        gains: sideOf(change.gains, before),
        loses: sideOf(change.loses, after),
      };
    }),
    risks: diff.newRisks.map(({ severity, rule, subject, project, reason }) => ({
      severity,
      title: ruleTitles[rule],
      subject: plainText(subject) + place(project),
      reason: plainText(reason, 1000),
    })),
  };
}

const sideOf = ({ who, rights }: SideOfChange, other: string): [string, boolean][] => [
  ...who.map((each): [string, boolean] => [plainText(each), false]),
  ...rights.map((right): [string, boolean] => {
    const elsewhere = right.instead.length === 0 ? "" : `; ${other} ${right.instead.map(scopeText).join(", ")}`;
    return [plainText(rightText(right, elsewhere), 2000), right.write.length > 0];
  }),
];
