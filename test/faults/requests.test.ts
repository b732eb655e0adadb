import { expect, test } from "vitest";
import type { LocalIam } from "../../src/local/index";
import { can } from "../support/capability";
import { create, group, ProviderProcess, start } from "../support/provider-process";

const many = Array.from({ length: 40 }, (_, i) => `g${i}`);

const lists = (iam: LocalIam) => iam.requests.filter(({ operation }) => operation === "groups.list").length;

/** A new process, which finds the groups of another in the state. */
async function standing() {
  const iam = await start();
  const made = new ProviderProcess(iam);
  const kept = await Promise.all(many.map((name) => create(made.group, group(name))));
  iam.requests.length = 0;
  return { iam, kept, next: new ProviderProcess(iam, { times: { listLagMs: 200, pollMs: 20 } }) };
}

test("a refresh of many groups lists once", async () => {
  const { iam, kept, next } = await standing();
  await Promise.all(kept.map(({ id, outs }) => next.group.read(id, outs)));
  expect(lists(iam)).toBe(1);
});

test("a refresh that finds many groups gone lists as often as one that finds one gone", async () => {
  const { iam, kept, next } = await standing();
  for (const { id } of kept.slice(10)) iam.deleteGroup(Number(id));
  const found = await Promise.all(kept.map(({ id, outs }) => next.group.read(id, outs)));
  expect(found.filter((each) => each !== undefined)).toHaveLength(10);
  // One at once, and then one after each pause until a list cannot lag behind any more.
  expect(lists(iam)).toBeLessThanOrEqual(1 + 200 / 20);
});

test("deleting many groups that give no right to manage groups lists once", async () => {
  const { iam, kept, next } = await standing();
  await next.group.delete(kept[0]?.id ?? "", kept[0]?.outs ?? {});
  await Promise.all(kept.slice(1).map(({ id, outs }) => next.group.delete(id, outs)));
  expect(lists(iam)).toBe(1);
  expect(iam.state().groups.filter(({ isDeleted }) => !isDeleted)).toHaveLength(1);
});

test("a group that gives such rights is deleted on a list of that moment, whatever was seen before", async () => {
  const iam = await start();
  const managing = can("groupsAcl", ["LIST", "CREATE", "DELETE"]);
  const admin = (name: string) => group(name, { sourceId: "cdf-administrators", capabilities: [managing] });
  const made = new ProviderProcess(iam);
  const [first, second] = [await create(made.group, admin("first")), await create(made.group, admin("second"))];
  const next = new ProviderProcess(iam);
  await next.group.delete(first.id, first.outs);
  // Somebody else deletes what the caller was counted on having.
  for (const { id, name } of iam.state().groups) if (name === "cdf-administrators") iam.deleteGroup(id);
  await expect(next.group.delete(second.id, second.outs)).rejects.toThrow(/would lock you out: you would lose/);
});
