import { expect, test } from "vitest";
import { alive, create, group, ownerOf, replace, start, TinyProcess } from "./tiny";

const ids = (groups: readonly { id: number }[]) => groups.map(({ id }) => String(id));

test("what a crash in a create left is deleted by the next run, twice over", async () => {
  const iam = await start();
  for (const _ of [1, 2]) await create(new TinyProcess(iam).group, group("a"));
  expect(alive(iam)).toHaveLength(1);
  iam.createGroup({ name: "a", metadata: { pulumi: ownerOf("a") } });
  iam.createGroup({ name: "a", metadata: { pulumi: ownerOf("a") } });
  const { group: handler, warnings } = new TinyProcess(iam);
  const { id } = await create(handler, group("a"));
  expect(ids(alive(iam))).toEqual([id]);
  expect(warnings).toHaveLength(3);
});

test("what a crash in a replacement left is deleted, and the group that is replaced only by the engine", async () => {
  const iam = await start();
  const old = await create(new TinyProcess(iam).group, group("a"));
  const crashed = new TinyProcess(iam);
  const news = group("a", { metadata: { team: "x" } });
  await crashed.group.check(old.inputs, news);
  await crashed.group.diff(old.id, old.outs, news);
  await crashed.group.create(news);
  expect(alive(iam)).toHaveLength(2);
  const next = await replace(new TinyProcess(iam).group, old, news);
  expect(ids(alive(iam))).toEqual([next.id]);
});

test.each([
  { deleteFirst: false, more: {} },
  { deleteFirst: false, more: { metadata: { team: "x" } } },
  { deleteFirst: true, more: {} },
  { deleteFirst: true, more: { metadata: { team: "x" } } },
])("a forced replacement leaves one group: $deleteFirst $more", async ({ deleteFirst, more }) => {
  const iam = await start();
  const old = await create(new TinyProcess(iam).group, group("a"));
  const next = await replace(new TinyProcess(iam).group, old, group("a", more), { forced: true, deleteFirst });
  expect(next.id).not.toBe(old.id);
  expect(ids(alive(iam))).toEqual([next.id]);
});

test.each([true, false])(
  "a forced replacement of an imported group keeps it, deleting first or not: %s",
  async (deleteFirst) => {
    const iam = await start();
    const { id } = iam.createGroup({ name: "a" });
    const inputs = group("a", { importId: String(id) });
    const kept = await create(new TinyProcess(iam).group, inputs);
    const { group: handler, warnings } = new TinyProcess(iam);
    const next = await replace(handler, kept, inputs, { forced: true, deleteFirst });
    expect(next.id).toBe(String(id));
    expect(ids(alive(iam))).toEqual([String(id)]);
    expect(warnings).toEqual([expect.stringContaining("it was not deleted")]);
  },
);

test("a change of an imported group, its option left in, is an ordinary replacement", async () => {
  const iam = await start();
  const { id } = iam.createGroup({ name: "a" });
  const kept = await create(new TinyProcess(iam).group, group("a", { importId: String(id) }));
  const news = group("a", { importId: String(id), metadata: { team: "x" } });
  const next = await replace(new TinyProcess(iam).group, kept, news);
  expect(next.id).not.toBe(String(id));
  expect(ids(alive(iam))).toEqual([next.id]);
});

test("a group with the mark but other content is told with its id, and stays", async () => {
  const iam = await start();
  const other = iam.createGroup({ name: "b", metadata: { pulumi: ownerOf("a") } });
  const { group: handler, warnings } = new TinyProcess(iam);
  await create(handler, group("a"));
  expect(alive(iam)).toHaveLength(2);
  expect(warnings).toEqual([expect.stringContaining(`"b" (${other.id})`)]);
});

test("a group that a diff or a read of this process has named is nobody's left-over", async () => {
  for (const how of ["diff", "read"] as const) {
    const iam = await start();
    const inputs = group("a");
    const live = await create(new TinyProcess(iam).group, inputs);
    const { group: handler } = new TinyProcess(iam);
    if (how === "diff") await handler.diff(live.id, live.outs, inputs);
    else await handler.read(live.id, live.outs);
    await create(handler, inputs);
    expect(alive(iam)).toHaveLength(2);
  }
});

test("a copy that another resource of this run imports is no left-over", async () => {
  const iam = await start();
  const copy = iam.createGroup({ name: "a", metadata: { pulumi: ownerOf("a") } });
  const { group: handler } = new TinyProcess(iam);
  await handler.check({}, group("b", { name: "a", importId: String(copy.id) }));
  await create(handler, group("a"));
  expect(alive(iam)).toHaveLength(2);
});

test("without the mark nothing is cleared away", async () => {
  const iam = await start();
  await create(new TinyProcess(iam, { ownerMetadata: false }).group, group("a"));
  await create(new TinyProcess(iam, { ownerMetadata: false }).group, group("a"));
  expect(alive(iam)).toHaveLength(2);
});

test("a left-over that cannot be deleted is told, and the group that was made is not lost", async () => {
  const iam = await start();
  const left = iam.createGroup({ name: "a", metadata: { pulumi: ownerOf("a") } });
  iam.fail({ operation: "groups.delete", status: 403, times: Number.POSITIVE_INFINITY });
  const { group: handler, warnings } = new TinyProcess(iam);
  const { id } = await create(handler, group("a"));
  expect(ids(alive(iam))).toEqual([String(left.id), id]);
  expect(warnings).toEqual([
    expect.stringContaining(`group "a" (${left.id}), a copy left by an interrupted run, could not be`),
  ]);
});

test("a group of the state counts as gone only when no list can lag behind its making", async () => {
  const iam = await start({ listLagMs: 150 });
  const kept = await create(new TinyProcess(iam).group, group("a"));
  const { group: handler } = new TinyProcess(iam, { times: { listLagMs: 1_000 } });
  expect(await handler.read(kept.id, kept.outs)).toMatchObject({ id: kept.id });
  iam.deleteGroup(Number(kept.id));
  iam.listLagMs = 0;
  expect(await new TinyProcess(iam).group.read(kept.id, kept.outs)).toBeUndefined();
});
