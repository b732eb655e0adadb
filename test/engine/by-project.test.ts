import { beforeAll, describe, expect, test } from "vitest";
import { type Run, type Stack, type Workspace, workspace } from "./harness";

const names = ["alpha", "beta", "gamma"] as const;

/** A category, a group that names it and a session, each with the arguments that are given. */
const three = (prefix: string, args = "") => `
  {
    const category = new iam.SecurityCategory("${prefix}-secret", { name: "secret", ${args} });
    const scope = { idscope: { ids: [category.categoryId] } };
    const capabilities = [{ securityCategoriesAcl: { actions: ["MEMBEROF"], scope } }];
    const group = new iam.Group("${prefix}-readers", { name: "readers", capabilities, ${args} });
    const session = new iam.Session("${prefix}-session", { ${args} });
    exports["${prefix}"] = pulumi.all([category.project, group.project, session.project]);
  }
`;
const all = ["a session", "readers", "secret"];

/** The calls as `alpha groups.list`, in order. */
const callsOf = ({ requests }: Run) =>
  requests.flatMap(({ project, operation }) => (operation === "token" ? [] : [`${project} ${operation}`]));

const tokens = ({ requests }: Run) => requests.filter(({ operation }) => operation === "token").length;

/** What is alive in a project. */
function alive(space: Workspace, project: string): string[] {
  const { securityCategories, sessions } = space.iam.state(project);
  return [
    ...space.groupNames(project),
    ...securityCategories.map(({ name }) => name),
    ...sessions.filter(({ status }) => status !== "REVOKED").map(() => "a session"),
  ].sort();
}

/** The stack's own resources by name: what the state says of each, but for secrets, which Pulumi encrypts anew each time. */
const inState = (stack: Stack) =>
  Object.fromEntries(
    Object.entries(stack.state())
      .filter(([, { type }]) => type.includes("cognite:"))
      .map(([name, { id, inputs, outputs }]) => [name, { id, inputs, outputs: { ...outputs, nonce: undefined } }]),
  );

describe("resources in three projects by the argument, the connection to a fourth", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace({ projects: ["home", ...names] });
    stack = await space.stack("three", names.map((name) => three(name, `project: "${name}"`)).join(""));
  });

  test("preview calls nothing", async () => {
    const run = await stack.preview();
    expect(run.text).toContain("+ 10 to create");
    expect(run.requests).toEqual([]);
  });

  test("up creates each in its project, in one provider process with one token", async () => {
    const run = await stack.up();
    expect(tokens(run)).toBe(1);
    for (const name of names) {
      expect(alive(space, name)).toEqual(all);
      expect(stack.outputs()[name]).toEqual([name, name, name]);
      expect(callsOf(run).filter((call) => call === `${name} groups.list`)).toHaveLength(1);
    }
    expect(callsOf(run).filter((call) => call.startsWith("home"))).toEqual([]);
  });

  test("a second up calls nothing", async () => {
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
  });

  test("refresh lists once in each project, with one token", async () => {
    const run = await stack.refresh("--expect-no-changes");
    expect(tokens(run)).toBe(1);
    const calls = ["groups.list", "securityCategories.list", "sessions.byids"];
    expect(callsOf(run).sort()).toEqual(names.flatMap((name) => calls.map((call) => `${name} ${call}`)).sort());
  });

  test("a group that is gone from its project is created again there", async () => {
    const [group] = space.groups("beta");
    space.iam.deleteGroup(group?.id ?? 0, "beta");
    const run = await stack.up("--refresh");
    expect(callsOf(run).filter((call) => call.endsWith("create"))).toEqual(["beta groups.create"]);
    expect(alive(space, "beta")).toEqual(all);
  });

  test("destroy deletes all of them, with one token", async () => {
    const run = await stack.destroy();
    expect(tokens(run)).toBe(1);
    for (const name of names) expect(alive(space, name)).toEqual([]);
  });
});

describe("a resource whose argument names another project", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace({ projects: ["alpha", "beta", "gamma"] });
    stack = await space.stack("moving", three("own"));
    await stack.up();
  });

  test.for([
    { what: "from the connection's", from: "alpha", to: "beta" },
    { what: "between two others", from: "beta", to: "gamma" },
    { what: "back to the connection's", from: "gamma", to: "alpha" },
  ])("moves $what: a replacement at preview, created there before it is deleted here", async ({ from, to }) => {
    stack.write(three("own", `project: "${to}"`));
    const preview = await stack.preview();
    expect(preview.text).toMatch(/Group own-readers replace \[diff: .*project/);
    expect(preview.text).toContain("+-3 to replace");
    expect(preview.calls).toEqual([]);
    const calls = callsOf(await stack.up());
    const writes = calls.filter((call) => /create|delete|revoke/.test(call));
    expect(new Set(writes.slice(0, 3).map((call) => call.split(" ")[0]))).toEqual(new Set([to]));
    expect(new Set(writes.slice(3).map((call) => call.split(" ")[0]))).toEqual(new Set([from]));
    expect([alive(space, from), alive(space, to)]).toEqual([[], all]);
    expect(stack.outputs()["own"]).toEqual([to, to, to]);
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
  });

  test("moves with deleteBeforeReplace: deleted here before it is created there", async () => {
    const declared = (project: string) =>
      `new iam.Group("first", { name: "first", project: "${project}" }, { deleteBeforeReplace: true });`;
    stack.write(declared("alpha"));
    await stack.up();
    stack.write(declared("beta"));
    const calls = callsOf(await stack.up()).filter((call) => /create|delete/.test(call));
    expect(calls).toEqual(["alpha groups.delete", "beta groups.create"]);
    await stack.destroy();
  });
});

describe("a resource that begins to name the project that it is in", () => {
  let space: Workspace;
  let stack: Stack;
  const declared = three("own", `project: "alpha"`);

  beforeAll(async () => {
    space = await workspace({ projects: ["alpha", "beta"] });
    stack = await space.stack("naming", three("own"));
    await stack.up();
  });

  test("is updated in place, at preview and at up, without a call", async () => {
    const before = inState(stack);
    stack.write(declared);
    const preview = await stack.preview();
    expect(preview.text).toMatch(/Group own-readers update \[diff: \+project\]/);
    expect(preview.text).toContain("~ 3 to update");
    expect(preview.text).not.toContain("replace");
    const run = await stack.up();
    expect([...preview.requests, ...run.requests]).toEqual([]);
    for (const [name, { id, inputs, outputs }] of Object.entries(before))
      expect(inState(stack)[name]).toEqual({
        id,
        inputs: { ...inputs, project: "alpha" },
        outputs: { ...outputs, isProjectDeclared: true },
      });
  });

  test("goes on with a connection to another project: up, refresh and an addition", async () => {
    stack.env["CDF_PROJECT"] = "beta";
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
    const refresh = callsOf(await stack.refresh("--expect-no-changes"));
    expect(refresh.every((call) => call.startsWith("alpha "))).toBe(true);
    stack.write(`${declared} new iam.Group("more", { name: "more", project: "alpha" });`);
    await stack.up();
    expect([alive(space, "alpha"), alive(space, "beta")]).toEqual([["a session", "more", "readers", "secret"], []]);
  });

  test("is refused without the argument while the connection is to another project", async () => {
    const before = inState(stack);
    for (const command of ["preview", "up"] as const) {
      stack.write(three("own"));
      const run = await stack.fails(command);
      expect(run.text).toMatch(/"own-\w+" is in the CDF project "alpha", but the connection is to "beta"/);
      expect(run.text).toContain(
        'Or declare `project: "alpha"` on the resource, and run `pulumi up` with only that change.',
      );
      expect(run.text).not.toMatch(/^\s+at /m);
      expect(run.calls).toEqual([]);
      expect(inState(stack)).toEqual(before);
    }
    expect(alive(space, "alpha")).toHaveLength(4);
  });

  test("is destroyed with a connection to another project", async () => {
    const run = await stack.destroy();
    expect(new Set(callsOf(run).map((call) => call.split(" ")[0]))).toEqual(new Set(["alpha"]));
    expect(alive(space, "alpha")).toEqual([]);
  });

  test("and that drops the argument again is updated in place, and refused elsewhere as before", async () => {
    stack.env["CDF_PROJECT"] = "alpha";
    stack.write(declared);
    await stack.up();
    stack.write(three("own"));
    const run = await stack.up();
    expect(run.text).toContain("~ 3 updated");
    expect(run.requests).toEqual([]);
    stack.env["CDF_PROJECT"] = "beta";
    const before = inState(stack);
    for (const command of ["refresh", "destroy"] as const)
      expect((await stack.fails(command)).text).toContain('but the connection is to "beta"');
    expect(inState(stack)).toEqual(before);
    expect(alive(space, "alpha")).toEqual(all);
  });
});

describe("a connection to another project, and one resource of two names its own", () => {
  let space: Workspace;
  let stack: Stack;
  const declared = (name: string) => `
    new iam.Group("naming", { name: "${name}", project: "alpha" });
    new iam.Group("silent", { name: "silent" });
  `;
  const target = ["--target", "**::naming"];
  const refusal = 'Group "silent" is in the CDF project "alpha", but the connection is to "beta"';

  beforeAll(async () => {
    space = await workspace({ projects: ["alpha", "beta"] });
    stack = await space.stack("mixed", declared("naming"));
    await stack.up();
    stack.env["CDF_PROJECT"] = "beta";
  });

  test.for(["up", "refresh", "destroy"] as const)("%s refuses the other alone", async (command) => {
    stack.write(declared("naming"));
    const run = await stack.fails(command);
    expect(run.text).toContain(refusal);
    expect(run.text).not.toContain('Group "naming" is in');
    expect(inState(stack)["silent"]).toBeDefined();
    expect(space.groupNames("alpha")).toContain("silent");
    expect(space.groups("beta")).toEqual([]);
  });

  test("a move of the other is refused before anything is created, since its old one could not be deleted", async () => {
    stack.write(declared("naming").replace('name: "silent"', 'name: "silent", project: "beta"'));
    for (const command of ["preview", "up"] as const) expect((await stack.fails(command)).text).toContain(refusal);
    expect(space.groups("beta")).toEqual([]);
  });

  test("each command goes on with the one that names it", async () => {
    stack.write(declared("renamed"));
    await stack.up(...target);
    expect(space.groupNames("alpha")).toEqual(["renamed", "silent"]);
    await stack.refresh(...target, "--expect-no-changes");
    await stack.destroy(...target);
    expect(space.groupNames("alpha")).toEqual(["silent"]);
    expect(space.groups("beta")).toEqual([]);
  });
});
