import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { LocalRequest } from "../../src/local/index";
import { snippets } from "../docs/markdown";
import { engineFolder, root, spawned, workspace } from "./harness";

const projects = ["plant-a", "plant-b", "plant-c"];

test("the program of the page on the Automation API deploys three stacks at once", async () => {
  const [program] = snippets("ts").filter(({ page }) => page === "docs/automation-api.md");
  const space = await workspace({ projects, latencyMs: 1_000 });
  const folder = path.join(space.folder, "deploy");
  mkdirSync(path.join(folder, "node_modules"), { recursive: true });
  symlinkSync(root, path.join(folder, "node_modules/pulumi-cognite-iam"), "dir");
  symlinkSync(path.join(root, "node_modules/@pulumi"), path.join(folder, "node_modules/@pulumi"), "dir");
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(path.join(folder, "deploy.ts"), program?.text ?? "");

  const { code, stdout, text } = await spawned(process.execPath, ["deploy.ts"], {
    cwd: folder,
    env: {
      ...space.iam.env,
      HOME: space.folder,
      TMPDIR: path.join(space.folder, "tmp"),
      PATH: [engineFolder(), path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter),
      PULUMI_HOME: path.join(space.folder, "home"),
      PULUMI_BACKEND_URL: `file://${path.join(space.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
  });

  expect(code, text).toBe(0);
  const readers = projects.map((project) => space.groups(project).find(({ name }) => name === "readers"));
  expect(readers.map((group) => group?.sourceId)).toEqual(["9d2f…", "41c7…", "e60b…"]);
  expect(stdout.trim().split("\n").sort()).toEqual(
    projects.map((project, i) => `${project}: succeeded, readers are group ${readers[i]?.id}`),
  );
  for (const project of projects) expect(space.groupNames(project)).toEqual(["everybody", "readers"]);
  expect(atOnce(space.iam.requests)).toBeGreaterThan(1);
});

/** How many stacks have waited for the server at the same time, each from its first to its last request. */
function atOnce(requests: readonly LocalRequest[]): number {
  const spans = projects.map((project) => {
    const own = requests.filter((request) => request.project === project);
    return { from: own[0]?.startedAt ?? 0, to: own.at(-1)?.endedAt ?? 0 };
  });
  return Math.max(...spans.map(({ from }) => spans.filter((other) => other.from <= from && from < other.to).length));
}
