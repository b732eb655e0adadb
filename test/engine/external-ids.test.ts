import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";

const many = Array.from({ length: 20 }, (_, i) => ({ externalId: `ds_${i}` }));

describe("a program that knows data sets by their external ids", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace({ projects: ["project-a", "project-b"], dataSets: [{ externalId: "ds_pumps" }, ...many] });
    stack = await space.stack(
      "external-ids",
      `
      for (const project of ["project-a", "project-b"]) {
        const sets = ["ds_pumps", ...${JSON.stringify(many.map(({ externalId }) => externalId))}];
        const found = sets.map((externalId) => iam.getDataSetOutput({ externalId, project }));
        new iam.Group("readers-" + project, { name: "readers", capabilities: iam.readInDataSets(found), project });
        const pumps = iam.getDataSet({ externalId: "ds_pumps", project });
        const scope = { idScope: { ids: [pumps.then(({ id }) => id)] } };
        new iam.Group("pumps-" + project, { name: "pumps", capabilities: [{ datasetsAcl: { actions: ["READ"], scope } }], project });
      }
      `,
    );
  });

  test("asks once for all of a project at preview, and writes nothing", async () => {
    const run = await stack.preview();
    expect(run.calls.filter((call) => call.startsWith("dataSets")).sort()).toEqual([
      "dataSets.byids",
      "dataSets.byids",
    ]);
    expect(run.calls.filter((call) => /create|delete/.test(call))).toEqual([]);
  });

  test("makes groups of each project's own ids in an up, and changes nothing in a second", async () => {
    await stack.up();
    for (const project of ["project-a", "project-b"]) {
      const { groups, dataSets } = space.iam.state(project);
      const ids = dataSets.map(({ id }) => String(id));
      const byName = (name: string) => groups.find((group) => group.name === name)?.capabilities;
      expect(byName("readers")).toContainEqual({
        assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: expect.arrayContaining(ids) } } },
      });
      expect(byName("pumps")).toEqual([{ datasetsAcl: { actions: ["READ"], scope: { idScope: { ids: [ids[0]] } } } }]);
    }
    const again = await stack.up();
    expect([...new Set(again.calls)]).toEqual(["dataSets.byids"]);
  });

  test("fails the preview with the nearest of an external id that is unknown", async () => {
    stack.write(
      'new iam.Group("g", { name: "g", capabilities: iam.readInDataSets([iam.getDataSetOutput({ externalId: "ds_pump" })]) });',
    );
    const { text } = await stack.fails("preview");
    expect(text).toMatch(
      /There is no data set with external ID "ds_pump" in project project-a, or you may not read it; did you mean "ds_pumps" \(ID \d+\)\?/,
    );
    expect(text).not.toMatch(/\n\s+at /);
  });

  test("fails the preview of an external id in the place of an id with what to write", async () => {
    stack.write('new iam.Group("g", { name: "g", capabilities: iam.readInDataSets(["ds_pumps"]) });');
    const { text } = await stack.fails("preview");
    expect(text).toContain('For an external ID, write iam.getDataSetOutput({ externalId: "ds_pumps" }).id');
  });
});
