import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { read, root } from "./markdown";

const page = read("docs/troubleshooting.md");
const [ours = ""] = page.split("\n## From Pulumi, npm and Node.js\n");
const headings = [...ours.matchAll(/^### `(.*)`$/gm)].map(([, words = ""]) => words);

/** The texts of a source file, with `…` in the place of what is put in. */
function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2023);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node))
      texts.push(node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join(""));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

const sources = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => path.join(root, "src", name));
const texts = sources.flatMap(textsOf);

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
