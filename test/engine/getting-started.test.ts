import { symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { snippets } from "../docs/markdown";
import { commandsOf, follow } from "./guides";
import { root, workspace } from "./harness";

const page = "docs/getting-started.md";

/** The first block of the page in a language. */
function block(language: string): string {
  const [found] = snippets(language).filter((snippet) => snippet.page === page);
  if (found === undefined) throw new Error(`${page} has no ${language}.`);
  return found.text;
}

/** What is done once for the machine, or needs a registry or a CDF project of the reader's own. */
const elsewhere = /^(npm (init|install)|mkdir|cd|pulumi (login|stack init|config set)|npx pulumi-cognite-iam local)\b/;

test("the steps of Getting started create a group, replace it and clean up", async () => {
  const space = await workspace();
  const stack = await space.stack("access", {
    "package.json": JSON.stringify({ name: "access", main: "index.js", type: "commonjs" }), // as `npm init --yes` writes it
    "Pulumi.yaml": block("yaml"),
    "tsconfig.json": block("json"),
    "index.ts": block("ts"),
  });
  for (const name of ["@types", "typescript"])
    symlinkSync(path.join(root, "node_modules", name), path.join(stack.folder, "node_modules", name), "dir");
  const steps = commandsOf("getting-started.md");
  const [create, change] = [steps.indexOf("pulumi up"), steps.lastIndexOf("pulumi up")];
  expect(change).toBeGreaterThan(create);

  const ids: (number | undefined)[] = [];
  for (const [i, step] of steps.entries()) {
    if (elsewhere.test(step)) continue;
    const { text, code } = await follow(stack, step);
    expect(code, text).toBe(0);
    const [group] = space.groups();
    if (step === "pulumi up") ids.push(group?.id);
    if (step.startsWith("pulumi stack output")) expect(text).toContain(String(group?.id));
    if (i === create) stack.write({ "index.ts": block("ts").replace('["READ"]', '["READ", "WRITE"]') });
    if (i === change) expect(JSON.stringify(group?.capabilities)).toContain("WRITE");
  }
  expect(new Set(ids).size).toBe(2);
  expect(ids).not.toContain(undefined);
  expect(space.groups()).toEqual([]);
});
