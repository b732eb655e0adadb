import { beforeAll, expect, test } from "vitest";
import { commandsOf, follow } from "./guides";
import { type Stack, type Workspace, workspace } from "./harness";

/** Two imported groups, one of them protected. */
const declared = (ids: Record<string, number>, names: readonly string[]) =>
  names
    .map(
      (name) =>
        `new iam.Group("${name}", { name: "${name}" }, { import: "${ids[name]}", protect: ${name === "readers"} });`,
    )
    .join("\n");

let space: Workspace;
let stack: Stack;
let ids: Record<string, number>;

beforeAll(async () => {
  space = await workspace();
  ids = Object.fromEntries(["readers", "writers"].map((name) => [name, space.iam.createGroup({ name }).id]));
  stack = await space.stack("access", declared(ids, ["readers", "writers"]));
  await stack.pulumi(["stack", "init", "prod"]);
  await stack.up();
});

test("a destroy of a stack with a protected group fails at preview, and deletes nothing", async () => {
  const { code, text, calls } = await stack.run(["destroy", "--yes"]);
  expect(code).not.toBe(0);
  expect(text).toContain("it is protected");
  expect(calls).toEqual([]);
});

test("the steps of Backing out of an import leave every group in CDF", async () => {
  const [removeStack = "", ...steps] = commandsOf("backing-out.md");
  for (const step of [...steps, removeStack]) {
    if (step.startsWith("pulumi preview")) stack.write(declared(ids, ["writers"]));
    const { code, text, calls } = await follow(stack, step);
    expect(code, text).toBe(0);
    expect(calls).toEqual([]);
  }
  expect(space.groupNames()).toEqual(["readers", "writers"]);
});

test("a destroy without a preview deletes all groups but the protected one", async () => {
  await stack.pulumi(["stack", "init", "prod"]);
  stack.write(declared(ids, ["readers", "writers"]));
  await stack.up();
  await stack.fails("destroy");
  expect(space.groupNames()).toEqual(["readers"]);
});
