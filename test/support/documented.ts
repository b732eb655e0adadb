import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";

const file = path.resolve(__dirname, "../../docs/internals/fault-matrix.md");

/**
 * Holds a table of docs/internals/fault-matrix.md to what a test has seen. With `WRITE_FAULT_MATRIX=1` the table is written anew.
 */
export function documented(name: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const table = [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
  const [begin, end] = [`<!-- ${name}: made by a test -->\n`, `\n<!-- end of ${name} -->`];
  const text = readFileSync(file, "utf8");
  const [before = "", rest = ""] = text.split(begin);
  const [found = "", after = ""] = rest.split(end);
  if (process.env["WRITE_FAULT_MATRIX"] === "1") writeFileSync(file, before + begin + table + end + after);
  else expect(found, "docs/internals/fault-matrix.md; WRITE_FAULT_MATRIX=1 writes it anew").toBe(table);
}
