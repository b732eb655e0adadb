import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";

describe("a forced replacement", () => {
  let space: Workspace;
  let stack: Stack;
  const program = (options: string) => `
    exports.forcedId = new iam.Group("forced", { name: "forced", metadata: { a: "b" } }).groupId;
    new iam.Group("namesake", { name: "forced", metadata: { a: "b" } });
    exports.categoryId = new iam.SecurityCategory("category", { name: "kept-name" }, { ${options} }).categoryId;
  `;
  const urnOf = (name: string) => String(stack.state()[name]?.urn);

  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack("forced", program(""));
    await stack.up();
  });

  test.for(["--replace", "--target-replace", "state taint"])(
    "by %s leaves one group, whose id is the one in the state",
    async (how) => {
      const { forcedId } = stack.outputs();
      const namesake = space.groups().find(({ id }) => String(id) === stack.state()["namesake"]?.id);
      const taint = how === "state taint";
      if (taint) await stack.pulumi(["state", "taint", urnOf("forced"), "--yes"]);
      await stack.up(...(taint ? [] : [how, urnOf("forced")]));
      const again = stack.outputs()["forcedId"];
      expect(again).not.toBe(forcedId);
      expect(stack.state()["forced"]).toMatchObject({ id: String(again), outputs: { groupId: again } });
      expect(space.groups()).toHaveLength(2);
      expect(space.groups()).toContainEqual(namesake);
      expect(space.groups().map(({ id }) => id)).toContain(again);
    },
  );

  test("of a category needs deleteBeforeReplace, since its name is taken, and says so", async () => {
    const { categoryId } = stack.outputs();
    const refused = await stack.fails("up", "--replace", urnOf("category"));
    expect(refused.text).toContain("deleteBeforeReplace: true");
    expect(refused.text).not.toMatch(/^\s+at /m);
    expect(space.iam.state().securityCategories).toEqual([{ id: categoryId, name: "kept-name" }]);
    stack.write(program("deleteBeforeReplace: true"));
    await stack.up("--replace", urnOf("category"));
    const again = stack.outputs()["categoryId"];
    expect(again).not.toBe(categoryId);
    expect(space.iam.state().securityCategories).toEqual([{ id: again, name: "kept-name" }]);
  });
});

describe("after a replacement by an option there is one group for each resource, its id in the state alive:", () => {
  let space: Workspace;
  let stack: Stack;
  let before: Record<string, string>;

  const groupsIn = () => Object.values(stack.stateByUrn()).filter(({ type }) => type.endsWith("cognite:Group"));
  const ids = () => Object.fromEntries(groupsIn().map(({ urn, id }) => [urn.split("::").at(-1), id]));
  const alive = () => space.groups().map(({ id }) => String(id));

  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack(
      "options",
      `
      const group = (name, metadata, options) => new iam.Group(name, { name, metadata }, options);
      const cause = group("cause", {}, {});
      group("replace-with", {}, { replaceWith: [cause] });
      group("trigger", {}, { replacementTrigger: 1 });
      group("on-changes", {}, { replaceOnChanges: ["metadata"] });
      group("delete-first", {}, { deleteBeforeReplace: true });
      group("renamed-provider", {}, { provider: new iam.Provider("before") });
      group("retained", {}, { retainOnDelete: true });
      group("state-deleted", {}, {});
      group("state-deleted-and-changed", {}, {});
      group("untouched", {}, {});
      `,
    );
    await stack.up();
    before = ids();
    for (const name of ["state-deleted", "state-deleted-and-changed"])
      await stack.pulumi([
        "state",
        "delete",
        String(groupsIn().find(({ urn }) => urn.endsWith(`::${name}`))?.urn),
        "--yes",
      ]);
    stack.write(`
      const group = (name, metadata, options) => new iam.Group(name, { name, metadata }, options);
      const cause = group("cause", { a: "b" }, {});
      group("replace-with", {}, { replaceWith: [cause] });
      group("trigger", {}, { replacementTrigger: 2 });
      group("on-changes", { a: "b" }, { replaceOnChanges: ["metadata"] });
      group("delete-first", { a: "b" }, { deleteBeforeReplace: true });
      group("renamed-provider", {}, { provider: new iam.Provider("after", {}, { aliases: [{ name: "before" }] }) });
      group("retained", { a: "b" }, { retainOnDelete: true });
      group("state-deleted", {}, {});
      group("state-deleted-and-changed", { a: "b" }, {});
      group("untouched", {}, {});
    `);
    const run = await stack.up();
    for (const name of ["state-deleted", "state-deleted-and-changed"])
      expect(run.text).toContain(`group "${name}" (${before[name]}) also has this resource's marker`);
  });

  test.for(["cause", "replace-with", "trigger", "on-changes", "delete-first"])(
    "%s: a new one, the old one gone",
    (name) => {
      expect(ids()[name]).not.toBe(before[name]);
      expect(alive()).toContain(ids()[name]);
      expect(alive()).not.toContain(before[name]);
    },
  );

  test.for(["renamed-provider", "untouched"])("%s: the one that was there", (name) => {
    expect(ids()[name]).toBe(before[name]);
    expect(alive()).toContain(before[name]);
  });

  test.for(["retained", "state-deleted", "state-deleted-and-changed"])(
    "%s: a new one, the old one kept, since nobody asked to delete it",
    (name) => {
      expect(ids()[name]).not.toBe(before[name]);
      expect(alive()).toContain(ids()[name]);
      expect(alive()).toContain(before[name]);
    },
  );

  test("and nothing is left to do", async () => {
    expect(alive()).toHaveLength(Object.keys(before).length + 3);
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
  });
});
