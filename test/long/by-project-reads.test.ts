import { beforeAll, describe, expect, test } from "vitest";
import { type Run, type Stack, secretSignature, type Workspace, workspace } from "../engine/harness";

/** The calls as `alpha groups.list`, sorted. */
const callsOf = ({ requests }: Run) =>
  requests.flatMap(({ project, operation }) => (operation === "token" ? [] : [`${project} ${operation}`])).sort();

describe("what is read in another project", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace({
      projects: ["alpha", "beta"],
      profiles: [{ userIdentifier: "u1", displayName: "Ann Ek" }],
    });
    for (const project of ["alpha", "beta"]) {
      space.iam.createGroup({ name: "standing", sourceId: `idp-${project}`, metadata: { in: project } }, project);
      space.iam.createSecurityCategory("standing", project);
    }
    stack = await space.stack("reads", "");
  });

  test("a lookup asks there, in both forms: at preview and at up, one list a project, one token", async () => {
    stack.write(`
      const made = new iam.Group("made", { name: "made", project: "beta" });
      module.exports = async () => ({
        alpha: (await iam.getGroup({ name: "standing" })).sourceId,
        beta: (await iam.getGroup({ name: "standing", project: "beta" })).sourceId,
        all: (await iam.getGroups({ all: true, project: "beta" })).length,
        output: iam.getGroupOutput({ name: "standing", project: pulumi.output("beta") }).sourceId,
        fromResource: iam.getGroupOutput({ name: "standing", project: made.project }).sourceId,
        category: iam.getSecurityCategoryOutput({ name: "standing", project: "beta" }).id,
        user: (await iam.getUserProfile({ userIdentifier: "u1", project: "beta" })).displayName,
        subject: (await iam.inspectToken({ project: "beta" })).subject,
      });
    `);
    const preview = await stack.preview();
    expect(callsOf(preview)).toEqual([
      "alpha groups.list",
      "beta groups.list",
      "beta profiles.byids",
      "beta securityCategories.list",
      "undefined inspect",
    ]);
    expect(preview.requests.filter(({ operation }) => operation === "token")).toHaveLength(1);
    await stack.up();
    const { id } = space.iam.state("beta").securityCategories[0] ?? {};
    expect(stack.outputs()).toMatchObject({
      alpha: "idp-alpha",
      beta: "idp-beta",
      output: "idp-beta",
      fromResource: "idp-beta",
      category: id,
      user: "Ann Ek",
    });
  });

  test("a lookup refuses a name that is not valid, and says so once", async () => {
    stack.write(`iam.getGroupsOutput({ project: "be/ta" });`);
    const run = await stack.fails("preview");
    expect(run.text).toContain("project: is not a valid URL name: 3 to 32 letters");
    expect(run.text).not.toMatch(/^\s+at /m);
    expect(run.requests).toEqual([]);
  });

  test("get reads there", async () => {
    const [group] = space.groups("beta").filter(({ name }) => name === "standing");
    const [category] = space.iam.state("beta").securityCategories;
    stack.write(`
      const group = iam.Group.get("group", "${group?.id}", { project: "beta" });
      const category = iam.SecurityCategory.get("category", "${category?.id}", { project: pulumi.output("beta") });
      exports.group = group.sourceId;
      exports.number = group.groupId;
      exports.project = group.project;
      exports.category = category.name;
    `);
    expect(callsOf(await stack.preview())).toEqual(["beta groups.list", "beta securityCategories.list"]);
    await stack.up();
    expect(stack.outputs()).toEqual({
      group: "idp-beta",
      number: group?.id,
      project: "beta",
      category: "standing",
    });
    stack.env["CDF_PROJECT"] = "beta";
    await stack.refresh("--expect-no-changes");
    stack.env["CDF_PROJECT"] = "alpha";
  });

  test("get names the project in which there is none of that id", async () => {
    const [group] = space.groups("alpha");
    stack.write(`iam.Group.get("group", "${group?.id}", { project: "beta" });`);
    const run = await stack.fails("preview");
    expect(run.text).toMatch(/no group with ID \d+ in (the )?project "?beta/);
  });

  test("import takes over there, and goes on with a connection to another project", async () => {
    const [group] = space.groups("beta").filter(({ name }) => name === "standing");
    stack.write(`
      new iam.Group("adopted", { name: "standing", sourceId: "idp-beta", metadata: { in: "beta" }, project: "beta" },
        { import: "${group?.id}" });
    `);
    await stack.preview();
    const run = await stack.up();
    expect(run.calls.filter((call) => /create/.test(call))).toEqual([]);
    expect(stack.state()["adopted"]?.id).toBe(String(group?.id));
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
    await stack.destroy();
    expect(space.groupNames("beta")).toEqual([]);
    expect(space.groupNames("alpha")).toEqual(["standing"]);
  });
});

describe("a project that is a secret", () => {
  let space: Workspace;
  let stack: Stack;
  const declared = (project: string) => `
    const group = new iam.Group("readers", { name: "readers", project: pulumi.secret("${project}") });
    exports.project = group.project;
  `;

  beforeAll(async () => {
    space = await workspace({ projects: ["alpha", "hidden-project"] });
    stack = await space.stack("secret", declared("hidden-project"));
  });

  test("is one in the state and in what the CLI prints", async () => {
    const runs = [await stack.preview(), await stack.up(), await stack.refresh(), await stack.preview("--diff")];
    expect(space.groupNames("hidden-project")).toEqual(["readers"]);
    for (const { text } of runs) expect(text).not.toContain("hidden-project");
    expect(stack.stateText()).not.toContain("hidden-project");
    expect(JSON.stringify(stack.state()["readers"]?.outputs["project"])).toContain(secretSignature);
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
  });

  test("is one in errors", async () => {
    stack.write(declared("hidden/project"));
    const refused = await stack.fails("preview");
    expect(refused.text).toContain("project: is not a valid URL name");
    stack.write(declared("hidden-project-2"));
    const unknown = await stack.fails("up");
    expect(unknown.text).toContain("[secret]");
    stack.write(`new iam.Group("readers", { name: "readers" });`);
    const elsewhere = await stack.fails("preview");
    expect(elsewhere.text).toContain('but the connection is to "alpha"');
    for (const { text } of [refused, unknown, elsewhere]) expect(text).not.toMatch(/hidden.project/);
  });

  test("is destroyed where it is", async () => {
    await stack.destroy();
    expect(space.groups("hidden-project")).toEqual([]);
  });
});
