import { beforeAll, describe, expect, test } from "vitest";
import { type Run, type Stack, type Workspace, workspace } from "./harness";

const projects = Array.from({ length: 20 }, (_, i) => `plant-${i + 1}`);
const each = 5;

/** How often each operation was called, of any project. */
const countsOf = ({ requests }: Run) => {
  const names = requests.map(({ operation }) => String(operation));
  return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((other) => other === name).length]));
};

describe("five groups in each of twenty projects, by the argument", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace({ projects: ["home", ...projects] });
    stack = await space.stack(
      "plants",
      `
      for (const project of ${JSON.stringify(projects)})
        for (let i = 0; i < ${each}; i++)
          new iam.Group(\`\${project}-\${i}\`, { name: \`group-\${i}\`, project });
      `,
    );
  });

  test("up takes one token and one list for each project", async () => {
    const run = await stack.up();
    const count = projects.length * each;
    expect(countsOf(run)).toEqual({ token: 1, "groups.list": projects.length, "groups.create": count });
    for (const project of projects) expect(space.groups(project)).toHaveLength(each);
  });

  test("a second up calls nothing", async () => {
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
  });

  test("refresh takes one token and one list for each project", async () => {
    const run = await stack.refresh("--expect-no-changes");
    expect(countsOf(run)).toEqual({ token: 1, "groups.list": projects.length });
    expect(new Set(run.requests.flatMap(({ project }) => project ?? []))).toEqual(new Set(projects));
  });

  test("destroy takes one token, and leaves no project with a group", async () => {
    const run = await stack.destroy();
    expect(countsOf(run)["token"]).toBe(1);
    for (const project of projects) expect(space.groups(project)).toEqual([]);
  });
});
