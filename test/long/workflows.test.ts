import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { root, spawned } from "../engine/harness";

const made = spawnSync(process.execPath, [path.join(root, "scripts/actionlint.mjs")], { encoding: "utf8" });
const missing = made.status === 0 ? undefined : made.stderr.trim().replace(/\s+/g, " ");
const title = "actionlint finds nothing wrong with the workflows";

test.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, async () => {
  const { code, text } = await spawned(made.stdout.trim(), ["-color=false"], { cwd: root, env: process.env });
  expect([code, text]).toEqual([0, ""]);
});
