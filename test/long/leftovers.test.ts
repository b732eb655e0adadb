import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { LocalGroup } from "../../src/local/index";
import { pluginGroup, pluginProject, root, type Stack, spawned, type Workspace, workspace } from "../engine/harness";

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

describe("pulumi-cognite-iam leftovers after a crash", () => {
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
    expect(listed).toMatchObject({
      code: 3,
      text: expect.stringContaining(`"readers" (${copy.id}), created for Group`),
    });
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
      text: expect.stringMatching(/^pulumi-cognite-iam: nothing was deleted: .*\("one-new"\).*--clear-pending-creates/),
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
    expect(text).toMatch(/Deleting group "one" \(\d+\) would lock you out/);
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

describe("after a crash of a program with several projects and both kinds of groups", () => {
  let space: Workspace;
  let stack: Stack;

  const inProjects = (projects: string[], version = "1") => `${pluginGroup}
    const metadata = { version: "${version}" };
    for (const project of ${JSON.stringify(projects)}) {
      const parent = new pulumi.ComponentResource("my:index:Team", project);
      new iam.Group(project + "-readers", { name: "readers", metadata, project });
      const members = ["allUserAccounts"];
      new PluginGroup(project + "-writers", { name: "writers", members, metadata, project }, { parent });
    }
  `;

  beforeAll(async () => {
    space = await workspace({ projects: ["home", "plant-a", "plant-b"] });
    stack = await space.stack("plants", inProjects(["plant-a", "plant-b"]));
    stack.write(pluginProject("plants"));
    await stack.up();
  });

  const cli = (...args: string[]) =>
    spawned(process.execPath, [path.join(root, "dist/cli/main.js"), ...args], {
      cwd: stack.folder,
      env: stack.environment(),
    });

  /** Copies of every group of a project, as a dead run leaves them. */
  const copies = (project: string): number[] =>
    space.groups(project).map(({ name, metadata = {} }) => space.iam.createGroup({ name, metadata }, project).id);

  const alive = (project: string) => space.groups(project).map(({ id }) => id);

  test("what the state has is no leftover, and each project's copies are deleted there", async () => {
    expect(await cli("leftovers")).toMatchObject({
      code: 0,
      text: "No leftovers of stack plants/dev in projects home, plant-a, plant-b.\n",
    });
    const before = [alive("plant-a"), alive("plant-b")];
    const left = [...copies("plant-a"), ...copies("plant-b")];
    const listed = await cli("leftovers", "--json");
    expect(listed.code).toBe(3);
    const { leftovers } = JSON.parse(listed.stdout);
    expect(leftovers.map(({ id }: { id: number }) => id).sort()).toEqual(left.toSorted());
    expect(leftovers.every(({ proven }: { proven: boolean }) => proven)).toBe(true);
    expect(await cli("leftovers", "--delete")).toMatchObject({ code: 0, text: expect.stringContaining("Deleted 2 ") });
    expect([alive("plant-a"), alive("plant-b")]).toEqual(before);
    await stack.up("--expect-no-changes");
  });

  test("verify and access know both projects and both kinds", async () => {
    const file = path.join(stack.folder, "stack.json");
    await stack.pulumi(["stack", "export", "--file", file]);
    expect(await cli("verify", "--for", file)).toMatchObject({
      code: 0,
      text: expect.stringContaining("The stack has 4 Groups: 2 Groups in plant-a; 2 Groups in plant-b."),
    });
    const { groups } = JSON.parse((await cli("access", "--state", file, "--json")).stdout);
    expect(
      groups.map(({ name, membership }: { name: string; membership: { kind: string } }) => [name, membership.kind]),
    ).toEqual([
      ["readers", "nobody"],
      ["readers", "nobody"],
      ["writers", "allUserAccounts"],
      ["writers", "allUserAccounts"],
    ]);
  });

  test("of a preview, verify checks the projects of what is deleted and of what is replaced", async () => {
    stack.write(inProjects(["plant-b"], "2"));
    const preview = await stack.pulumi(["preview", "--json"]);
    stack.write({ "preview.json": preview.stdout });
    const { code, stdout } = await cli("verify", "--json", "--for", "preview.json");
    const found = JSON.parse(stdout);
    expect(code).toBe(0);
    expect([found, ...found.others].map(({ project, resources }) => [project, resources])).toEqual([
      ["plant-a", { Group: 2 }],
      ["plant-b", { Group: 2 }],
    ]);
  });

  test("in a project that every resource has left, --project finds what is left", async () => {
    const left = copies("plant-a");
    stack.write(inProjects(["plant-b"]));
    await stack.up();
    expect((await cli("leftovers")).code).toBe(0);
    expect((await cli("leftovers", "--project", "plant-a")).code).toBe(3);
    expect((await cli("leftovers", "--project", "plant-a", "--delete")).code).toBe(0);
    expect(alive("plant-a").filter((id) => left.includes(id))).toEqual([]);
    expect(space.groupNames("plant-b")).toEqual(["readers", "writers"]);
  });
});
