import { expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "../engine/harness";
import { agree, killed, recover } from "./kill";

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

/** Brings a stack back; a category that was made and is not in the state is taken over with the line of the error. */
async function recoverUp(stack: Stack, team: string): Promise<void> {
  const options: Record<string, string> = {};
  let run = await recover(stack);
  for (let tries = 0; run.code !== 0 && tries < 3; tries++) {
    const taken = [...run.text.matchAll(/SecurityCategory "(\w+)": there is a .*?option `(.*?)`/g)];
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
    await killed(stack, up, { nth, ...fault });
    await recoverUp(stack, "a");
    agree(stack, { groups, categories: 2 });

    await killed(stack, destroy, { nth: Math.min(nth, groups + 2), counts: isWrite, ...fault });
    const run = await recover(stack, "destroy");
    expect(run.code, run.text).toBe(0);
    agree(stack, { groups: 0 });
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
    await killed(stack, up, { nth, counts: isWrite, ...fault });
    await recoverUp(stack, team);
    agree(stack, { groups, categories: 2 });
    expect(new Set(space.groups().map(({ metadata }) => metadata["team"]))).toEqual(new Set([team]));
  }
});

test("killed while creates wait for a 429, with an up right after: nothing is written by the old process", async () => {
  const { space, stack } = await fresh();
  const isCreate = ({ operation }: { operation: string | undefined }) => operation === "groups.create";
  await killed(stack, up, { nth: 4, counts: isCreate, until: { operation: "groups.create", retryAfter: 4 } });
  await recoverUp(stack, "a");
  agree(stack, { groups, categories: 2 });
  // Longer than the old process would have waited: what it sends now, it would send into the finished stack.
  const calm = space.iam.requests.length;
  const end = Date.now() + 15_000;
  await expect.poll(() => Date.now() > end, { timeout: 20_000, interval: 1_000 }).toBe(true);
  expect(space.iam.requests.slice(calm).filter(isWrite)).toEqual([]);
  agree(stack, { groups, categories: 2 });
});
