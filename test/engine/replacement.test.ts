import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";

describe("the replacement of a group:", () => {
  let space: Workspace;
  let producer: Stack;
  let consumer: Stack;

  const readers = (actions: string, categoryName = "top-secret") => `
    const category = new iam.SecurityCategory("category", { name: "${categoryName}" });
    const readers = new iam.Group("readers", {
      name: "readers",
      capabilities: [
        { assetsAcl: { actions: [${actions}], scope: { all: {} } } },
        { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [category.categoryId] } } } },
      ],
    });
    const bystander = new iam.Group("bystander", { name: "bystander" });
    exports.readersId = readers.groupId;
    exports.categoryId = category.categoryId;
  `;

  beforeAll(async () => {
    space = await workspace();
    producer = await space.stack("producer", readers('"READ"'));
    consumer = await space.stack(
      "consumer",
      `
      const producer = new pulumi.StackReference("organization/producer/dev");
      const readersId = producer.requireOutput("readersId");
      new iam.Group("auditors", {
        name: "auditors",
        metadata: { watches: pulumi.interpolate\`\${readersId}\` },
      });
      exports.readersId = readersId;
      `,
    );
    await producer.up();
    await consumer.up();
  });

  test("a new action makes the new group before it deletes the old one, and the other groups stay", async () => {
    const before = producer.outputs();
    const bystander = space.groups().find(({ name }) => name === "bystander");
    producer.write(readers('"READ", "WRITE"'));
    const preview = await producer.preview("--diff");
    expect(preview.requests).toEqual([]);
    expect(preview.text).toContain("+-1 to replace");
    const run = await producer.up();
    expect(run.calls.filter((call) => call !== "groups.list")).toEqual(["groups.create", "groups.delete"]);
    const after = producer.outputs();
    expect(after["readersId"]).not.toBe(before["readersId"]);
    expect(after["categoryId"]).toBe(before["categoryId"]);
    expect(space.groups().filter(({ name }) => name === "readers")).toMatchObject([{ id: after["readersId"] }]);
    expect(space.groups()).toContainEqual(bystander);
  });

  test("another stack gets the new id at its next up, and not before", async () => {
    const { readersId } = producer.outputs();
    expect(consumer.outputs()["readersId"]).not.toBe(readersId);
    const run = await consumer.up();
    expect(run.calls.filter((call) => call !== "groups.list")).toEqual(["groups.create", "groups.delete"]);
    expect(consumer.outputs()["readersId"]).toBe(readersId);
    const auditors = space.groups().filter(({ name }) => name === "auditors");
    expect(auditors).toMatchObject([{ metadata: { watches: String(readersId) } }]);
  });

  test("another name of a category moves the groups that are scoped to it", async () => {
    const before = producer.outputs();
    producer.write(readers('"READ", "WRITE"', "very-secret"));
    const run = await producer.up();
    expect(run.text).toContain("+-2 replaced");
    const { categoryId, readersId } = producer.outputs();
    expect(categoryId).not.toBe(before["categoryId"]);
    expect(space.iam.state().securityCategories).toEqual([{ id: categoryId, name: "very-secret" }]);
    const group = space.groups().filter(({ name }) => name === "readers");
    expect(group).toMatchObject([{ id: readersId }]);
    expect(JSON.stringify(group)).toContain(`"ids":["${categoryId}"]`);
  });

  test("a group and a category deleted elsewhere are noticed by refresh and made again by up, and what depends on them follows", async () => {
    const { readersId, categoryId } = producer.outputs();
    const bystander = producer.state()["bystander"]?.id;
    space.iam.deleteGroup(Number(bystander));
    space.iam.deleteSecurityCategory(categoryId);
    const refreshed = await producer.refresh();
    expect(refreshed.text).toMatch(/Group bystander delete/);
    expect(producer.state()).not.toHaveProperty("bystander");
    expect(producer.state()).not.toHaveProperty("category");
    expect(space.groupNames()).toEqual(["auditors", "readers"]);
    await producer.up();
    expect(space.groupNames()).toEqual(["auditors", "bystander", "readers"]);
    const again = producer.outputs();
    expect(producer.state()["bystander"]?.id).not.toBe(bystander);
    expect(again["categoryId"]).not.toBe(categoryId);
    expect(again["readersId"]).not.toBe(readersId);
    expect(space.iam.state().securityCategories).toEqual([{ id: again["categoryId"], name: "very-secret" }]);
    const group = space.groups().filter(({ name }) => name === "readers");
    expect(group).toMatchObject([{ id: again["readersId"] }]);
    expect(JSON.stringify(group)).toContain(`"ids":["${again["categoryId"]}"]`);
  });

  test("destroying what is gone already succeeds", async () => {
    const { readersId, categoryId } = producer.outputs();
    space.iam.deleteGroup(readersId);
    space.iam.deleteSecurityCategory(categoryId);
    await producer.destroy();
    await consumer.destroy();
    expect(space.groups()).toEqual([]);
    expect(producer.stateByUrn()).toEqual({});
  });
});
