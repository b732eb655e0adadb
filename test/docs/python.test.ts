import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { snippets } from "./markdown";

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const title = hasPython ? "is Python" : "is Python (skipped: there is no python3 on the PATH)";

describe.skipIf(!hasPython)("the Python of the pages", () => {
  const blocks = snippets("python").map(({ page, line, text }) => [`${page}:${line}`, text] as const);

  test.each(blocks)(`%s ${title}`, (_, text) => {
    const compile = "import sys; compile(sys.stdin.read(), 'page', 'exec')";
    const { status, stderr } = spawnSync("python3", ["-c", compile], { input: text, encoding: "utf8" });
    expect(status, stderr).toBe(0);
  });
});
