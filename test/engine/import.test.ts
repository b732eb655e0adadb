import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";

const all = { all: {} };
const read = { assetsAcl: { actions: ["READ"], scope: all } };
const both = { assetsAcl: { actions: ["READ", "WRITE"], scope: all } };

const names = ["plain", "changed", "drifted", "forced", "tainted", "killed"];

/** Notes the engine's process, which is the program's parent's parent. */
const noteEngine = `
const parentOf = (pid) => Number(require("child_process").execFileSync("ps", ["-o", "ppid=", "-p", String(pid)]));
require("fs").writeFileSync("engine.pid", String(parentOf(process.ppid)));
`;

describe("groups and a category that the program imports", () => {
  let space: Workspace;
  let stack: Stack;
  let ids: Readonly<Record<string, number>>;
  let categoryId: number;

  /** The program: each group with its `import`, or without any. */
  const program = (capabilities: Readonly<Record<string, object>> = {}, isImporting = true) => `
    const opts = (id) => (${isImporting} ? { import: String(id) } : {});
    ${names
      .map((name) => {
        const args = { name, sourceId: "idp", capabilities: [capabilities[name] ?? read], metadata: { team: "data" } };
        return `new iam.Group("${name}", ${JSON.stringify(args)}, opts(${ids[name]}));`;
      })
      .join("\n")}
    const category = new iam.SecurityCategory("category", { name: "secret" }, opts(${categoryId}));
    exports.categoryId = category.categoryId;
  `;

  /** Exactly one group for each name, and the state's id is its id. */
  const expectOneEach = () => {
    const alive = space.groups();
    expect(alive.map(({ name }) => name).sort()).toEqual([...names].sort());
    for (const { name, id } of alive) expect(stack.state()[name]?.id).toBe(String(id));
    expect(space.iam.state().securityCategories).toEqual([{ id: categoryId, name: "secret" }]);
  };
  /** Whether the state file, if it is whole just now, has that group among those to be deleted. */
  const isToBeDeleted = (id: number | undefined) => {
    try {
      const { resources } = JSON.parse(stack.stateText()).checkpoint.latest;
      return resources.some((each: Record<string, unknown>) => each["delete"] === true && each["id"] === String(id));
    } catch {
      return false;
    }
  };
  const idNow = (name: string) => space.groups().find((group) => group.name === name)?.id;
  const urn = (name: string) => String(stack.state()[name]?.urn);
  const changes = { changed: both, killed: both };

  beforeAll(async () => {
    space = await workspace();
    ids = Object.fromEntries(
      names.map((name) => {
        const spec = { name, sourceId: "idp", capabilities: [read], metadata: { team: "data" } };
        return [name, space.iam.createGroup(spec).id];
      }),
    );
    categoryId = space.iam.createSecurityCategory("secret").id;
    stack = await space.stack("imports", program());
  });

  test("are refused by a preview when not as declared, and no secret is shown", async () => {
    stack.write(`
      new iam.Group("plain", { name: "plain", sourceId: pulumi.secret("hush-hush"), metadata: { team: "ops" } },
        { import: "${ids["plain"]}" });
    `);
    const run = await stack.fails("preview");
    expect(run.text).toContain(
      `    error: pulumi-nodejs:dynamic/cognite:Group resource 'plain' has a problem: import: group ${ids["plain"]} does not match its declaration, so it was not imported:
      sourceId: differs (declared as a secret, so neither value is shown)
      capabilities:
        found, not declared: {"assetsAcl":{"actions":["READ"],"scope":{"all":{}}}}
      metadata:
        "team": declared "ops", found "data"
    Arguments that match it:
      capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }],
      metadata: { team: "data" },`,
    );
    expect(run.text).not.toMatch(/hush|^\s+at /m);
    expect(run.calls).toEqual(["groups.list"]);
  });

  test("are taken over as they are, without a write", async () => {
    stack.write(program());
    const run = await stack.up();
    expect(run.calls.sort()).toEqual(["groups.list", "securityCategories.list"]);
    for (const name of names) expect(idNow(name)).toBe(ids[name]);
    expectOneEach();
  });

  test("are replaced by a change, or by drift that a refresh found, with the option left in", async () => {
    stack.write(program({ changed: both }));
    const items = space.iam
      .state()
      .groups.map((group) => (group.name === "drifted" ? { ...group, metadata: { team: "somebody else" } } : group));
    space.iam.fail({ operation: "groups.list", status: 200, body: { items } });
    const run = await stack.up("--refresh");
    expect(run.text).toContain('Group "drifted"');
    expect(run.calls.filter((call) => /create|delete/.test(call)).sort()).toEqual([
      "groups.create",
      "groups.create",
      "groups.delete",
      "groups.delete",
    ]);
    expect(idNow("changed")).not.toBe(ids["changed"]);
    expect(idNow("drifted")).not.toBe(ids["drifted"]);
    expect(idNow("plain")).toBe(ids["plain"]);
    expectOneEach();
  });

  test("stay one group each after --replace and a taint, the imported one where it still is, with the option left in", async () => {
    await stack.pulumi(["state", "taint", urn("tainted"), "--yes"]);
    const before = idNow("changed");
    const run = await stack.up("--replace", urn("forced"), "--replace", urn("changed"));
    expect(run.text).toContain(
      `Group "forced": group ${ids["forced"]} was imported unchanged, so it was kept, not deleted`,
    );
    expect(idNow("forced")).toBe(ids["forced"]);
    expect(idNow("tainted")).toBe(ids["tainted"]);
    expect(idNow("changed")).not.toBe(before);
    expectOneEach();
  });

  test("stay one group each after a run killed between create and delete, with the option left in", async () => {
    stack.write(noteEngine + program(changes));
    space.iam.fail({ operation: "groups.delete", hangMs: true });
    const killed = stack.run(["up", "--yes", "--skip-preview"]);
    // The new one is in the state, the old one is noted there as to be deleted, and the call for that is under way.
    await expect
      .poll(() => [space.iam.requests.at(-1)?.operation, isToBeDeleted(ids["killed"])], { timeout: 60_000 })
      .toEqual(["groups.delete", true]);
    process.kill(Number(readFileSync(path.join(stack.folder, "engine.pid"), "utf8")), "SIGKILL");
    expect((await killed).code).not.toBe(0);
    await stack.pulumi(["cancel", "--yes"]);
    stack.write(program(changes));
    expect(space.groupNames()).toEqual([...names, "killed"].sort());
    await stack.up();
    expectOneEach();
  });

  test("do not change when the option is taken out", async () => {
    stack.write(program(changes, false));
    const run = await stack.up("--expect-no-changes");
    expect(run.requests).toEqual([]);
    expectOneEach();
  });
});
