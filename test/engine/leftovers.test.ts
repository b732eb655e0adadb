import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { LocalGroup } from "../../src/local/index";
import { root, type Stack, spawned, type Workspace, workspace } from "./harness";

const team = `class Team extends pulumi.ComponentResource {
  constructor(name) {
    super("my:index:Team", name);
    for (const each of names) new iam.Group(each, { name: each }, { parent: this });
  }
}
`;

/** A program with a group of its own, and groups under a component. */
const program = (...names: string[]) =>
  `const names = ${JSON.stringify(names)};\n${team}new iam.Group("readers", { name: "readers" });\nnew Team("team");\n`;

describe("cognite-iam leftovers after a crash", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack("crashes", program("one", "two"));
    await stack.up();
  });

  const leftovers = (...args: string[]) =>
    spawned(process.execPath, [path.join(root, "dist/cli/main.js"), "leftovers", ...args], {
      cwd: stack.folder,
      env: stack.environment(),
    });

  /** A group that a dead run made for a resource and did not note in the state. */
  function copyOf(resource: string, more: object = {}): LocalGroup {
    const live = space.groups().find(({ name }) => name === resource);
    const pulumi = live?.metadata?.["pulumi"];
    if (pulumi === undefined) throw new Error(`There is no group ${resource} with a marker.`);
    return space.iam.createGroup({ name: resource, metadata: { pulumi }, ...more });
  }

  const alive = () => space.groups().map(({ id }) => id);

  test("does not list what the state has", async () => {
    expect(await leftovers()).toMatchObject({
      code: 0,
      text: "No leftovers of stack crashes/dev in project local-project.\n",
    });
  });

  test("lists a copy of a resource, and --delete leaves the resource alone", async () => {
    const before = alive();
    const copy = copyOf("readers");
    const listed = await leftovers("--stack", "dev");
    expect(listed).toMatchObject({ code: 3, text: expect.stringContaining(`"readers" (${copy.id}), made for Group`) });
    expect(alive()).toContain(copy.id);
    expect(await leftovers("--delete")).toMatchObject({ code: 0, text: expect.stringMatching(/^Deleted 1 leftover /) });
    expect(alive()).toEqual(before);
    await stack.up("--expect-no-changes");
  });

  test("lists what a dead run created of a resource that was dropped since, under a component too", async () => {
    const copy = copyOf("two");
    stack.write(program("one"));
    await stack.up();
    expect(alive()).toContain(copy.id);
    const { code, stdout } = await leftovers("--json");
    expect(code).toBe(3);
    expect(JSON.parse(stdout).leftovers).toMatchObject([{ id: copy.id, resource: "two", proven: true }]);
    expect((await leftovers("--delete")).code).toBe(0);
    expect(alive()).not.toContain(copy.id);
  });

  test("deletes nothing while a create has not ended, until the state is cleared of it", async () => {
    const copy = copyOf("one");
    const state = JSON.parse(stack.stateText());
    const { outputs: _, id: __, ...live } = stack.state()["one"] ?? {};
    const resource = { ...live, urn: `${stack.state()["one"]?.urn}-new` };
    state.checkpoint.latest.pending_operations = [{ type: "creating", resource }];
    stack.writeState(JSON.stringify(state));
    expect(await leftovers("--delete")).toMatchObject({
      code: 1,
      text: expect.stringMatching(/^cognite-iam: nothing was deleted: .*\("one-new"\).*--clear-pending-creates/),
    });
    expect(alive()).toContain(copy.id);
    await stack.refresh("--clear-pending-creates");
    expect((await leftovers("--delete")).code).toBe(0);
    expect(alive()).not.toContain(copy.id);
  });

  test("refuses a delete that would lock the caller out, and does the others", async () => {
    const admins = space.iam.state().groups.find(({ name }) => name === "cdf-administrators");
    const { sourceId = "", capabilities = [] } = admins ?? {};
    const [mine, other] = [copyOf("one", { sourceId, capabilities }), copyOf("readers")];
    space.iam.deleteGroup(admins?.id ?? 0);
    const { code, text } = await leftovers("--delete");
    expect(code).toBe(1);
    expect(text).toMatch(/Deleting group "one" \(\d+\) would take away your own right to manage groups/);
    expect(alive()).toContain(mine.id);
    expect(alive()).not.toContain(other.id);
    space.iam.createGroup({ name: "cdf-administrators", sourceId, capabilities });
    expect((await leftovers("--delete")).code).toBe(0);
    expect(alive()).not.toContain(mine.id);
  });

  test("lists what a dead run created of a stack that was destroyed", async () => {
    const copy = copyOf("readers");
    await stack.destroy();
    expect(alive()).toEqual([copy.id]);
    expect((await leftovers()).code).toBe(3);
    expect((await leftovers("--delete")).code).toBe(0);
    expect(alive()).toEqual([]);
  });
});
