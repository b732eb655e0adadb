import { beforeAll, expect, test } from "vitest";
import { type Run, type Stack, type Workspace, workspace } from "../engine/harness";
import { expectAgreement, leftovers } from "./kill";

let space: Workspace;
let stack: Stack;

/** Two groups of the same content, and what else is given. */
const program = (options = "{}", more = "", metadata = '{ a: "b" }') => `
const other = new iam.Group("other", { name: "same", metadata: { a: "b" } });
${more}
const main = new iam.Group("main", { name: "same", metadata: ${metadata} }, ${options});
`;

beforeAll(async () => {
  space = await workspace();
  stack = await space.stack("replaced", program());
  await stack.up();
});

const urn = (name: string) => String(stack.state()[name]?.urn);
const id = (name: string) => String(stack.state()[name]?.id);

/** Brings a program about: how many groups there are then, and whether `main` is another one than before. */
async function brings(
  text: string,
  how: { groups?: number; replaces: boolean; args?: readonly string[] },
): Promise<Run> {
  const before = id("main");
  stack.write(text);
  const run = await stack.up(...(how.args ?? []));
  expectAgreement(stack, { groups: how.groups ?? 2 });
  expect({ replaced: id("main") !== before }).toEqual({ replaced: how.replaces });
  expect((await stack.up("--expect-no-changes")).calls).toEqual([]);
  return run;
}

test("--replace leaves one group for each resource", () =>
  brings(program(), { replaces: true, args: ["--replace", urn("main")] }));

test("--replace with another content leaves one group for each resource", () =>
  brings(program("{}", "", '{ a: "c" }'), { replaces: true, args: ["--replace", urn("main")] }));

test("--target-replace leaves one group for each resource", () =>
  brings(program(), { replaces: true, args: ["--target-replace", urn("main")] }));

test("state taint leaves one group for each resource", async () => {
  await stack.pulumi(["state", "taint", urn("main"), "--yes"]);
  await brings(program(), { replaces: true });
});

test("state delete and up leaves a copy, which leftovers --delete deletes", async () => {
  const before = id("main");
  await stack.pulumi(["state", "delete", urn("main"), "--yes"]);
  stack.write(program());
  const run = await stack.up();
  expect(run.text).toContain(`group "same" (${before}) also has this resource's marker`);
  expect((await leftovers(stack, "--delete")).code).toBe(0);
  expectAgreement(stack, { groups: 2 });
});

test("replaceWith leaves one group for each resource", async () => {
  await brings(program("{ replaceWith: [other] }"), { replaces: false });
  await brings(program("{ replaceWith: [other] }"), { replaces: true, args: ["--replace", urn("other")] });
});

test("replacementTrigger leaves one group for each resource", async () => {
  await brings(program("{ replacementTrigger: 1 }"), { replaces: false });
  await brings(program("{ replacementTrigger: 2 }"), { replaces: true });
});

test("replaceOnChanges leaves one group for each resource", () =>
  brings(program('{ replaceOnChanges: ["metadata"] }', "", '{ a: "d" }'), { replaces: true }));

test("deleteBeforeReplace, by a change and forced, leaves one group for each resource", async () => {
  await brings(program("{ deleteBeforeReplace: true }"), { replaces: true });
  await brings(program("{ deleteBeforeReplace: true }"), { replaces: true, args: ["--replace", urn("main")] });
});

test("another provider, and the provider renamed, leave one group for each resource", async () => {
  const connection = JSON.stringify(space.iam.connection);
  for (const name of ["first", "second"]) {
    stack.write(program("{ provider }", `const provider = new iam.Provider("${name}", ${connection});`));
    await stack.up();
    expectAgreement(stack, { groups: 2 });
  }
  stack.write(program());
  await stack.up();
  expectAgreement(stack, { groups: 2 });
});

test("with retainOnDelete a dropped group stays, also when it is declared again, and is listed as left over", async () => {
  await brings(program("{ retainOnDelete: true }"), { replaces: false });
  const before = id("main");
  stack.write(program().replace(/const main.*/, ""));
  await stack.up();
  expect(space.groups().map((group) => String(group.id))).toContain(before);
  stack.write(program());
  const run = await stack.up();
  expect(run.text).toContain(`group "same" (${before}) also has this resource's marker`);
  expect(space.groups()).toHaveLength(3);
  expect((await leftovers(stack, "--delete")).code).toBe(0);
  expectAgreement(stack, { groups: 2 });
});

test("an alias keeps the group, and a replacement after it leaves one", async () => {
  const before = id("main");
  const renamed = program('{ aliases: [{ name: "main" }] }').replace('"main", { name', '"renamed", { name');
  stack.write(renamed);
  await stack.up();
  expectAgreement(stack, { groups: 2 });
  expect(id("renamed")).toBe(before);
  await stack.up("--replace", urn("renamed"));
  expectAgreement(stack, { groups: 2 });
  stack.write(program('{ aliases: [{ name: "renamed" }] }'));
  await stack.up();
  expectAgreement(stack, { groups: 2 });
});

test("groups of one name under two components stay one each when replaced by force", async () => {
  // Pulumi tells apart what is under components of two types; two of one type cannot have it.
  const components = `
for (const type of ["Team", "Unit"]) {
  const component = new pulumi.ComponentResource("test:index:" + type, "component");
  new iam.Group("inner", { name: "same", metadata: { a: "b" } }, { parent: component });
}
`;
  await brings(program("{}", components), { groups: 4, replaces: false });
  const inner = Object.keys(stack.stateByUrn()).filter((each) => each.endsWith("::inner"));
  expect(inner).toHaveLength(2);
  await brings(program("{}", components), {
    groups: 4,
    replaces: false,
    args: inner.flatMap((each) => ["--replace", each]),
  });
});

test("an imported group is kept by a forced replacement, and replaced by a change", async () => {
  const { id: imported } = space.iam.createGroup({ name: "imported" });
  const declared = (team: string) =>
    program("{}", `new iam.Group("taken", { name: "imported"${team} }, { import: "${imported}" });`);
  await brings(declared(""), { groups: 3, replaces: false });
  const run = await brings(declared(""), { groups: 3, replaces: false, args: ["--replace", urn("taken")] });
  expect(id("taken")).toBe(String(imported));
  expect(run.text).toContain("so it was kept, not deleted");
  await brings(declared(', metadata: { team: "x" }'), { groups: 3, replaces: false });
  expect(id("taken")).not.toBe(String(imported));
});

test("destroy after all replacements leaves nothing", async () => {
  await stack.destroy();
  expectAgreement(stack, { groups: 0 });
});
