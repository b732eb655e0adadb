import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { canonicalGroup } from "../../src/groups/canonical";
import { fillProject } from "../cli/adopt/hostile-names";
import {
  libraryContent,
  libraryEnvironments,
  libraryProject,
  libraryTargets,
  libraryVariables,
  writeLibrary,
} from "../cli/adopt/toolkit-library";
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
      "npx pulumi-cognite-iam verify",
      "npx pulumi-cognite-iam adopt --stack prod",
      "npm install",
      "pulumi stack init prod",
      "pulumi preview",
      "pulumi up",
      "pulumi config rm import",
      "pulumi up --expect-no-changes",
      "pulumi refresh --preview-only --diff",
      "pulumi up --expect-no-changes",
    ]);
    for (const step of steps) {
      if (step === "pulumi preview") expect(await typeErrors(stack.folder)).toBe("");
      const { code, text, calls } = await follow(stack, step);
      expect(text, step).toMatch(expected[step] ?? /^/);
      expect(code).toBe(0);
      expect(writesIn(calls)).toEqual([]);
      if (step.endsWith("--expect-no-changes")) expect(calls).toEqual([]);
    }
    expect(sources().join()).not.toBe("");
    expect(readFileSync(path.join(stack.folder, "Pulumi.prod.yaml"), "utf8")).not.toContain("import");
    expect(space.iam.state()).toEqual(before);
  });

  test("comes into a state by an import file too, to which the program then has nothing to add", async () => {
    await stack.pulumi(["stack", "init", "by-file"]);
    const { code, stdout } = await cognite(stack, ["adopt", "--json"]);
    expect(code).toBe(0);
    writeFileSync(path.join(stack.folder, "import.json"), stdout);
    const importing = commandsOf("adopting.md").find((command) =>
      command.startsWith("pulumi import --file import.json "),
    );
    expect(importing).toBeDefined();
    await follow(stack, importing ?? "");
    const run = await stack.up("--expect-no-changes");
    expect(run.requests).toEqual([]);
    expect(run.text).toMatch(/64 unchanged/);
    expect(space.iam.state()).toEqual(before);
  });
});

const expected: Readonly<Record<string, RegExp>> = {
  "npx pulumi-cognite-iam verify": /You have all required permissions\./,
  "npx pulumi-cognite-iam adopt --stack prod": /Wrote 61 groups and 2 security categories of project local-project/,
  "pulumi preview": /Group "data-readers": imports group \d+ unchanged[\s\S]*\+ 64 to create/,
  "pulumi up": /\+ 64 created/,
  "pulumi refresh --preview-only --diff": /64 unchanged/,
};

test("a Cognite Toolkit project of three environments becomes one program, right in each, by the steps of its guide", async () => {
  const space = await workspace(libraryTargets);
  const { iam } = space;
  writeLibrary(path.join(space.folder, "toolkit"));
  for (const environment of libraryEnvironments) iam.createSecurityCategory("sc_shared", libraryProject(environment));
  const deploy = (environment: "dev" | "prod", most: number) => {
    const project = libraryProject(environment);
    for (const name of libraryContent(iam, environment).categories) iam.createSecurityCategory(name, project);
    for (const group of libraryContent(iam, environment).groups.slice(0, most)) iam.createGroup(group, project);
  };
  deploy("dev", Number.POSITIVE_INFINITY);
  deploy("prod", 10);
  const idsBefore = new Map(libraryEnvironments.map((each) => [each, idsIn(space, each)]));
  const stack = await space.stack("from-toolkit", {}, install);
  await stack.pulumi(["stack", "rm", "--yes", "dev"]);
  Object.assign(stack.env, untyped, libraryVariables);
  // The environment names one project, and each stack's config its own.
  stack.env["CDF_PROJECT"] = libraryProject("dev");

  const guide = commandsOf("migrating-from-toolkit.md");
  expect(guide).toContain("npx pulumi-cognite-iam adopt --from-toolkit ../toolkit/modules");
  const testSteps = ["pulumi stack init test", "pulumi up --stack test", "pulumi up --stack test --expect-no-changes"];
  for (const step of [...guide, ...testSteps]) {
    const { code, text, calls } = await follow(stack, step);
    expect(code, text).toBe(0);
    if (step.includes("--from-toolkit")) expect(await typeErrors(stack.folder)).toBe("");
    if (step === "pulumi up --stack dev") {
      expect(writesIn(calls)).toEqual([]);
      expect(text).toMatch(/Group "producerGroupName": imports group \d+ unchanged/);
    }
    if (step.endsWith("--expect-no-changes")) expect(writesIn(calls)).toEqual([]);
  }

  for (const environment of libraryEnvironments) {
    const texts = (list: readonly object[]) => list.map((group) => canonicalGroup(group)).sort();
    const groups = space.groups(libraryProject(environment));
    expect(texts(groups), environment).toEqual(texts(libraryContent(iam, environment).groups));
    expect(idsIn(space, environment)).toEqual(expect.arrayContaining(idsBefore.get(environment) ?? []));
  }
});

describe("an adopted group that somebody has edited by hand", () => {
  test.each([
    ["with", []],
    ["without", [["config", "rm", "import"]]],
  ])("is put back by `up --refresh`, %s import in the config", async (_, commands) => {
    const space = await workspace({ dataSets: [{ externalId: "ds_pumps" }] });
    const { iam } = space;
    const [pumps] = iam.state().dataSets;
    const capabilities = [{ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [pumps?.id ?? 0] } } } }];
    const declared = { name: "readers", sourceId: "idp", capabilities };
    const { id } = iam.createGroup(declared);
    const stack = await space.stack("edited", {}, install);
    Object.assign(stack.env, untyped);
    expect((await cognite(stack, ["adopt"])).text).toContain("Wrote 2 groups");
    expect(readFileSync(path.join(stack.folder, "index.ts"), "utf8")).toContain("ids: [dsPumps]");
    expect(writesIn((await stack.up()).calls)).toEqual([]);
    for (const command of commands) await stack.pulumi(command);

    iam.deleteGroup(id);
    const edited = iam.createGroup({ ...declared, sourceId: "somebody else" });
    const mended = await stack.up("--refresh");
    expect(writesIn(mended.calls)).toEqual(["groups.create"]);
    expect(mended.text).toContain(`there is another of its name: "readers" (${edited.id})`);
    expect(
      space
        .groups()
        .map(({ sourceId }) => sourceId)
        .sort(),
    ).toEqual(["idp", "somebody else"]);
    iam.deleteGroup(edited.id);
    const again = await stack.up("--refresh", "--expect-no-changes");
    expect(writesIn(again.calls)).toEqual([]);
  });
});

const idsIn = (space: Workspace, environment: string) => space.groups(libraryProject(environment)).map(({ id }) => id);
