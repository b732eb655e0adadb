import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { acls } from "../../../src/capabilities/catalogue";
import { checkGroup } from "../../../src/groups/check";
import * as iam from "../../../src/index";

const known = (value: unknown) =>
  new Promise<unknown>((resolve) => {
    pulumi.output(value as object).apply(resolve);
  });

describe("a bundle of a data set", () => {
  test.each([
    ["readInDataSets", iam.readInDataSets, ["READ"]],
    ["readWriteInDataSets", iam.readWriteInDataSets, ["READ", "WRITE"]],
  ] as const)("%s is in the API's own words, and what a preview accepts", (_, bundle, actions) => {
    const capabilities = bundle([1, "2"]);
    expect(capabilities).toEqual(
      ["assets", "events", "files", "timeSeries", "sequences", "relationships", "labels"].map((what) => ({
        [`${what}Acl`]: { actions, scope: { datasetScope: { ids: [1, "2"] } } },
      })),
    );
    expect(checkGroup({ name: "g", capabilities }, undefined).errors).toEqual([]);
  });

  test("holds only ACLs whose catalogue entry has these actions and this scope, and is current", () => {
    for (const capability of iam.readWriteInDataSets([1])) {
      const [name] = Object.keys(capability) as (keyof typeof acls)[];
      const acl = acls[name ?? "assetsAcl"];
      expect(acl, name).toMatchObject({ status: "current" });
      expect(acl.actions).toEqual(expect.arrayContaining(["READ", "WRITE"]));
      expect(acl.scopes).toContain("datasetScope");
    }
  });

  test("takes ids from outputs, each and the whole list, and goes among other capabilities", async () => {
    const id = pulumi.output(42);
    const capabilities: iam.CapabilityArgs[] = [
      ...iam.readInDataSets([id, 7]),
      ...iam.readWriteInDataSets(pulumi.output([id])),
      { groupsAcl: { actions: ["LIST"], scope: { all: {} } } },
    ];
    const args: iam.GroupArgs = { name: "readers", capabilities };
    const known = await new Promise<unknown[]>((resolve) => {
      pulumi.output(args.capabilities).apply((value) => resolve([...(value ?? [])]));
    });
    expect(known[0]).toEqual({ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [42, 7] } } } });
    expect(known[7]).toEqual({ assetsAcl: { actions: ["READ", "WRITE"], scope: { datasetScope: { ids: [42] } } } });
    expect(known).toHaveLength(15);
  });

  test("is a new list of new objects each time, so that changing one changes no other", () => {
    expect(iam.readInDataSets([1])[0]).not.toBe(iam.readInDataSets([1])[0]);
  });

  test("takes what lookups give: data sets, promises and outputs of them", async () => {
    const pumps = { id: 1, externalId: "ds_pumps", name: "Pumps" };
    const ids = iam.readInDataSets([
      pumps,
      { id: "2" },
      { id: pulumi.output(3) },
      Promise.resolve({ id: 4 }),
      pulumi.output({ id: 5, externalId: "ds" }),
      pulumi.output(6),
      7,
    ]);
    expect(await known(ids[0])).toEqual({
      assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [1, "2", 3, 4, 5, 6, 7] } } },
    });
    const [whole] = iam.readWriteInDataSets(pulumi.output([pumps, { ...pumps, id: 8 }]));
    expect(await known(whole)).toMatchObject({ assetsAcl: { scope: { datasetScope: { ids: [1, 8] } } } });
    expect(iam.readInDataSets([pumps])[0]).toMatchObject({ assetsAcl: { scope: { datasetScope: { ids: [1] } } } });
  });

  test("takes no other type of id", () => {
    // @ts-expect-error a flag is no id
    iam.readInDataSets([true]);
    // @ts-expect-error ids are a list
    iam.readInDataSets(1);
    // @ts-expect-error what has no id is no data set
    iam.readInDataSets([{ externalId: "ds_pumps" }]);
  });
});
