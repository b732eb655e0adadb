import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";

describe("groups in components", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack(
      "components",
      `
      class Team extends pulumi.ComponentResource {
        constructor(type, name) {
          super(\`test:index:\${type}\`, name);
          const category = new iam.SecurityCategory(\`\${name}-secret\`, { name: \`\${name}-secret\` }, { parent: this });
          new iam.Group("members", {
            name: "members",
            capabilities: [{ securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [category.categoryId] } } } }],
          }, { parent: this });
          new iam.Group(\`\${name}-leads\`, { name: "leads" }, { parent: this });
          this.registerOutputs({});
        }
      }
      new Team("Team", "red");
      new Team("Division", "blue");
      new iam.Group("members", { name: "members" });
      `,
    );
  });

  test("of one resource name are each made, under owners of their own", async () => {
    await stack.up();
    expect(space.groupNames()).toEqual(["leads", "leads", "members", "members", "members"]);
    const marks = space.groups().map(({ metadata }) => metadata["pulumi"]);
    expect(new Set(marks).size).toBe(5);
    for (const mark of marks) expect(mark).toMatch(/^components\/dev\/(members|red-leads|blue-leads)#/);
  });

  test("of one resource name are each replaced when forced, and none takes another for a copy of its own", async () => {
    const urns = Object.keys(stack.stateByUrn()).filter((urn) => urn.endsWith("::members"));
    expect(urns).toHaveLength(3);
    const before = space.groups().map(({ id }) => id);
    await stack.up(...urns.flatMap((urn) => ["--replace", urn]));
    expect(space.groupNames()).toEqual(["leads", "leads", "members", "members", "members"]);
    expect(space.groups().filter(({ id }) => before.includes(id))).toMatchObject([
      { name: "leads" },
      { name: "leads" },
    ]);
    const groups = Object.values(stack.stateByUrn()).filter(({ type }) => type.endsWith("cognite:Group"));
    expect(new Set(groups.map(({ id }) => Number(id)))).toEqual(new Set(space.groups().map(({ id }) => id)));
  });
});

describe("a group that gets, by an alias,", () => {
  let space: Workspace;
  let stack: Stack;
  const args = '{ name: "readers", metadata: { a: "b" } }';

  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack("aliases", `exports.id = new iam.Group("old", ${args}).groupId;`);
    await stack.up();
  });

  test.for([
    { what: "another name", options: '{ aliases: [{ name: "old" }] }' },
    { what: "another parent", options: "{ parent, aliases: [{ parent: pulumi.rootStackResource }] }" },
  ])("$what stays as it is, and nothing is called", async ({ options }) => {
    const before = [stack.outputs()["id"], space.groups()];
    stack.write(`
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
      exports.id = new iam.Group("new", ${args}, ${options}).groupId;
    `);
    expect((await stack.up()).requests).toEqual([]);
    expect([stack.outputs()["id"], space.groups()]).toEqual(before);
  });

  test("both has no drift and nothing to do", async () => {
    await stack.refresh("--expect-no-changes");
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
  });

  test("both, and then another content, is replaced by one", async () => {
    const { id } = stack.outputs();
    stack.write(`
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
      exports.id = new iam.Group("new", { name: "readers", metadata: { a: "c" } }, { parent }).groupId;
    `);
    await stack.up();
    expect(stack.outputs()["id"]).not.toBe(id);
    expect(space.groups()).toMatchObject([{ id: stack.outputs()["id"], metadata: { a: "c" } }]);
  });

  test("a third name, and then is replaced by force, is one", async () => {
    const urn = Object.keys(stack.stateByUrn()).find((each) => each.endsWith("::new"));
    stack.write(
      `exports.id = new iam.Group("newest", { name: "readers", metadata: { a: "c" } }, { aliases: ["${urn}"] }).groupId;`,
    );
    expect((await stack.up()).requests).toEqual([]);
    await stack.up("--replace", String(stack.state()["newest"]?.urn));
    expect(space.groups()).toMatchObject([{ id: stack.outputs()["id"] }]);
  });
});
