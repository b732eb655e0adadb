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
  const inFolders = ["docs", "docs/internals"].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`),
  );
  const all = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "bench/README.md", ...inFolders];
  return all.filter((name) => name.endsWith(".md"));
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

/** A link to a file of this repository, or to a heading of it. */
export interface Link {
  /** Relative to the root. */
  target: string;
  heading: string | undefined;
}

/** A page's links to files of this repository, itself included. */
export function links(page: string): Link[] {
  return [...read(page).matchAll(/\]\(([^)#\s]*)(?:#([^)\s]*))?\)/g)]
    .filter(([, target = ""]) => !/^https?:/.test(target))
    .map(([, target, heading]) => ({ target: target ? path.join(path.dirname(page), target) : page, heading }));
}

/** The targets of a page's links to other files of this repository. */
export const localLinks = (page: string): string[] => links(page).map(({ target }) => target);

/** What the headings of a page are called in links, as GitHub does it. */
export const headingsOf = (page: string): string[] =>
  [
    ...read(page)
      .replaceAll(/^```.*?^```$/gms, "")
      .matchAll(/^#+ (.*)$/gm),
  ].map(([, words = ""]) =>
    words
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
