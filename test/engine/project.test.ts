import { beforeAll, describe, expect, test } from "vitest";
import { type Run, type Stack, type Workspace, workspace } from "./harness";

const refusal = 'is in the CDF project "alpha", but the connection is to "beta"';

describe("a stack that is pointed at another project", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace({ projects: ["alpha", "beta"] });
    stack = await space.stack(
      "pointed",
      `
      new iam.SecurityCategory("secret", { name: "top-secret" });
      new iam.Group("readers", { name: "readers" });
      `,
    );
    await stack.up();
  });

  test.for(["up", "refresh", "destroy"] as const)("by the environment is refused by %s", async (command) => {
    const untouched = remember(space, stack);
    stack.env["CDF_PROJECT"] = "beta";
    untouched(await stack.fails(command));
    stack.env["CDF_PROJECT"] = "alpha";
  });

  test("by the stack config alone goes on where it is with refresh, since the engine keeps to the last up's config", async () => {
    await stack.pulumi(["config", "set", "cognite-iam:project", "beta"]);
    const run = await stack.refresh("--expect-no-changes");
    expect(run.requests.filter(({ operation }) => operation !== "token").map(({ project }) => project)).toEqual([
      "alpha",
      "alpha",
    ]);
  });

  test.for([["refresh", "--run-program"], ["destroy", "--run-program"], ["up"]] as const)(
    "by the stack config is refused by %s",
    async ([command, ...args]) => {
      const untouched = remember(space, stack);
      untouched(await stack.fails(command, ...args));
    },
  );

  test("pointed back, is as it was", async () => {
    await stack.pulumi(["config", "set", "cognite-iam:project", "alpha"]);
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
  });
});

describe("an explicit provider that is pointed at another project", () => {
  let space: Workspace;
  let stack: Stack;

  const declared = (project: string) => `
    const provider = new iam.Provider("provider", { project: "${project}" });
    new iam.SecurityCategory("secret", { name: "top-secret" }, { provider });
    new iam.Group("readers", { name: "readers" }, { provider });
  `;

  beforeAll(async () => {
    space = await workspace({ projects: ["alpha", "beta"] });
    stack = await space.stack("explicit", declared("alpha"));
    await stack.up();
    stack.write(declared("beta"));
  });

  test.for([["refresh", "--run-program"], ["destroy", "--run-program"], ["up"], ["destroy"]] as const)(
    "is refused by %s",
    async ([command, ...args]) => {
      const untouched = remember(space, stack);
      untouched(await stack.fails(command, ...args));
    },
  );

  test("pointed back, is as it was", async () => {
    stack.write(declared("alpha"));
    expect((await stack.up()).requests).toEqual([]);
    await stack.destroy();
    expect(space.groups("alpha")).toEqual([]);
    expect(space.iam.state("alpha").securityCategories).toEqual([]);
  });
});

/** Holds what is there now against what is there after a command that was refused. */
function remember(space: Workspace, stack: Stack): (run: Run) => void {
  const ours = () =>
    Object.values(stack.stateByUrn())
      .filter(({ type }) => type.includes("cognite:"))
      .map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }))
      .sort((a, b) => a.urn.localeCompare(b.urn));
  const all = () => [ours(), space.iam.state("alpha"), space.iam.state("beta")];
  const before = all();
  expect(ours()).toHaveLength(2);
  return (run) => {
    expect(run.text).toContain(refusal);
    expect(run.text).not.toMatch(/^\s+at /m);
    expect(run.calls).toEqual([]);
    expect(all()).toEqual(before);
  };
}
