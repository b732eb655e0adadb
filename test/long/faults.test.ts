import { expect, test } from "vitest";
import type { FailRule } from "../../src/local/index";
import { workspace } from "../engine/harness";
import { expectAgreement } from "./kill";

const program = `for (let i = 0; i < 30; i++) new iam.Group("group-" + i, { name: "group-" + i });`;

const rules: readonly FailRule[] = [
  { operation: "groups.create", status: 429, times: 6 },
  { operation: "groups.create", retryAfter: 1, times: 4 },
  { operation: "groups.create", status: 503, when: "after", times: 3 },
  { operation: "groups.create", breakConnection: true, when: "after", times: 3 },
  { operation: "groups.create", breakConnection: true, times: 2 },
  { operation: "groups.create", truncate: true, times: 2 },
  { operation: "groups.create", html: true, times: 2 },
  { operation: "groups.list", status: 500, times: 3 },
  { operation: "groups.delete", status: 503, when: "after", times: 4 },
  { operation: "groups.delete", breakConnection: true, times: 4 },
  { operation: "groups.delete", retryAfter: 1, times: 4 },
  { operation: "token", status: 503, times: 2 },
];

test("30 groups at --parallel 16 are 30 groups, whatever fails", async () => {
  const space = await workspace({ listLagMs: 1_000, latencyMs: 20 });
  const stack = await space.stack("faults", program);
  for (const rule of rules) space.iam.fail(rule);
  const run = await stack.up("--parallel", "16");
  expectAgreement(stack, { groups: 30 });
  expect(space.iam.maxConcurrent.writes).toBeLessThanOrEqual(4);
  expect(space.iam.maxConcurrent.reads).toBeLessThanOrEqual(5);
  expect(run.text).toMatch(/Group "group-\d+": POST \/groups: 429 .*Retrying|Group "group-\d+": .*Checking whether/);
  await stack.up("--parallel", "16", "--expect-no-changes");
  await stack.destroy("--parallel", "16");
  expectAgreement(stack, { groups: 0 });
});
