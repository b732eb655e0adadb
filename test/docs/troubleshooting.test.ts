import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { read } from "./markdown";
import { sources, texts } from "./source-texts";

const page = read("docs/troubleshooting.md");
const [ours = ""] = page.split("\n## From Pulumi, npm and Node.js\n");
// The npm package and the plugin may say the same in different words.
const headings = [...ours.matchAll(/^### `(.*)`$/gm)].flatMap(([, words = ""]) => words.split("`, or `"));

/** Whether a text has the fixed words of a heading, in their order. */
function has(text: string, heading: string): boolean {
  let from = 0;
  return heading.split("…").every((part) => {
    const at = text.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}

describe("the page on messages", () => {
  test.each(headings)("quotes words that the source has: %s", (heading) => {
    expect(texts.some((text) => has(text, heading))).toBe(true);
  });

  test("fails this test if it quotes others", () => {
    expect(texts.some((text) => has(text, "words that … has never said"))).toBe(false);
    expect(headings.length).toBeGreaterThan(50);
  });

  test("explains every code that an error of this package has", () => {
    const codes = sources.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/(?:new CdfError\(\s*|super\([\w, ]*|\bcode = )"([A-Z_]+)"/g)].map(
        ([, code]) => code,
      ),
    );
    expect(codes).toContain("UNDECIDED");
    expect([...new Set(codes)].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});
