import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";

describe("a preview refuses", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack("refusals", "");
  });

  test("a misspelt property, naming the one that is meant, and calls nothing", async () => {
    stack.write(`new iam.Group("readers", { name: "readers", capabilites: [] });`);
    const run = await stack.fails("preview");
    expect(run.requests).toEqual([]);
    expect(run.text).toMatch(
      /'readers' has a problem: there is no property "capabilites".*did you mean "capabilities"\?/,
    );
    expect(run.text).not.toMatch(/^\s+at /m);
  });

  test("every wrong word in a capability at once, each at its place", async () => {
    stack.write(`new iam.Group("readers", { name: "readers", capabilities: [
      { assetAcl: { actions: ["READ"], scope: { all: {} } } },
      { assetsAcl: { actions: ["REED"], scope: { dataSetScop: { ids: [1] } } } },
    ] });`);
    const run = await stack.fails("up");
    expect(run.requests).toEqual([]);
    expect(run.text).toMatch(/capabilities\[0\]: there is no ACL "assetAcl".*did you mean "assetsAcl"/);
    expect(run.text).toMatch(
      /capabilities\[1\]\.assetsAcl\.actions\[0\]: assetsAcl has no action "REED".*did you mean "READ"\?/,
    );
    expect(run.text).toMatch(
      /capabilities\[1\]\.assetsAcl\.scope: assetsAcl has no scope "dataSetScop".*did you mean "datasetScope"\?/,
    );
    expect(space.groups()).toEqual([]);
  });

  test("a connection that is not complete, telling each place where it can be set", async () => {
    const { CDF_PROJECT: _, IDP_CLIENT_SECRET: __, ...env } = stack.env;
    stack.env = env;
    stack.write(`new iam.Group("readers", { name: "readers" });`);
    const run = await stack.fails("preview");
    expect(run.requests).toEqual([]);
    expect(run.text).toContain(
      "project is missing: set it with `pulumi config set cognite-iam:project …`, in the environment as CDF_PROJECT",
    );
    expect(run.text).toContain("clientSecret is missing");
    expect(run.text).toContain("`pulumi config set --secret cognite-iam:clientSecret …`");
    expect(run.text).not.toMatch(/^\s+at /m);
  });

  test("nothing in iam.unlisted, which passes with a warning", async () => {
    stack.env = { ...space.iam.env };
    stack.write(`
      new iam.Group("unlisted", { name: "unlisted", capabilities: [
        iam.unlisted({ brandNewAcl: { actions: ["FLY"], scope: { brandNewScope: { ids: [1] } } } }),
      ] });
    `);
    const run = await stack.preview();
    expect(run.requests).toEqual([]);
    expect(run.text).toContain('Group "unlisted": capabilities[0].brandNewAcl: is not checked (iam.unlisted)');
  });
});
