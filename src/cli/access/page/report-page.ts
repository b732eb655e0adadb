import { plainText } from "../../../text/plain-text";
import { type AccessGroup, type AccessReport, isThere } from "../model";
import { managementText, memberText, onlyText, scopeText, sourceText, titleOf, whoOf } from "../phrases";
import { unknownProject } from "../projects";
import { ruleTitles } from "../risks";
import { choiceOf, html, htmlPage } from "./frame";
import type { PageData } from "./page-data";

/** A report as one HTML file, to read in a browser. */
export function reportPage(report: AccessReport): string {
  const data = pageData(report);
  const statuses = report.groups.flatMap(({ managementStatus }) => managementStatus ?? []);
  const projects = data.groups.map(({ project }) => project).filter(Boolean);
  return htmlPage({
    title: titleOf(report),
    about: `From ${html(sourceText(report))}, <time datetime="${html(report.at)}">${html(report.at.replace("T", " ").slice(0, 16))} UTC</time>.`,
    notes: report.notes,
    sections: [
      { id: "risks", title: "Risks" },
      { id: "acls", title: "ACLs", heading: "Who holds each ACL" },
      {
        id: "groups",
        title: "Groups",
        tools: `<p class="tools"><button type="button" id="open-all">Show every right</button> <button type="button" id="print">Print</button></p>\n`,
      },
    ],
    filters: `<label>Group <input id="group" list="group-names" autocomplete="off" placeholder="any"></label>
<datalist id="group-names"></datalist>
${choiceOf("ACL", "acl", "any")}
${choiceOf("May", "access", "read or write", ["write", "read"])}
<label>Where <select id="scope"><option value="">anywhere</option><option value="project">project-wide</option><option value="scoped">scoped</option></select></label>
${choiceOf("Members", "kind", "any")}
${statuses.length === 0 ? "" : choiceOf("Status", "status", "any", [...new Set(statuses)].sort())}
${projects.length === 0 ? "" : choiceOf("Project", "project", "any", [...new Set(projects)].sort())}
<label class="check"><input type="checkbox" id="risky"> with a risk</label>`,
    data,
    scripts: [
      "elements.js",
      "sorting.js",
      "risk-rows.js",
      "matching.js",
      "tables.js",
      "group-table.js",
      "chrome.js",
      "page.js",
    ],
  });
}

function pageData(report: AccessReport): PageData {
  const acls = new List<[string, string]>();
  const scopes = new List<[string, boolean]>();
  const words = new List<string[]>();
  const places = new Map(report.groups.map(({ key }, place) => [key, place]));
  const risksOf = new Map<string, number[]>();
  report.risks.forEach(({ group }, i) => {
    if (group !== undefined) risksOf.set(group, [...(risksOf.get(group) ?? []), i]);
  });
  const placeOf = ({ project }: Pick<AccessGroup, "project">) =>
    report.projects.length > 1 ? plainText(project ?? unknownProject) : "";
  const groups = report.groups.map((group) => {
    const { key, name, id, membership, metadata, rights } = group;
    const remarks = [managementText(group), onlyText("tokens of", group.applications)];
    return {
      name: plainText(name) || "(no name)",
      id: id ?? null,
      project: placeOf(group),
      status: group.managementStatus ?? "",
      kind: membership.kind,
      who:
        membership.kind === "members"
          ? membership.members.map((member) => plainText(memberText(member)))
          : [plainText(whoOf(group))],
      note: plainText(remarks.filter(Boolean).join("; "), 500),
      there: isThere(group),
      metadata: Object.entries(metadata).map(([label, value]): [string, string] => [
        plainText(label),
        plainText(value, 600),
      ]),
      rights: rights.map((right): [number, number, number, number, string] => {
        return [
          acls.place([plainText(right.acl), right.status]),
          scopes.place([plainText(scopeText(right.scope), 2000), right.scope.reach === "project"]),
          words.place(right.read.map((word) => plainText(word))),
          words.place(right.write.map((word) => plainText(word))),
          plainText(onlyText("in", right.projects)),
        ];
      }),
      risks: risksOf.get(key) ?? [],
    };
  });
  const risks = report.risks.map(({ severity, rule, subject, project, reason, group }) => ({
    severity,
    title: ruleTitles[rule],
    subject: plainText(subject),
    project: placeOf({ project }),
    reason: plainText(reason, 1000),
    group: places.get(group ?? "") ?? -1,
  }));
  return { acls: acls.all, scopes: scopes.all, words: words.all, groups, risks };
}

/** Each entry once, by its place. */
class List<T> {
  readonly all: T[] = [];
  readonly #places = new Map<string, number>();

  place(entry: T): number {
    const key = JSON.stringify(entry);
    const place = this.#places.get(key) ?? this.all.push(entry) - 1;
    this.#places.set(key, place);
    return place;
  }
}
