import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { plainText } from "../../../text/plain-text";
import { readingWords } from "../actions";

/** What differs from one page to another; the title, the notes and the data are text, all else is markup. */
export interface PageParts {
  title: string;
  /** What the page is of, for the paragraph below the title. */
  about: string;
  notes: readonly string[];
  sections: readonly { id: string; title: string; heading?: string; tools?: string }[];
  filters: string;
  /** What the script reads. */
  data: object;
  /** The parts of the script, as they run. They share one block, where a name declared twice is an error. */
  scripts: readonly string[];
}

/**
 * One HTML file: no server, no request to anywhere. What others wrote is data in it and never markup: its script sets text only,
 * and the page's own policy allows no other script.
 */
export function htmlPage({ title, about, notes, sections, filters, data, scripts }: PageParts): string {
  const style = browserFile("style.css");
  const script = `"use strict";\n{\n${scripts.map(browserFile).join("\n")}}\n`;
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  const noteList = notes.map((note) => `<li>${html(plainText(note, 500))}</li>`).join("");
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src '${digest(style)}'; script-src '${digest(script)}'`;
  const last = sections.at(-1) ?? { id: "", title: "" };
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
<a class="skip" href="#${last.id}">Skip to the ${last.title.toLowerCase()}</a>
<header>
<div class="title"><h1>${html(title)}</h1><button type="button" id="theme" aria-pressed="false">Dark</button></div>
<p>${about}
Every action except ${readingWords} counts as write.</p>
${noteList && `<ul class="notes">${noteList}</ul>`}
<dl id="totals"></dl>
<nav aria-label="Sections">${sections.map(({ id, title: text }) => `<a href="#${id}">${text}</a>`).join(" ")}</nav>
</header>
<noscript><p class="notes">This page needs JavaScript (only the script in this file). <code>npx pulumi-cognite-iam access --markdown</code> works without it.</p></noscript>
<form id="filters" role="search" aria-label="Filter">
<label class="wide">Search <input type="search" id="search" autocomplete="off" placeholder="name, member, ACL, scope"></label>
${filters}
<button type="reset">Clear</button>
</form>
<p id="found" role="status" aria-live="polite"></p>
<main>
${sections.map(sectionOf).join("\n")}
</main>
<script type="application/json" id="data">${json}</script>
<script>${script}</script>
</body>
</html>
`;
}

const sectionOf = ({ id, title, heading = title, tools = "" }: PageParts["sections"][number]) =>
  `<section id="${id}"><h2 id="${id}-title">${heading}</h2>
${tools}<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}-title"></div></section>`;

/** A filter that offers some words, and all of them at first. */
export const choiceOf = (label: string, id: string, any: string, words: readonly string[] = []): string =>
  `<label>${label} <select id="${id}"><option value="">${any}</option>${words
    .map((word) => `<option value="${html(word)}">${html(plainText(word))}</option>`)
    .join("")}</select></label>`;

/** A text as markup that shows it. */
export const html = (text: string): string => text.replaceAll(/[&<>"']/g, (each) => `&#${each.codePointAt(0)};`);

/** A file of `browser`, with LF as a browser reads it, since the policy's digests are of what it reads. */
function browserFile(name: string): string {
  return readFileSync(path.join(__dirname, "browser", name), "utf8").replaceAll("\r\n", "\n");
}

const digest = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
