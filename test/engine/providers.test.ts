import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, secretSignature, type Workspace, workspace } from "./harness";

describe("two explicit providers, to two projects, in one program", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace({ projects: ["alpha", "beta"] });
    const { project: _, ...connection } = space.iam.connection;
    stack = await space.stack(
      "two-projects",
      `
      const connection = ${JSON.stringify(connection)};
      for (const project of ["alpha", "beta"]) {
        const provider = new iam.Provider(project, { ...connection, project });
        const category = new iam.SecurityCategory(\`\${project}-secret\`, { name: "secret" }, { provider });
        const group = new iam.Group(\`\${project}-readers\`, {
          name: "readers",
          capabilities: [{ securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [category.categoryId] } } } }],
          metadata: { of: project },
        }, { provider });
        exports[project] = { group: group.groupId, category: category.categoryId, project: group.project };
      }
      `,
    );
    stack.env = {};
  });

  test("create each group in its project", async () => {
    const run = await stack.up();
    expect(run.requests.filter(({ operation }) => operation === "token")).toHaveLength(2);
    for (const project of ["alpha", "beta"]) {
      const made = stack.outputs()[project];
      expect(made.project).toBe(project);
      expect(space.groups(project)).toMatchObject([{ id: made.group, metadata: { of: project } }]);
      expect(space.iam.state(project).securityCategories).toEqual([{ id: made.category, name: "secret" }]);
    }
  });

  test("have a client secret that the program holds encrypted in the state", () => {
    const { clientSecret } = space.iam.connection;
    expect(stack.stateText()).not.toContain(clientSecret);
    expect(JSON.stringify(stack.state()["alpha"]?.inputs["cognite-iam:clientSecret"])).toContain(secretSignature);
  });

  test("refresh with one list in each project, and destroy empties both", async () => {
    const run = await stack.refresh("--expect-no-changes");
    const lists = run.requests.filter(({ operation }) => operation === "groups.list");
    expect(lists.map(({ project }) => project).sort()).toEqual(["alpha", "beta"]);
    await stack.destroy();
    expect([...space.groups("alpha"), ...space.groups("beta")]).toEqual([]);
  });
});

describe("values that are not known in a preview", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace({ projects: ["alpha", "beta"] });
    stack = await space.stack(
      "unknown",
      `
      const category = new iam.SecurityCategory("category", { name: "category" });
      const id = category.categoryId;
      const first = new iam.Group("first", { name: "first" });
      const all = (acl, action) => ({ [acl]: { actions: [action], scope: { all: {} } } });
      const groups = {
        name: { name: pulumi.interpolate\`group-\${id}\` },
        sourceId: { name: "source", sourceId: first.id },
        members: { name: "members", members: first.groupId.apply((each) => [String(each)]) },
        member: { name: "member", members: ["user-1", first.id] },
        capabilities: { name: "capabilities", capabilities: id.apply(() => [all("assetsAcl", "READ")]) },
        capability: { name: "capability", capabilities: [id.apply(() => all("assetsAcl", "READ")), all("eventsAcl", "READ")] },
        grant: { name: "grant", capabilities: [{ assetsAcl: id.apply(() => all("x", "READ").x) }] },
        actions: { name: "actions", capabilities: [{ assetsAcl: { actions: id.apply(() => ["READ"]), scope: { all: {} } } }] },
        action: { name: "action", capabilities: [{ assetsAcl: { actions: [id.apply(() => "READ"), "WRITE"], scope: { all: {} } } }] },
        scope: { name: "scope", capabilities: [{ assetsAcl: { actions: ["READ"], scope: id.apply((each) => ({ datasetScope: { ids: [each] } })) } }] },
        ids: { name: "ids", capabilities: [{ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: id.apply((each) => [each, 1]) } } } }] },
        id: { name: "id", capabilities: [{ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [1, id] } } } }] },
        tables: { name: "tables", capabilities: [{ rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { db: { tables: [first.id] }, other: id.apply(() => ({})) } } } } }] },
        metadata: { name: "metadata", metadata: id.apply((each) => ({ id: String(each) })) },
        value: { name: "value", metadata: { id: pulumi.interpolate\`\${id}\`, plain: "plain" } },
        appIds: { name: "app", attributes: { token: { appIds: [first.id] } } },
      };
      for (const [name, args] of Object.entries(groups)) new iam.Group(name, args);
      new iam.SecurityCategory("derived", { name: pulumi.interpolate\`derived-\${first.id}\` });
      const provider = new iam.Provider("late", { project: first.groupId.apply(() => "beta") });
      const late = new iam.Group("late", { name: "late", metadata: { id: first.id } }, { provider });
      new iam.SecurityCategory("late-category", { name: "late" }, { provider });
      exports.count = Object.keys(groups).length;
      exports.lateProject = late.project;
      `,
    );
  });

  test("pass everywhere, an explicit provider's project too, and nothing is called", async () => {
    const run = await stack.preview();
    expect(run.requests).toEqual([]);
    expect(run.text).toContain("+ 23 to create");
  });

  test("are filled in by up, and what was made of them is no change afterwards", async () => {
    await stack.up();
    const { count, lateProject } = stack.outputs();
    expect(lateProject).toBe("beta");
    expect(space.groups("alpha")).toHaveLength(count + 1);
    expect(space.groupNames("beta")).toEqual(["late"]);
    expect(space.iam.state("beta").securityCategories).toMatchObject([{ name: "late" }]);
    expect(JSON.stringify([space.groups("alpha"), space.groups("beta")])).not.toContain("04da6b54");
    await stack.refresh("--expect-no-changes");
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
  });

  test("of a replacement are unknown again, and pass again", async () => {
    const program = await import("node:fs").then(({ readFileSync }) =>
      readFileSync(`${stack.folder}/index.js`, "utf8"),
    );
    stack.write({ "index.js": program.replace('{ name: "first" }', '{ name: "first", metadata: { a: "b" } }') });
    const run = await stack.preview();
    expect(run.requests).toEqual([]);
    expect(run.text).toMatch(/\+-\d+ to replace/);
  });
});
