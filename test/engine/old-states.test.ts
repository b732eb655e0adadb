import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { LocalGroupSpec } from "../../src/local/index";
import { type Stack, type Workspace, workspace } from "./harness";

/** A state, and what it names on the service. */
interface Written {
  state: unknown;
  groups: (LocalGroupSpec & { id: number })[];
  categories: { id: number; name: string }[];
}

/** The program that wrote the state, some metadata apart. */
const program = (team: string) => `
const secret = new iam.SecurityCategory("secret", { name: "top-secret" });
new iam.Group("readers", {
  name: "readers",
  sourceId: "f3c1",
  capabilities: [
    { assetsAcl: { actions: ["READ", "WRITE"], scope: { all: {} } } },
    { rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { db: ["t"] } } } } },
    { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [secret.categoryId] } } } },
  ],
  metadata: { team: "${team}" },
});
new iam.Group("members", { name: "members", members: ["u1", "u2"] });
new iam.Group("hidden", { name: "hidden", metadata: { key: pulumi.secret("not-a-real-secret") } });
const other = new iam.Provider("other", {});
new iam.Group("by-provider", { name: "by-provider" }, { provider: other });
new iam.Session("job", { triggers: [1] });
`;

describe("a state that the first version wrote", () => {
  let space: Workspace;
  let stack: Stack;

  /** Puts the state in place, and what it names on the service, which gives new ids. */
  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack("old", program("data"));
    const { state, groups, categories }: Written = JSON.parse(
      readFileSync(path.join(__dirname, "old-states/first-version.json"), "utf8"),
    );
    let text = JSON.stringify({ state, groups });
    for (const { id, name } of categories)
      text = text.replaceAll(String(id), String(space.iam.createSecurityCategory(name).id));
    for (const { id, ...spec } of (JSON.parse(text) as Written).groups)
      text = text.replaceAll(String(id), String(space.iam.createGroup(spec).id));
    stack.writeState(JSON.stringify((JSON.parse(text) as Written).state));
  });

  test("shows no change, and calls nothing", async () => {
    const run = await stack.up("--expect-no-changes");
    expect(run.requests).toEqual([]);
  });

  test("refreshes: only the session, which this service does not know, is gone", async () => {
    const run = await stack.refresh();
    expect(run.text).toMatch(/7 unchanged/);
    expect(run.text).not.toMatch(/marker|changed outside/);
    await stack.up();
  });

  test("takes a change: a new group takes the place of the old one", async () => {
    const before = stack.state()["readers"]?.id;
    stack.write(program("platform"));
    await stack.up();
    const readers = space.groups().filter(({ name }) => name === "readers");
    expect(readers.map(({ id }) => String(id))).toEqual([stack.state()["readers"]?.id]);
    expect(stack.state()["readers"]?.id).not.toBe(before);
  });

  test("is destroyed, and nothing is left", async () => {
    await stack.destroy();
    expect(space.groups()).toEqual([]);
    expect(space.iam.state().securityCategories).toEqual([]);
  });
});
