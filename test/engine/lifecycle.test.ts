import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";

const declared = `
const secret = new iam.SecurityCategory("secret", { name: "top-secret" });
const readers = new iam.Group("readers", {
  name: "readers",
  sourceId: "idp-readers",
  capabilities: [
    { assetsAcl: { actions: ["READ", "WRITE"], scope: { datasetScope: { ids: [1, 2, 3] } } } },
    { rawAcl: { actions: ["READ", "LIST"], scope: { tableScope: { dbsToTables: { a: { tables: ["t1", "t2"] }, b: {} } } } } },
    { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [secret.categoryId] } } } },
  ],
  metadata: { team: "data", stage: "dev" },
});
const writers = new iam.Group("writers", { name: "writers", members: ["user-1", "user-2"] });
const app = new iam.Group("app", { name: "app", sourceId: "idp-app", attributes: { token: { appIds: ["app-1", "app-2"] } } });
exports.readersId = readers.groupId;
exports.readersUrn = readers.id;
exports.secretId = secret.categoryId;
exports.project = readers.project;
exports.metadata = readers.metadata;
`;

const reordered = `
const secret = new iam.SecurityCategory("secret", { name: "top-secret" });
const readers = new iam.Group("readers", {
  metadata: { stage: "dev", team: "data" },
  capabilities: [
    { securityCategoriesAcl: { scope: { idScope: { ids: [secret.categoryId.apply(String)] } }, actions: ["MEMBEROF"] } },
    { rawAcl: { actions: ["LIST", "READ"], scope: { tableScope: { dbsToTables: { b: [], a: ["t2", "t1"] } } } } },
    { assetsAcl: { actions: ["WRITE", "READ"], scope: { datasetScope: { ids: ["3", 1, 2] } } } },
  ],
  sourceId: "idp-readers",
  name: "readers",
});
const writers = new iam.Group("writers", { name: "writers", members: ["user-2", "user-1"], sourceId: "" });
const app = new iam.Group("app", { name: "app", sourceId: "idp-app", attributes: { token: { appIds: ["app-2", "app-1"] } } });
exports.readersId = readers.groupId;
`;

describe("a stack of groups and a security category", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack("basics", declared);
  });

  test("is previewed without a call, not even for a token", async () => {
    const run = await stack.preview();
    expect(run.requests).toEqual([]);
    expect(run.text).toContain("+ 5 to create");
  });

  test("is created by up, each resource with one call, and outputs its ids", async () => {
    const run = await stack.up();
    expect(run.calls.filter((call) => call.endsWith(".create"))).toHaveLength(4);
    expect(run.requests.filter(({ operation }) => operation === "token")).toHaveLength(1);
    expect(space.groupNames()).toEqual(["app", "readers", "writers"]);
    const readers = space.groups().find(({ name }) => name === "readers");
    const [category] = space.iam.state().securityCategories;
    expect(stack.outputs()).toEqual({
      readersId: readers?.id,
      readersUrn: String(readers?.id),
      secretId: category?.id,
      project: "local-project",
      metadata: { team: "data", stage: "dev" },
    });
    expect(readers?.capabilities).toContainEqual({
      securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [String(category?.id)] } } },
    });
  });

  test("keeps nothing of the environment in its state: no secret, no address", () => {
    for (const value of [space.iam.connection.clientSecret, space.iam.url])
      expect(stack.stateText()).not.toContain(value);
  });

  test("keeps in its state the line of the program that declares a resource, and not where this package is", () => {
    const program = readFileSync(path.join(stack.folder, "index.js"), "utf8").split("\n");
    const line = program.findIndex((text) => text.includes('new iam.SecurityCategory("secret"')) + 1;
    expect(stack.state()["secret"]?.["sourcePosition"]).toBe(`project:///index.js#${line},16`);
    expect(stack.stateText()).not.toContain("dist/groups/resource.js");
  });

  test("is unchanged by a second up, which calls nothing", async () => {
    const run = await stack.up("--expect-no-changes");
    expect(run.requests).toEqual([]);
    expect(run.text).toContain("5 unchanged");
  });

  test("is refreshed by one list of groups and one of categories, without drift in how the service spells them", async () => {
    const run = await stack.refresh("--expect-no-changes");
    expect(run.calls.sort()).toEqual(["groups.list", "securityCategories.list"]);
    expect(run.text).toContain("5 unchanged");
  });

  test("is unchanged by another order of capabilities, actions, ids, members, databases, tables, applications and keys", async () => {
    stack.write(reordered);
    const run = await stack.up("--expect-no-changes");
    expect(run.requests).toEqual([]);
  });

  test("leaves after destroy what was there before, and nothing else", async () => {
    const stranger = space.iam.createGroup({ name: "stranger" });
    const run = await stack.destroy();
    expect(run.calls.filter((call) => call.endsWith(".delete"))).toHaveLength(4);
    expect(space.groups()).toEqual([stranger]);
    expect(space.iam.state().groups.filter(({ isDeleted }) => !isDeleted)).toHaveLength(2);
    expect(space.iam.state().securityCategories).toEqual([]);
  });
});
