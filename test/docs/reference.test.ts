import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder";
import { root } from "./markdown";

const committed = pagesIn(path.join(root, "docs/api"));

describe("the API reference in docs/api", () => {
  const folder = temporaryFolder();
  let today: Map<string, string>;

  beforeAll(async () => {
    const typedoc = path.join(root, "node_modules/typedoc/bin/typedoc");
    // A symbol without a doc comment, and a link that leads nowhere, make it fail; what it writes says which.
    await promisify(execFile)(process.execPath, [typedoc, "--out", folder], { cwd: root }).catch((error) => {
      throw new Error(`typedoc failed:\n${error.stdout}${error.stderr}`);
    });
    today = pagesIn(folder);
  }, 120_000);

  test("has the pages that the source makes, and no others: else run `npm run reference`", () => {
    expect([...committed.keys()]).toEqual([...today.keys()]);
  });

  test.each([...committed.keys()])("%s is as the source makes it: else run `npm run reference`", (name) => {
    expect(committed.get(name)).toBe(today.get(name));
  });

  test.each([...committed])("every link of %s leads to a page and a heading", (name, text) => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
    expect(targets.filter((target) => !leadsSomewhere(name, target))).toEqual([]);
  });

  test("names nothing of the machine that made it", () => {
    const all = [...committed.values()].join("\n");
    expect(all).not.toContain(root);
    expect(all).not.toMatch(/file:\/\/|node_modules/);
  });
});

function pagesIn(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
  return new Map(names.sort().map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
}

function leadsSomewhere(from: string, target: string): boolean {
  if (/^https?:/.test(target)) return true;
  const [page = "", anchor] = target.split("#");
  const file = path.join(root, "docs/api", page === "" ? from : page);
  const text = readFileSync(file, "utf8");
  return anchor === undefined || anchorsIn(text).has(anchor);
}

/** The anchors that GitHub gives a page: of its headings, numbered where one repeats, and those that it sets itself. */
function anchorsIn(text: string): Set<string> {
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1] ?? ""));
  const seen = new Map<string, number>();
  for (const [, heading = ""] of text.replace(/^```.*?^```$/gms, "").matchAll(/^#+ (.+)$/gm)) {
    const words = heading.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    anchors.add(times === 0 ? slug : `${slug}-${times}`);
  }
  return anchors;
}
