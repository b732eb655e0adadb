import { describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "../engine/harness";
import { languageHost, titled } from "../engine/language-hosts";
import { pluginStack, yaml } from "../engine/plugin-stack";
import { expectAgreement, killAt, recover } from "./kill";

const host = languageHost("yaml");
const groups = 12;
const up = ["up", "--yes", "--skip-preview", "--parallel", "4"];
const isWrite = ({ method }: { method: string }) => method !== "GET";

const program = (team: string) => {
  const names = Array.from({ length: groups }, (_, i) => `group-${i}`);
  const resources = names.map(
    (name) =>
      `  ${name}:\n    type: cognite-iam:Group\n    properties: { name: ${name}, metadata: { team: ${team} } }\n`,
  );
  return yaml("killed", `resources:\n${resources.join("")}`);
};

async function fresh(): Promise<{ space: Workspace; stack: Stack }> {
  const space = await workspace({ groupQuota: 100_000 });
  return { space, stack: await pluginStack(space, "killed", program("a"), host) };
}

/** Every other time the request at that point is lost, rather than carried out. */
const faultAt = (nth: number) => (nth % 2 === 0 ? { fault: { breakConnection: true } } : {});

describe.skipIf(host.missing !== undefined)(titled("through the plugin", host), () => {
  test("an up and a destroy, each killed at many points, end in exactly what is declared", async () => {
    const { stack } = await fresh();
    for (const nth of [1, 2, 4, 5, 7, 8, 11, 12]) {
      await killAt(stack, up, { nth, counts: isWrite, ...faultAt(nth) });
      const run = await recover(stack);
      expect(run.code, run.text).toBe(0);
      expectAgreement(stack, { groups });
      const destroy = ["destroy", ...up.slice(1)];
      await killAt(stack, destroy, { nth, counts: isWrite, ...faultAt(nth) });
      const destroyed = await recover(stack, "destroy");
      expect(destroyed.code, destroyed.text).toBe(0);
      expectAgreement(stack, { groups: 0 });
    }
  });

  test("replacements killed in the middle end in one group each, the new one", async () => {
    const { space, stack } = await fresh();
    await stack.up();
    for (const nth of [1, 4, 7, 10, 13, 16, 20]) {
      stack.write(program(`team-${nth}`));
      await killAt(stack, up, { nth, counts: isWrite, ...faultAt(nth) });
      const run = await recover(stack);
      expect(run.code, run.text).toBe(0);
      expectAgreement(stack, { groups });
      expect(new Set(space.groups().map(({ metadata }) => metadata["team"]))).toEqual(new Set([`team-${nth}`]));
    }
  });

  test("killed while creates wait for a 429, the old process writes nothing more", async () => {
    const { space, stack } = await fresh();
    const isCreate = ({ operation }: { operation: string | undefined }) => operation === "groups.create";
    await killAt(stack, up, { nth: 4, counts: isCreate, until: { operation: "groups.create", retryAfter: 4 } });
    const run = await recover(stack);
    expect(run.code, run.text).toBe(0);
    const calm = space.iam.requests.length;
    // Longer than the old process would have waited.
    const end = Date.now() + 15_000;
    await expect.poll(() => Date.now() > end, { timeout: 20_000, interval: 1_000 }).toBe(true);
    expect(space.iam.requests.slice(calm).filter(isWrite)).toEqual([]);
    expectAgreement(stack, { groups });
  });
});
