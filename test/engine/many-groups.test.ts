import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";

const count = 60;

describe("sixty groups, on a service that respells all it can", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace({ returnSourceIdWithMembers: true, lowerCaseScopeKeys: true });
    stack = await space.stack(
      "many",
      `
      const iamGroups = Array.from({ length: ${count} }, (_, i) => new iam.Group(\`group-\${i}\`, {
        name: \`group-\${i % 30}\`,
        ...[{ sourceId: \`idp-\${i}\` }, { members: [\`user-\${i}\`, "user-b", "user-a"] }, { members: "allUserAccounts" }, {}][i % 4],
        capabilities: [
          { assetsAcl: { actions: ["READ", "WRITE"], scope: { datasetScope: { ids: [3, "2", 1] } } } },
          { datasetsAcl: { actions: ["READ"], scope: { idScope: { ids: [i + 1, "7"] } } } },
          { rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { whole: {}, flat: ["b", "a"], some: { tables: ["z", "y"] } } } } } },
          { dataModelInstancesAcl: { actions: ["WRITE", "READ"], scope: { spaceIdScope: { spaceIds: ["s2", "s1"] } } } },
          { extractionPipelinesAcl: { actions: ["READ"], scope: { all: {} } } },
        ],
        metadata: { "z": "1", "a": "2" },
        ...(i % 4 === 0 && { attributes: { token: { appIds: ["app-2", "app-1"] } } }),
      }));
      exports.ids = pulumi.all(iamGroups.map((group) => group.groupId));
      exports.metadata = iamGroups[0].metadata;
      `,
    );
  });

  test("are each created exactly once by up, on one list of what was there before", async () => {
    const run = await stack.up();
    expect(run.calls.filter((call) => call === "groups.create")).toHaveLength(count);
    expect(run.calls.filter((call) => call === "groups.list")).toHaveLength(1);
    expect(run.requests.filter(({ operation }) => operation === "token")).toHaveLength(1);
    const ids: number[] = stack.outputs()["ids"];
    expect(new Set(ids)).toEqual(new Set(space.groups().map(({ id }) => id)));
    expect(new Set(ids).size).toBe(count);
  });

  test("are refreshed by one list, without drift", async () => {
    const run = await stack.refresh("--expect-no-changes");
    expect(run.calls).toEqual(["groups.list"]);
    expect(run.requests.filter(({ operation }) => operation === "token")).toHaveLength(1);
    expect(run.text).toContain(`${count + 1} unchanged`);
  });

  test("leave an up after a refresh nothing to do and nothing to call", async () => {
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
  });

  test("each carry their owner's marker on the service, and neither outputs nor state show it as metadata", async () => {
    const marks = space.groups().map(({ metadata }) => metadata["pulumi"]);
    expect(new Set(marks).size).toBe(count);
    for (const mark of marks) expect(mark).toMatch(/^many\/dev\/group-\d+#[0-9a-f]{12}\.[0-9a-f]{8}$/);
    expect(stack.outputs()["metadata"]).toEqual({ z: "1", a: "2" });
    expect(stack.state()["group-0"]?.outputs["metadata"]).toEqual({ z: "1", a: "2" });
    expect(stack.state()["group-0"]?.inputs["metadata"]).toEqual({ z: "1", a: "2" });
  });

  test("each take less than 3.5 kB of the state with five capabilities", () => {
    const groups = Object.values(stack.state()).filter(({ type }) => type.endsWith("cognite:Group"));
    expect(groups).toHaveLength(count);
    for (const group of groups) expect(Buffer.byteLength(JSON.stringify(group))).toBeLessThan(3_500);
  });

  test("are each deleted once by destroy", async () => {
    const run = await stack.destroy();
    expect(run.calls.filter((call) => call === "groups.delete")).toHaveLength(count);
    expect(space.groups()).toEqual([]);
  });
});
