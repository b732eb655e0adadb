import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { LocalGroupSpec } from "../../src/local/index";
import { type Stack, type Workspace, workspace } from "../engine/harness";
import { expectAgreement, killAt, leftovers, recover } from "./kill";

const groups = 16;
const up = ["up", "--yes", "--skip-preview", "--parallel", "4"];
const destroy = ["destroy", "--yes", "--skip-preview", "--parallel", "4"];
const isWrite = ({ method }: { method: string }) => method !== "GET";

/** Two categories and some groups, of which one needs a category; the options of a category may be given. */
function program(team: string, options: Readonly<Record<string, string>> = {}): string {
  return `
const one = new iam.SecurityCategory("one", { name: "one" }, ${options["one"] ?? "{}"});
const two = new iam.SecurityCategory("two", { name: "two" }, ${options["two"] ?? "{}"});
for (let i = 1; i < ${groups}; i++) new iam.Group("group-" + i, { name: "group-" + i, metadata: { team: "${team}" } });
new iam.Group("secret", { name: "secret", metadata: { team: "${team}" }, capabilities: [
  { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [one.categoryId] } } } },
] });
`;
}

/** Brings a stack back; a category that was created and is not in the state is imported with the line of the error. */
async function recoverUp(stack: Stack, team: string): Promise<void> {
  const options: Record<string, string> = {};
  let run = await recover(stack);
  for (let tries = 0; run.code !== 0 && tries < 3; tries++) {
    const taken = [...run.text.matchAll(/SecurityCategory "(\w+)": the name .*?option `(.*?)`/g)];
    if (taken.length === 0) throw new Error(run.text);
    for (const [, name = "", line = ""] of taken) options[name] = line;
    stack.write(program(team, options));
    run = await recover(stack);
  }
  expect(run.code, run.text).toBe(0);
  stack.write(program(team));
}

async function fresh(): Promise<{ space: Workspace; stack: Stack }> {
  const space = await workspace({ groupQuota: 100_000 });
  return { space, stack: await space.stack("killed", program("a")) };
}

test("an up and a destroy, each killed at 20 points, end in exactly what is declared", async () => {
  const { space, stack } = await fresh();
  for (let nth = 1; nth <= 20; nth++) {
    // Every other time the request at that point is lost, rather than carried out.
    const fault = nth % 2 === 0 ? { fault: { breakConnection: true } } : {};
    // Two lists, and as many writes as there are resources: twenty requests.
    await killAt(stack, up, { nth, ...fault });
    await recoverUp(stack, "a");
    expectAgreement(stack, { groups, categories: 2 });

    await killAt(stack, destroy, { nth: Math.min(nth, groups + 2), counts: isWrite, ...fault });
    const run = await recover(stack, "destroy");
    expect(run.code, run.text).toBe(0);
    expectAgreement(stack, { groups: 0 });
  }
  expect(space.iam.state().groups.filter(({ isDeleted }) => !isDeleted)).toHaveLength(1);
});

test("replacements killed in the middle end in one group each, the new one", async () => {
  const { space, stack } = await fresh();
  await stack.up();
  for (const nth of [1, 3, 6, 9, 12, 15, 18, 21, 24]) {
    const team = `team-${nth}`;
    stack.write(program(team));
    const fault = nth % 2 === 0 ? { fault: { breakConnection: true } } : {};
    await killAt(stack, up, { nth, counts: isWrite, ...fault });
    await recoverUp(stack, team);
    expectAgreement(stack, { groups, categories: 2 });
    expect(new Set(space.groups().map(({ metadata }) => metadata["team"]))).toEqual(new Set([team]));
  }
});

test("forced replacements killed at 20 points end in one group each, and every id of the state is alive", async () => {
  const space = await workspace({ groupQuota: 100_000 });
  const names = ["a", "b", "c", "d", "e"];
  const stack = await space.stack(
    "forced",
    `${names.map((name) => `new iam.Group("${name}", { name: "${name}" });`).join("\n")}
new iam.SecurityCategory("secret", { name: "secret" }, { deleteBeforeReplace: true });`,
  );
  await stack.up();
  const urns = Object.keys(stack.stateByUrn()).filter((urn) => urn.includes("cognite:"));
  const each = (option: string) => urns.flatMap((urn) => [option, urn]);
  const ways = [
    { how: "--replace", args: each("--replace") },
    { how: "taint", args: [] },
    { how: "--target-replace", args: each("--target-replace") },
  ];
  for (let point = 0; point < 20; point++) {
    const { how, args } = ways[point % ways.length] ?? { how: "", args: [] };
    if (how === "taint") await stack.pulumi(["state", "taint", ...urns, "--yes"]);
    // Six creates and six deletes. Every other time the request at that point is lost, rather than carried out.
    const nth = 1 + (point % 11);
    const fault = point % 2 === 0 ? {} : { fault: { breakConnection: true } };
    await killAt(stack, [...up, ...args], { nth, counts: isWrite, ...fault });
    const run = await recover(stack);
    if (run.code !== 0) {
      // A category that was created and not noted: the error names the option that takes it over.
      const [, line = ""] = /SecurityCategory "secret": the name .*?option `(.*?)`/.exec(run.text) ?? [];
      expect(line, run.text).not.toBe("");
      const before = readFileSync(path.join(stack.folder, "index.js"), "utf8");
      stack.write({ "index.js": before.replace("{ deleteBeforeReplace: true }", line) });
      const again = await recover(stack);
      expect(again.code, again.text).toBe(0);
      stack.write({ "index.js": before });
    }
    expectAgreement(stack, { groups: names.length, categories: 1 });
    expect(space.groupNames()).toEqual(names);
  }
});

test("a category's replacement killed after its create goes on with the import line of the error", async () => {
  const space = await workspace();
  const category = (name: string, options = "{}") =>
    `new iam.SecurityCategory("secret", { name: "${name}" }, ${options});`;
  const stack = await space.stack("renamed", category("old"));
  await stack.up();
  stack.write(category("new"));
  const isCreate = ({ operation }: { operation: string | undefined }) => operation === "securityCategories.create";
  await killAt(stack, up, { nth: 1, counts: isCreate });
  const refused = await recover(stack);
  const [, line = ""] = /SecurityCategory "secret": the name .*?option `(.*?)`/.exec(refused.text) ?? [];
  stack.write(category("new", line));
  const run = await recover(stack);
  expect(run.code, run.text).toBe(0);
  expectAgreement(stack, { groups: 0, categories: 1 });
  expect(space.iam.state().securityCategories.map(({ name }) => name)).toEqual(["new"]);
  stack.write(category("new"));
  await stack.up("--expect-no-changes");
});

describe("what a dead run left is listed and deleted, whatever program comes next", () => {
  const program = (names: readonly string[], team: string) =>
    names.map((name) => `new iam.Group("${name}", { name: "${name}", metadata: { team: "${team}" } });`).join("\n");
  const isCreate = ({ operation }: { operation: string | undefined }) => operation === "groups.create";

  test.for([
    { what: "the change is reverted", next: "up", names: ["a"], killedIn: ["a"], team: "new" },
    { what: "the stack is destroyed", next: "destroy", names: ["a"], killedIn: ["a"], team: "new" },
    { what: "the resource is dropped", next: "up", names: ["a"], killedIn: ["a", "b"], team: "old" },
  ] as const)("killed in a create, and $what", async ({ next, names, killedIn, team }) => {
    const space = await workspace();
    const stack = await space.stack("left", program(names, "old"));
    await stack.up();
    stack.write(program(killedIn, team));
    await killAt(stack, up, { nth: 1, counts: isCreate });
    stack.write(program(names, "old"));
    await stack.run(["cancel", "--yes"]);
    await stack.pulumi([next, "--yes", "--skip-preview"]);
    await stack.pulumi(["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);

    const inState = Object.values(stack.state()).map(({ id }) => id);
    const [left, ...more] = space.groups().filter(({ id }) => !inState.includes(String(id)));
    expect(more).toEqual([]);
    const listed = await leftovers(stack, "--json");
    expect([listed.code, JSON.parse(listed.stdout).leftovers]).toMatchObject([3, [{ id: left?.id, proven: true }]]);
    expect((await leftovers(stack, "--delete")).code).toBe(0);
    expect((await leftovers(stack)).code).toBe(0);
    expect(space.groupNames()).toEqual(next === "destroy" ? [] : names);
  });

  test("a create that a proxy delivers twice is in a warning of the next refresh, and listed", async () => {
    const space = await workspace();
    const stack = await space.stack("twice", program(["a"], "x"));
    space.iam.fail({
      operation: "groups.create",
      match: ({ body }) => space.iam.createGroup((body as { items: [LocalGroupSpec] }).items[0]).id === 0,
    });
    await stack.up();
    const copy = space.groups().find(({ id }) => String(id) !== stack.state()["a"]?.id);
    const refreshed = await stack.refresh();
    expect(refreshed.text).toContain(`group "a" (${copy?.id}) has this resource's marker`);
    expect((await leftovers(stack)).text).toContain(String(copy?.id));
    expect((await leftovers(stack, "--delete")).code).toBe(0);
    expectAgreement(stack, { groups: 1 });
  });
});

test("killed while creates wait for a 429, with an up right after: nothing is written by the old process", async () => {
  const { space, stack } = await fresh();
  const isCreate = ({ operation }: { operation: string | undefined }) => operation === "groups.create";
  await killAt(stack, up, { nth: 4, counts: isCreate, until: { operation: "groups.create", retryAfter: 4 } });
  await recoverUp(stack, "a");
  expectAgreement(stack, { groups, categories: 2 });
  // Longer than the old process would have waited: what it sends now, it would send into the finished stack.
  const calm = space.iam.requests.length;
  const end = Date.now() + 15_000;
  await expect.poll(() => Date.now() > end, { timeout: 20_000, interval: 1_000 }).toBe(true);
  expect(space.iam.requests.slice(calm).filter(isWrite)).toEqual([]);
  expectAgreement(stack, { groups, categories: 2 });
});
