import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { load, root } from "./load";
import { results } from "./results";

const { parts } = load("./tables.mjs");
const { partOf, withParts } = load("./markdown.mjs");

const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const measured = JSON.parse(read("bench/results.json"));
const anew = "`node bench/page.mjs` writes it anew";

describe("bench/README.md shows what bench/results.json says", () => {
  const page = read("bench/README.md");

  test.each(Object.entries(parts(measured)))("the part %s", (name, part) => {
    expect(partOf(page, name), anew).toBe(part);
  });

  test("the plots", async () => {
    // What draws waits at its top level, so that it can only be imported.
    const { plots } = await import(pathToFileURL(path.join(root, "bench/plot.mjs")).href);
    for (const [name, svg] of Object.entries(await plots(measured)))
      expect(read(`bench/images/${name}`) === svg, `${name}: ${anew}`).toBe(true);
  });

  test("and nothing that tells whose machine it was", () => {
    for (const text of [page, read("bench/results.json")]) expect(text).not.toMatch(/\/(home|root|tmp|Users)\//);
  });
});

test("times are shown with how many times the null provider's they are", () => {
  const { times, imports } = parts(results());
  expect(times).toMatch(
    /\| 1,000 +\| `up` +\| 10\.0 s +\| 10\.5 s \(1\.05\) +\| 8\.50 s \(0\.85\) +\| 25\.0 s \(2\.50\) /,
  );
  expect(imports).toMatch(/\| 1,000 +\| 10\.0 s +\| 10\.5 s \(1\.05\) +\| 0 +\| 0 +\| 0\.50 s /);
});

test("a missed aim stands out", () => {
  expect(parts(results({ ours: { up: 1.5 } })).aims).toMatch(
    /`up` within 1\.10 .*\| 1\.50, at 100 +\| \*\*missed\*\* \|/,
  );
});

test("a system that tells no memory leaves it out", () => {
  const without = results();
  const runs = without.runs.map(({ peakBytes: _, ...run }) => run);
  expect(parts({ ...without, runs }).sizes).toMatch(/\| – +\| – +\| – +\|$/m);
});

test("a part is written between its marks and nowhere else", () => {
  const page = "before\n<!-- a: made by the benchmark -->\nold\n<!-- end of a -->\nafter";
  expect(withParts(page, { a: "$& new" })).toBe(page.replace("old", () => "$& new"));
  expect(() => withParts(page, { b: "new" })).toThrow("The page has no part b.");
});
