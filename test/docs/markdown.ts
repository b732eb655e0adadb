import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(__dirname, "../..");

/** A fenced block of a page. */
export interface Snippet {
  /** The page, relative to the root. */
  page: string;
  /** The line of the page where it begins. */
  line: number;
  language: string;
  /** How it is run, from the fence: ```` ```ts run=mocks ````. */
  run: string | undefined;
  text: string;
}

/** The pages that users and contributors read. */
export function pages(): string[] {
  const docs = readdirSync(path.join(root, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...docs.map((name) => `docs/${name}`)];
}

export const read = (page: string): string => readFileSync(path.join(root, page), "utf8");

/** The fenced blocks of every page in some languages. */
export function snippets(...languages: string[]): Snippet[] {
  return pages()
    .flatMap(snippetsOf)
    .filter(({ language }) => languages.includes(language));
}

function snippetsOf(page: string): Snippet[] {
  const text = read(page);
  return [...text.matchAll(/^```(\w+)(?: run=([\w-]+))?\n(.*?)^```$/gms)].map((match) => ({
    page,
    line: text.slice(0, match.index).split("\n").length,
    language: match[1] ?? "",
    run: match[2],
    text: match[3] ?? "",
  }));
}

/** The targets of a page's links to other files of this repository. */
export function localLinks(page: string): string[] {
  return [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map((match) => match[1] ?? "")
    .filter((target) => !/^https?:/.test(target))
    .map((target) => path.join(path.dirname(page), target));
}
