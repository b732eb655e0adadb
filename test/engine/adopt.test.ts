import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fillProject } from "../cli/adopt/hostile-names";
import { deployToolkitProject, writeToolkitProject } from "../cli/adopt/toolkit-project";
import { cognite, commandsOf, follow } from "./guides";
import { root, type Stack, type Workspace, workspace } from "./harness";
import { typeErrors } from "./installed";

/** What `npm install` would bring. */
function install(folder: string): void {
  mkdirSync(path.join(folder, "node_modules"));
  for (const name of ["@pulumi", "@types", "typescript"])
    symlinkSync(path.join(root, "node_modules", name), path.join(folder, "node_modules", name), "dir");
  symlinkSync(root, path.join(folder, "node_modules/pulumi-cognite-iam"), "dir");
  rmSync(path.join(folder, "package.json"));
}

/** The types are checked once, with the compiler, rather than by Pulumi at each command. */
const untyped = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };

const writesIn = (calls: readonly string[] = []) => calls.filter((call) => /create|delete/.test(call));

describe("a project with forty ordinary and twenty awkward groups", () => {
  let space: Workspace;
  let stack: Stack;
  let before: ReturnType<Workspace["iam"]["state"]>;
  const sources = () => readdirSync(stack.folder).filter((name) => name.endsWith(".ts"));

  beforeAll(async () => {
    space = await workspace({ lowerCaseScopeKeys: true, returnSourceIdWithMembers: true });
    fillProject(space.iam, 40);
    before = space.iam.state();
    stack = await space.stack("adopted", {}, install);
    Object.assign(stack.env, untyped);
  });

  test("is taken over by the steps of the guide from Fusion, without a write, every id as it was", async () => {
    const steps = commandsOf("migrating-from-fusion.md");
    expect(steps).toEqual([
      "npx --package pulumi-cognite-iam cognite-iam verify",
      "npx --package pulumi-cognite-iam cognite-iam adopt",
      "npm install",
      "pulumi stack init prod",
      "pulumi preview",
      "pulumi up",
      "pulumi up --expect-no-changes",
      "pulumi refresh --preview-only --diff",
      "pulumi up --expect-no-changes",
    ]);
    for (const [i, step] of steps.entries()) {
      if (step === "pulumi preview") expect(await typeErrors(stack.folder)).toBe("");
      if (i === steps.length - 1)
        for (const name of sources()) {
          const file = path.join(stack.folder, name);
          const text = readFileSync(file, "utf8");
          writeFileSync(file, text.replaceAll(/,\s*\{ import: "\d+" \}/g, ""));
        }
      const { code, text, calls } = await follow(stack, step);
      expect(text, step).toMatch(expected[step] ?? /^/);
      expect(code).toBe(0);
      expect(writesIn(calls)).toEqual([]);
      if (step.endsWith("--expect-no-changes")) expect(calls).toEqual([]);
    }
    expect(sources().join()).not.toBe("");
    expect(readFileSync(path.join(stack.folder, "data.ts"), "utf8")).not.toContain("import:");
    expect(space.iam.state()).toEqual(before);
  });

  test("comes into a state by an import file too, to which the program then has nothing to add", async () => {
    await stack.pulumi(["stack", "init", "by-file"]);
    const { code, stdout } = await cognite(stack, ["adopt", "--json"]);
    expect(code).toBe(0);
    writeFileSync(path.join(stack.folder, "import.json"), stdout);
    const [, importing = ""] = commandsOf("adopting.md").filter((command) => !command.endsWith(" adopt"));
    expect(importing).toMatch(/^pulumi import --file import\.json /);
    await follow(stack, importing);
    const run = await stack.up("--expect-no-changes");
    expect(run.requests).toEqual([]);
    expect(run.text).toMatch(/64 unchanged/);
    expect(space.iam.state()).toEqual(before);
  });
});

const expected: Readonly<Record<string, RegExp>> = {
  "npx --package pulumi-cognite-iam cognite-iam verify": /All that is needed is there\./,
  "npx --package pulumi-cognite-iam cognite-iam adopt":
    /Wrote 61 groups and 2 security categories of project local-project/,
  "pulumi preview": /\+ 64 to create/,
  "pulumi up": /\+ 64 created/,
  "pulumi refresh --preview-only --diff": /64 unchanged/,
};

test("a Cognite Toolkit project is taken over by the steps of its guide, and what was not deployed is made", async () => {
  const space = await workspace();
  const { readers, owners } = deployToolkitProject(space.iam);
  writeToolkitProject(path.join(space.folder, "toolkit"));
  const stack = await space.stack("from-toolkit", {}, install);
  Object.assign(stack.env, untyped, { NEW_SOURCE: "idp-new" });
  const steps = commandsOf("migrating-from-toolkit.md");
  expect(steps).toContain(
    "npx --package pulumi-cognite-iam cognite-iam adopt --from-toolkit ../toolkit/modules --env prod",
  );
  for (const step of steps) {
    const { code, text, calls } = await follow(stack, step);
    expect(code).toBe(0);
    if (step.includes("--from-toolkit")) {
      expect(text).toContain("Wrote 4 groups and 3 security categories");
      expect(text).toContain(
        'pulumi config set dataSetId.ds_main …    # the id of the data set with external id "ds_main"',
      );
    }
    if (step === "pulumi up")
      expect(writesIn(calls).sort()).toEqual(["groups.create", "groups.create", "securityCategories.create"]);
  }
  expect(space.groupNames()).toEqual(["gp_bergen_readers", "gp_new", "gp_oslo_owners", "gp_twins"]);
  expect(space.groups().map(({ id }) => id)).toEqual(expect.arrayContaining([readers, owners]));
});
