import { expect, test } from "vitest";
import {
  alive,
  create,
  group,
  ownerOf,
  ProviderProcess,
  replace,
  speaksSchema,
  start,
} from "../support/provider-process";

const ids = (groups: readonly { id: number }[]) => groups.map(({ id }) => String(id));

test("a group that a crash in a create left is in a warning of the next run, and stays", async () => {
  const iam = await start();
  const left = await create(new ProviderProcess(iam).group, group("a"));
  const { group: handler, warnings } = new ProviderProcess(iam);
  const { id } = await create(handler, group("a"));
  expect(ids(alive(iam))).toEqual([left.id, id]);
  expect(warnings).toEqual([
    expect.stringMatching(
      `^Group "a": group "a" \\(${left.id}\\) also has this resource's marker\\. An interrupted run left it, or Pulumi is about to delete it in a forced replacement\\. \`npx pulumi-cognite-iam leftovers\` lists what is left$`,
    ),
  ]);
});

test("a group that a crash in a replacement left is in a warning of the next run, and stays", async () => {
  const iam = await start();
  const old = await create(new ProviderProcess(iam).group, group("a"));
  const crashed = new ProviderProcess(iam);
  const news = group("a", { metadata: { team: "x" } });
  await crashed.group.check(old.inputs, news);
  await crashed.group.diff(old.id, old.outs, news);
  const left = await crashed.group.create(news);
  const { group: handler, warnings } = new ProviderProcess(iam);
  const next = await replace(handler, old, news);
  expect(ids(alive(iam))).toEqual([left.id, next.id]);
  expect(warnings).toEqual([
    expect.stringMatching(
      `group "a" \\(${left.id}\\) also has .*\\. An interrupted run left it\\. \`npx pulumi-cognite-iam leftovers\` lists what is left$`,
    ),
  ]);
});

test("a forced replacement that is killed after its create leaves the group of the state alive", async () => {
  const iam = await start();
  const old = await create(new ProviderProcess(iam).group, group("a"));
  // The engine was killed before it noted the new id, or deleted the old one.
  const copy = await create(new ProviderProcess(iam).group, group("a"));
  expect(ids(alive(iam))).toEqual([old.id, copy.id]);
  const { group: handler, warnings } = new ProviderProcess(iam);
  expect(await handler.read(old.id, old.outs)).toMatchObject({ id: old.id });
  expect(warnings).toEqual([
    expect.stringMatching(`^Group "a": group "a" \\(${copy.id}\\) has this resource's marker, but the resource's`),
  ]);
});

test("a lost create of a group within the lag after another is not taken for it", async () => {
  const iam = await start({ listLagMs: 100 });
  const old = await create(new ProviderProcess(iam, { times: { listLagMs: 200 } }).group, group("a"));
  iam.fail({ operation: "groups.create", status: 503 });
  const next = new ProviderProcess(iam, { times: { listLagMs: 200 } });
  const replaced = await replace(next.group, old, group("a"), { forced: true });
  expect(replaced.id).not.toBe(old.id);
  expect(ids(alive(iam))).toEqual([replaced.id]);
});

test.each([
  { deleteFirst: false, more: {} },
  { deleteFirst: false, more: { metadata: { team: "x" } } },
  { deleteFirst: true, more: {} },
  { deleteFirst: true, more: { metadata: { team: "x" } } },
])("a forced replacement leaves one group: $deleteFirst $more", async ({ deleteFirst, more }) => {
  const iam = await start();
  const old = await create(new ProviderProcess(iam).group, group("a"));
  const next = await replace(new ProviderProcess(iam).group, old, group("a", more), { forced: true, deleteFirst });
  expect(next.id).not.toBe(old.id);
  expect(ids(alive(iam))).toEqual([next.id]);
});

test.skipIf(speaksSchema).each([true, false])(
  "a forced replacement of an imported group keeps it, deleting first or not: %s",
  async (deleteFirst) => {
    const iam = await start();
    const { id } = iam.createGroup({ name: "a" });
    const inputs = group("a", { importId: String(id) });
    const kept = await create(new ProviderProcess(iam).group, inputs);
    const { group: handler, warnings } = new ProviderProcess(iam);
    const next = await replace(handler, kept, inputs, { forced: true, deleteFirst });
    expect(next.id).toBe(String(id));
    expect(ids(alive(iam))).toEqual([String(id)]);
    const imported = expect.stringContaining(`imports group ${id} unchanged`);
    expect(warnings.toSorted()).toEqual([expect.stringContaining("so it was kept, not deleted"), imported]);
  },
);

test.skipIf(speaksSchema)("a change of an imported group, its option left in, is an ordinary replacement", async () => {
  const iam = await start();
  const { id } = iam.createGroup({ name: "a" });
  const kept = await create(new ProviderProcess(iam).group, group("a", { importId: String(id) }));
  const news = group("a", { importId: String(id), metadata: { team: "x" } });
  const next = await replace(new ProviderProcess(iam).group, kept, news);
  expect(next.id).not.toBe(String(id));
  expect(ids(alive(iam))).toEqual([next.id]);
});

test("a group with the marker but other content is in a warning, and stays", async () => {
  const iam = await start();
  const other = iam.createGroup({ name: "b", metadata: { pulumi: ownerOf("a") } });
  const { group: handler, warnings } = new ProviderProcess(iam);
  await create(handler, group("a"));
  expect(alive(iam)).toHaveLength(2);
  expect(warnings).toEqual([expect.stringContaining(`"b" (${other.id})`)]);
});

test("a group that a diff or a read of this process has named is nobody's left-over", async () => {
  for (const how of ["diff", "read"] as const) {
    const iam = await start();
    const inputs = group("a");
    const live = await create(new ProviderProcess(iam).group, inputs);
    const { group: handler } = new ProviderProcess(iam);
    if (how === "diff") await handler.diff(live.id, live.outs, inputs);
    else await handler.read(live.id, live.outs);
    await create(handler, inputs);
    expect(alive(iam)).toHaveLength(2);
  }
});

test("a copy that another resource of this run imports is no left-over", async () => {
  const iam = await start();
  const copy = iam.createGroup({ name: "a", metadata: { pulumi: ownerOf("a") } });
  const { group: handler } = new ProviderProcess(iam);
  await handler.check({}, group("b", { name: "a", importId: String(copy.id) }));
  await create(handler, group("a"));
  expect(alive(iam)).toHaveLength(2);
});

test("without the owner's mark no copy of a group is deleted", async () => {
  const iam = await start();
  await create(new ProviderProcess(iam, { ownerMetadata: false }).group, group("a"));
  await create(new ProviderProcess(iam, { ownerMetadata: false }).group, group("a"));
  expect(alive(iam)).toHaveLength(2);
});

test("a group of the state counts as gone only when no list can lag behind its making", async () => {
  const iam = await start({ listLagMs: 150 });
  const kept = await create(new ProviderProcess(iam).group, group("a"));
  const { group: handler } = new ProviderProcess(iam, { times: { listLagMs: 1_000 } });
  expect(await handler.read(kept.id, kept.outs)).toMatchObject({ id: kept.id });
  iam.deleteGroup(Number(kept.id));
  iam.listLagMs = 0;
  expect(await new ProviderProcess(iam).group.read(kept.id, kept.outs)).toBeUndefined();
});
