import { expect, test, vi } from "vitest";
import { type Json, type Plugin, type Scene, scene, urnOf } from "./harness";

const managing = [
  { groupsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } },
  { projectsAcl: { actions: ["LIST"], scope: { all: {} } } },
];
const caller = { sourceId: "cdf-administrators" };
const admin = { name: "admin", ...caller, capabilities: managing };
const other = { name: "other", ...caller };

/** Two groups of the caller's, of which one gives the rights to manage groups. */
async function started(): Promise<Scene & { olds: Record<string, { id: string; state: Json; inputs: Json }> }> {
  const at = await scene();
  const olds = { admin: await at.plugin.up(urnOf("admin"), admin), other: await at.plugin.up(urnOf("other"), other) };
  const first = at.iam.state().groups.find(({ name }) => name === "cdf-administrators");
  at.iam.deleteGroup(first?.id ?? 0);
  at.iam.requests.length = 0;
  return { ...at, olds };
}

/** What the engine asks for a replacement in a preview, but for the create. */
async function checked(plugin: Plugin, name: string, old: { id: string; state: Json; inputs: Json }, news: Json) {
  const urn = urnOf(name);
  const { inputs } = await plugin.check(urn, news, old.inputs);
  await plugin.diff(urn, old, inputs);
  const { failures } = await plugin.check(urn, news);
  expect(failures).toEqual([]);
  return () => plugin.create(urn, inputs, true);
}

const weak = { ...admin, capabilities: [] };

test("a replacement that takes the caller's rights is refused in a preview's create, when no more groups come", {
  timeout: 30_000,
}, async () => {
  const { plugin, olds, calls } = await started();
  const create = await checked(plugin, "admin", olds["admin"] as never, weak);
  await expect(create()).rejects.toThrow(/^Replacing group "admin" \(\d+\) as declared would lock you out/);
  expect(calls().filter((operation) => /create|delete/.test(operation))).toEqual([]);
});

test("but not when a group that comes later gives them", { timeout: 15_000 }, async () => {
  const { plugin, olds } = await started();
  const first = (await checked(plugin, "admin", olds["admin"] as never, weak))();
  const second = await checked(plugin, "other", olds["other"] as never, { ...other, capabilities: managing });
  expect(await Promise.all([first, second()])).toHaveLength(2);
});

test("nor when that comes after a pause", { timeout: 30_000 }, async () => {
  const { plugin, olds, calls } = await started();
  const first = (await checked(plugin, "admin", olds["admin"] as never, weak))();
  // The service was asked, so that the first judgement is made.
  await vi.waitFor(() => expect(calls()).toContain("profiles.me"), 10_000);
  const second = await checked(plugin, "other", olds["other"] as never, { ...other, capabilities: managing });
  expect(await Promise.all([first, second()])).toHaveLength(2);
});
