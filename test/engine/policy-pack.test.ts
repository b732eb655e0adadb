import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  pluginGroup,
  pluginProject,
  type Run,
  root,
  type Stack,
  temporaryFolder,
  type Workspace,
  workspace,
} from "./harness";

/** For each policy a group that fails it alone; and one that passes all. */
const program = `
  const team = { metadata: { team: "data" } };
  const can = (acl, actions, scope) => ({ [acl]: { actions, scope } });
  const dataSet = { datasetScope: { ids: [1] } };
  new iam.Group("wide", { name: "wide", sourceId: "s", ...team, capabilities: [can("assetsAcl", ["WRITE"], { all: {} })] });
  new iam.Group("open", { name: "open", members: "allUserAccounts", ...team, capabilities: [can("assetsAcl", ["WRITE"], dataSet)] });
  new iam.Group("managing", { name: "managing", sourceId: "s", ...team, capabilities: [can("groupsAcl", ["CREATE"], { currentuserscope: {} })] });
  new iam.Group("silent", { name: "silent", sourceId: "s" });
  new iam.Group("shouting", { name: "SHOUTING", sourceId: "s", ...team });
  new iam.Group("good", { name: "good", sourceId: "s", ...team, capabilities: iam.readWriteInDataSets([1]) });
`;

const failing = {
  "no-project-wide-write": "wide",
  "no-write-for-all-users": "open",
  "groups-acl-only-in": "managing",
  "required-metadata": "silent",
  "name-pattern": "shouting",
};

describe("the policy pack of the examples on the engine:", () => {
  let space: Workspace;
  let stack: Stack;
  let pack: string;

  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack("policies", program);
    pack = await startable(copyOfPack(), stack);
  });

  test("each policy fails the one group that breaks it, and says what to do; all others pass", async () => {
    const run = await stack.run(["preview", "--policy-pack", pack]);
    expect(run.code).not.toBe(0);
    expect(violations(run)).toEqual(
      Object.entries(failing)
        .map(([policy, group]) => `${policy} ${group}`)
        .sort(),
    );
    expect(run.text).toContain(
      'Group "wide": it has assetsAcl WRITE in the whole project. Replace `scope: { all: {} }`',
    );
    expect(run.text).toContain('Group "SHOUTING": its name does not match');
  });

  test("an up is refused, and makes none of the groups that break a policy", async () => {
    const run = await stack.fails("up", "--policy-pack", pack);
    expect(violations(run)).not.toEqual([]);
    expect(space.groupNames().filter((name) => name !== "good")).toEqual([]);
  });

  test("the settings of a policy decide: with these, every group passes and is made", async () => {
    const config = path.join(temporaryFolder(), "config.json");
    writeFileSync(
      config,
      JSON.stringify({
        "no-project-wide-write": { except: ["wide"] },
        "no-write-for-all-users": "advisory",
        "groups-acl-only-in": { groups: ["managing"] },
        "required-metadata": { keys: [] },
        "name-pattern": { pattern: "." },
      }),
    );
    const run = await stack.up("--policy-pack", pack, "--policy-pack-config", config);
    expect(violations(run)).toEqual(["no-write-for-all-users open"]);
    expect(run.text).toContain("[advisory]");
    expect(space.groupNames()).toEqual(["SHOUTING", "good", "managing", "open", "silent", "wide"]);
  });
});

describe("the policy pack, for several projects and the plugin's groups", () => {
  const capabilities = `[{ assetsAcl: { actions: ["WRITE"], scope: { all: {} } } }, { unlisted: { groupsAcl: { actions: ["CREATE"], scope: { all: {} } } } }]`;
  const content = (project: string) =>
    `{ name: "g", members: ["allUserAccounts"], project: "${project}", capabilities: ${capabilities} }`;
  const twoProjects = `
    ${pluginGroup}
    const capabilities = [{ assetsAcl: { actions: ["WRITE"], scope: { all: {} } } }];
    new iam.Group("dynamicA", { name: "g", members: "allUserAccounts", project: "plant-a", capabilities });
    new iam.Group("dynamicB", { name: "g", members: "allUserAccounts", project: "plant-b", capabilities });
    new PluginGroup("pluginA", ${content("plant-a")});
    new PluginGroup("pluginB", ${content("plant-b")});
  `;

  test("each rule reads both, names the project, and keeps to those of its setting", async () => {
    const space = await workspace({ projects: ["home", "plant-a", "plant-b"] });
    const stack = await space.stack("plants", twoProjects);
    stack.write(pluginProject("plants"));
    const pack = await startable(copyOfPack(), stack);
    const config = path.join(temporaryFolder(), "config.json");
    const only = (...projects: string[]) => ({ projects });
    writeFileSync(
      config,
      JSON.stringify({
        "no-project-wide-write": only("plant-a"),
        "no-write-for-all-users": only("plant-b"),
        "groups-acl-only-in": only("plant-b"),
        "required-metadata": only("elsewhere"),
      }),
    );
    const run = await stack.run(["preview", "--policy-pack", pack, "--policy-pack-config", config]);
    expect(violations(run)).toEqual([
      "groups-acl-only-in pluginB",
      "no-project-wide-write dynamicA",
      "no-project-wide-write pluginA",
      "no-write-for-all-users dynamicB",
      "no-write-for-all-users pluginB",
    ]);
    expect(run.text).toContain(
      'Group "g" in project "plant-b": every user account of the organization would have assetsAcl WRITE',
    );
  });
});

/** What the CLI lists below "Policies": policy and resource. */
const violations = ({ text }: Run): string[] =>
  [
    ...text.matchAll(
      /^\s+- \[\w+\](?: \[severity: \w+\])?\s+([\w-]+)\s+\((?:pulumi-nodejs:dynamic\/cognite|cognite-iam:index):Group: (\w+)\)/gm,
    ),
  ]
    .map(([, policy, resource]) => `${policy} ${resource}`)
    .sort();

function copyOfPack(): string {
  const folder = path.join(temporaryFolder(), "pack");
  cpSync(path.join(root, "examples/policy-pack"), folder, {
    recursive: true,
    filter: (from) => !from.endsWith("node_modules"),
  });
  mkdirSync(path.join(folder, "node_modules"));
  for (const name of ["@pulumi", "@types", "typescript"])
    symlinkSync(path.join(root, "node_modules", name), path.join(folder, "node_modules", name), "dir");
  return folder;
}

/**
 * The folder, as users give it to the CLI. A language host as old as the one that can be built from Go's module proxy
 * cannot start a pack; the CLI then takes a program that does what the host would.
 */
async function startable(folder: string, stack: Stack): Promise<string> {
  const { text } = await stack.run(["preview", "--policy-pack", folder]);
  if (!text.includes("could not read plugin")) return folder;
  const program = path.join(folder, "start.sh");
  const host = "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js";
  writeFileSync(program, `#!/bin/sh\ncd "$(dirname "$0")"\nexec node ${host} "$1" .\n`, { mode: 0o755 });
  return program;
}
