import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { nodeVersions } from "../long/node-versions";
import { root } from "./harness";

interface Step {
  uses?: string;
  run?: string;
}

interface Job {
  "runs-on"?: string;
  "timeout-minutes"?: number;
  permissions?: Record<string, string>;
  strategy?: { matrix: Record<string, string[]> };
  steps?: Step[];
  uses?: string;
}

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const textOf = (file: string) => readFileSync(path.join(root, file), "utf8");
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(path.join(root, file)));
const manifest = JSON.parse(textOf("package.json"));
const workflows = tracked.filter((file) => file.startsWith(".github/workflows/"));
const actions = tracked.filter((file) => file.startsWith(".github/actions/"));
const workflow = (file: string): Workflow => parse(textOf(file));
const jobs = workflows.flatMap((file) =>
  Object.entries(workflow(file).jobs).map(([name, job]) => [`${path.basename(file, ".yml")}.${name}`, job] as const),
);
const steps = [
  ...jobs.flatMap(([, { steps = [] }]) => steps),
  ...actions.flatMap((file): Step[] => parse(textOf(file)).runs.steps),
];
const scripts = steps.flatMap(({ run }) => run ?? []);

test("Node.js of the matrix: the oldest of `engines`, the one of the development dependency, the newest that is tried", () => {
  const short = (version: string) =>
    version === nodeVersions[0] ? version.replace(/\.0$/, "") : version.split(".")[0];
  const [oldest = "", newest = ""] = nodeVersions;
  expect(manifest.engines.node).toBe(`>=${short(oldest)}`);
  const { tests, checks } = workflow(".github/workflows/ci.yml").jobs;
  expect(tests?.strategy?.matrix["node"]).toEqual([oldest, manifest.devDependencies.node, newest].map(short));
  expect(checks?.steps?.at(-1)).toEqual({ run: ".ci/run" });
});

describe("a step", () => {
  test.each([...workflows, ...actions])(
    "of %s runs the very commit of an action, with its version beside it",
    (file) => {
      const used = textOf(file).match(/uses: .*/g) ?? [];
      for (const line of used) expect(line).toMatch(/^uses: (\.\/|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/);
      const local = used.flatMap((line) => /uses: \.\/(.*)/.exec(line)?.[1] ?? []);
      for (const each of local)
        expect(existsSync(path.join(root, each, each.endsWith(".yml") ? "" : "action.yml"))).toBe(true);
    },
  );

  test("puts nothing of an event into its script, only into the environment", () => {
    for (const script of scripts) expect(script).not.toContain("${{");
  });

  test("runs scripts that there are", () => {
    const all = scripts.join("\n");
    const npm = [...all.matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, name = ""]) => name);
    const own = npm.filter((name) => !["pack", "publish"].includes(name));
    expect(own).toContain("test");
    for (const name of own) expect(manifest.scripts).toHaveProperty([name]);
    const files = [...all.matchAll(/(?:^|node )([\w.]+\/[\w./]+)/gm)].map(([, file = ""]) => file);
    expect(files).toContain("scripts/release.mjs");
    for (const file of files) expect(tracked).toContain(file);
  });
});

describe("a job", () => {
  test("may read the code and no more, but for what it is there to write", () => {
    for (const file of workflows) expect([file, workflow(file).permissions]).toEqual([file, { contents: "read" }]);
    const more = jobs.flatMap(([name, { permissions }]) => (permissions === undefined ? [] : [[name, permissions]]));
    expect(Object.fromEntries(more)).toEqual({
      "nightly.report": { issues: "write" },
      "release.plugin": { contents: "write" },
      "release.npm": { "id-token": "write" },
      "release.pypi": { "id-token": "write" },
    });
  });

  test.each(jobs)("%s has a limit of time", (_, job) => {
    expect(job.uses ?? job["timeout-minutes"]).toBeDefined();
  });
});

test("Dependabot is sent to folders that hold what it updates", () => {
  const { updates } = parse(textOf(".github/dependabot.yml"));
  const modules: { directories: string[]; allow: { "dependency-name": string }[] } = updates.at(-1);
  const held = modules.directories.map((folder) => textOf(path.join(folder, "go.mod")));
  expect(held).toHaveLength(modules.allow.length);
  for (const [index, { "dependency-name": name }] of modules.allow.entries())
    expect(held[index]).toContain(`\t${name} v`);
  const [, { directories }] = updates;
  const used = actions.map((file) => `/${path.dirname(file)}`);
  expect(directories).toEqual(["/", ...used]);
});

test("every page names the repository that package.json names", () => {
  const [, own = ""] = /github\.com\/(.*)\.git$/.exec(manifest.repository.url) ?? [];
  const [, name = ""] = own.split("/");
  const others = tracked
    .filter((file) => !/\.(json|sum|png)$/.test(file) || file === "package.json" || file === "schema.json")
    .flatMap((file) =>
      (textOf(file).match(new RegExp(`github\\.com/[\\w-]+/${name}\\b`, "g")) ?? []).map((url) => [file, url]),
    )
    .filter(([file, url]) => url !== `github.com/${own}` && file !== "test/schema/sources.test.ts");
  expect(others).toEqual([]);
});
