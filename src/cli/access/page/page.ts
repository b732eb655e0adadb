import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { plainText } from "../../../text/plain-text";
import { readingWords } from "../actions";
import { type AccessReport, isThere } from "../model";
import { managementText, memberText, onlyText, scopeText, sourceText, titleOf, whoOf } from "../phrases";
import { ruleTitles } from "../risks";
import type { PageData } from "./page-data";

/** The parts of the page's script, as they run. They share one block, where a name declared twice is an error. */
const scriptParts = ["elements.js", "matching.js", "tables.js", "group-table.js", "page.js"];

/**
 * A report as one HTML file: no server, no request to anywhere. What others wrote is data in it and never markup: its
 * script sets text only, and the page's own policy allows no other script.
 */
export function reportPage(report: AccessReport): string {
  const style = browserFile("style.css");
  const script = `"use strict";\n{\n${scriptParts.map(browserFile).join("\n")}}\n`;
  const data = JSON.stringify(pageData(report)).replaceAll("<", "\\u003c");
  const title = titleOf(report);
  const notes = report.notes.map((note) => `<li>${html(plainText(note, 500))}</li>`).join("");
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src '${digest(style)}'; script-src '${digest(script)}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#groups">Skip to the groups</a>
<header>
<div class="title"><h1>${html(title)}</h1><button type="button" id="theme" aria-pressed="false">Dark</button></div>
<p>From ${html(sourceText(report))}, <time datetime="${html(report.at)}">${html(report.at.replace("T", " ").slice(0, 16))} UTC</time>.
An action counts as write unless its word is ${readingWords}.</p>
${notes && `<ul class="notes">${notes}</ul>`}
<dl id="totals"></dl>
<nav aria-label="Sections"><a href="#risks">Risks</a> <a href="#acls">ACLs</a> <a href="#groups">Groups</a></nav>
</header>
<noscript><p class="notes">This page needs JavaScript, its own alone. <code>cognite-iam access --markdown</code> does without.</p></noscript>
<form id="filters" role="search" aria-label="Filter">
<label class="wide">Search <input type="search" id="search" autocomplete="off" placeholder="name, member, ACL, scope"></label>
<label>Group <input id="group" list="group-names" autocomplete="off" placeholder="any"></label>
<datalist id="group-names"></datalist>
<label>ACL <select id="acl"><option value="">any</option></select></label>
<label>May <select id="access"><option value="">read or write</option><option value="write">write</option><option value="read">read</option></select></label>
<label>Where <select id="scope"><option value="">anywhere</option><option value="project">project-wide</option><option value="scoped">scoped</option></select></label>
<label>Members <select id="kind"><option value="">any</option></select></label>
<label class="check"><input type="checkbox" id="risky"> with a risk</label>
<button type="reset">Clear</button>
</form>
<p id="found" role="status" aria-live="polite"></p>
<main>
<section id="risks"><h2 id="risks-title">Risks</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="risks-title"></div></section>
<section id="acls"><h2 id="acls-title">Who holds each ACL</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="acls-title"></div></section>
<section id="groups"><h2 id="groups-title">Groups</h2>
<p class="tools"><button type="button" id="open-all">Show every right</button> <button type="button" id="print">Print</button></p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="groups-title"></div></section>
</main>
<script type="application/json" id="data">${data}</script>
<script>${script}</script>
</body>
</html>
`;
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
  const groups = report.groups.map((group) => {
    const { key, name, id, project, membership, metadata, rights } = group;
    const remarks = [managementText(group), onlyText("tokens of", group.applications)];
    return {
      name: plainText(name) || "(no name)",
      id: id ?? null,
      project: report.projects.length > 1 ? plainText(project ?? "") : "",
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
  const risks = report.risks.map(({ severity, rule, subject, reason, group }) => ({
    severity,
    title: ruleTitles[rule],
    subject: plainText(subject),
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

/** A file of `browser`, with LF as a browser reads it, since the policy's digests are of what it reads. */
function browserFile(name: string): string {
  return readFileSync(path.join(__dirname, "browser", name), "utf8").replaceAll("\r\n", "\n");
}

const digest = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

const html = (text: string) => text.replaceAll(/[&<>"']/g, (each) => `&#${each.codePointAt(0)};`);
