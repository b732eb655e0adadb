import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { read, root } from "./markdown";

interface Locked {
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
}

const locked: Record<string, Locked> = JSON.parse(read("package-lock.json")).packages;
const allowed = ["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

/** What `npm install pulumi-cognite-iam` brings besides its peers, by name. */
function installed(): Map<string, Locked> {
  const found = new Map<string, Locked>();
  const queue = Object.keys(JSON.parse(read("package.json")).dependencies);
  for (const name of queue) {
    const entry = locked[`node_modules/${name}`];
    if (entry === undefined) throw new Error(`package-lock.json lacks ${name}.`);
    if (!found.has(name)) queue.push(...Object.keys(entry.dependencies ?? {}));
    found.set(name, entry);
  }
  return found;
}

test("every dependency at run time has a licence that asks for no more than its name", () => {
  for (const [name, { license }] of installed())
    expect([name, allowed]).toEqual([name, expect.arrayContaining([license])]);
});

test("docs/internals/licences.md lists them; WRITE_LICENCES=1 writes it", () => {
  const rows = [...installed()].sort().map(([name, { version, license }]) => `| ${name} | ${version} | ${license} |`);
  const page = [
    "# Licences",
    "",
    "This package is Apache-2.0. What `npm install pulumi-cognite-iam` brings along, besides the peer `@pulumi/pulumi` (Apache-2.0, with",
    "dependencies of its own):",
    "",
    "| package | version | licence |",
    "| --- | --- | --- |",
    ...rows,
    "",
    "Made from `package-lock.json` by `test/docs/licences.test.ts`.",
    "",
  ].join("\n");
  if (process.env["WRITE_LICENCES"] === "1") writeFileSync(path.join(root, "docs/internals/licences.md"), page);
  expect(read("docs/internals/licences.md")).toBe(page);
});
