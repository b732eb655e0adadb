import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";

const managing = `[
  { groupsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } },
  { projectsAcl: { actions: ["LIST"], scope: { all: {} } } },
]`;

/** Groups that all hold the caller, in the order of the program; those named give the rights to manage groups. */
const program = (names: readonly string[], admins: readonly string[]) =>
  names
    .map((name) => {
      const rights = admins.includes(name) ? managing : "[]";
      return `new iam.Group("${name}", { name: "${name}", sourceId: "idp-ops", capabilities: ${rights} });`;
    })
    .join("\n");

describe("rights that one group takes and another gives", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    const admin = { clientId: "admin", clientSecret: "not-a-secret", groups: ["cdf-administrators"] };
    space = await workspace({ clients: [{ clientId: "ops", clientSecret: "ops-secret", groups: ["idp-ops"] }, admin] });
    stack = await space.stack("lockout", program(["a", "b"], ["a"]));
    const { env } = stack;
    stack.env = { ...env, IDP_CLIENT_ID: admin.clientId, IDP_CLIENT_SECRET: admin.clientSecret };
    await stack.up();
    stack.env = env;
  });

  test.for([
    { what: "the one that takes is declared first", names: ["a", "b"], admins: ["b"] },
    { what: "the one that takes is declared last", names: ["a", "b"], admins: ["a"] },
    { what: "the one that gives is new, and declared last", names: ["a", "b", "c"], admins: ["c"] },
  ])("are allowed at preview and at up: $what", async ({ names, admins }) => {
    stack.write(program(names, admins));
    await stack.preview();
    await stack.up();
    expect(space.groupNames()).toEqual(names);
    const { inputs, outputs } = stack.state()["a"] ?? { inputs: {}, outputs: {} };
    expect([...Object.keys(inputs), ...Object.keys(outputs)]).not.toContain("groups");
  });

  test("are refused at preview where no group gives them", async () => {
    stack.write(program(["a", "b", "c"], []));
    const run = await stack.fails("preview");
    expect(run.text).toMatch(/Replacing group "c" \(\d+\) as declared would lock you out/);
  });
});
