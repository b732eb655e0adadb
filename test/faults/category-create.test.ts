import { expect, test, vi } from "vitest";
import type { FailRule, LocalIam } from "../../src/local/index";
import { create, errorOf, ownerOf, ProviderProcess, replace, speaksSchema, start } from "../support/provider-process";

const category = (name: string, more: object = {}) => ({ name, owner: ownerOf(name), ...more });
const ids = (iam: LocalIam) => iam.state().securityCategories.map(({ id }) => String(id));

test.each<[string, FailRule]>([
  ["a 503 after acting", { status: 503, when: "after" }],
  ["a 503 before acting", { status: 503 }],
  ["a connection broken after acting", { breakConnection: true, when: "after" }],
  ["an answer cut off", { truncate: true }],
])("%s makes one category, whose id is known", async (_, rule) => {
  const iam = await start();
  iam.fail({ operation: "securityCategories.create", ...rule });
  const { id } = await create(new ProviderProcess(iam).category, category("a"));
  expect(ids(iam)).toEqual([id]);
});

test("a conflict after a lost answer is the category that the lost call created, however far the list lags", async () => {
  const iam = await start({ listLagMs: 100 });
  iam.fail({ operation: "securityCategories.create", status: 503, when: "after" });
  const { category: handler } = new ProviderProcess(iam, { times: { listLagMs: 60 } });
  const { id } = await create(handler, category("a"));
  expect(ids(iam)).toEqual([id]);
});

test("of two categories with one name only one gets it, and the other says so", async () => {
  const iam = await start();
  iam.fail({ operation: "securityCategories.create", status: 503, when: "after" });
  iam.fail({ operation: "securityCategories.create", status: 503 });
  const { category: handler } = new ProviderProcess(iam);
  const both = [category("a"), { ...category("a"), owner: ownerOf("b") }].map((inputs) => create(handler, inputs));
  const ends = await Promise.allSettled(both);
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(ends.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "NAME_TAKEN" } });
  expect(ids(iam)).toHaveLength(1);
});

test.skipIf(speaksSchema)(
  "a category name that is taken names the id and the line that takes it over, and the line pasted ends it",
  async () => {
    const iam = await start();
    const made = iam.createSecurityCategory("a");
    const error = await errorOf(create(new ProviderProcess(iam).category, category("a")));
    expect(error).toMatchObject({ code: "NAME_TAKEN" });
    const [, line] = /option `(.*?)`/.exec(error.message) ?? [];
    expect(line).toBe(`{ import: "${made.id}" }`);
    const kept = await create(new ProviderProcess(iam).category, category("a", { importId: String(made.id) }));
    expect(kept.id).toBe(String(made.id));
  },
);

test("a category name that is taken by one that no list shows yet is waited for", async () => {
  const iam = await start({ listLagMs: 100 });
  const made = iam.createSecurityCategory("a");
  const { category: handler } = new ProviderProcess(iam, { times: { listLagMs: 1_000 } });
  const error = await errorOf(create(handler, category("a")));
  expect(error).toMatchObject({ code: "NAME_TAKEN", message: expect.stringContaining(String(made.id)) });
});

test.skipIf(speaksSchema)(
  "a forced replacement of a category that keeps its name asks for deleteBeforeReplace, which works",
  async () => {
    const iam = await start();
    const kept = await create(new ProviderProcess(iam).category, category("a"));
    const { category: handler } = new ProviderProcess(iam);
    const error = await errorOf(replace(handler, kept, category("a"), { forced: true }));
    expect(error.message).toContain("{ deleteBeforeReplace: true }");
    const next = await replace(new ProviderProcess(iam).category, kept, category("a"), {
      forced: true,
      deleteFirst: true,
    });
    expect(ids(iam)).toEqual([next.id]);
  },
);

test("another refusal of a category with 400 passes as it is", async () => {
  const iam = await start();
  iam.fail({
    operation: "securityCategories.create",
    status: 400,
    body: { error: { code: 400, message: "too many" } },
  });
  const error = await errorOf(create(new ProviderProcess(iam).category, category("a")));
  expect(error.message).toContain("too many");
});

test("a category of the state counts as gone only when no list can lag behind its making", async () => {
  const iam = await start({ listLagMs: 150 });
  const kept = await create(new ProviderProcess(iam).category, category("a"));
  const { category: handler } = new ProviderProcess(iam, { times: { listLagMs: 1_000 } });
  expect(await handler.read(kept.id, kept.outs)).toMatchObject({ id: kept.id });
});

test.skipIf(speaksSchema)(
  "a replacement whose category a dead run created goes on with the import line of the error",
  async () => {
    const iam = await start();
    const old = await create(new ProviderProcess(iam).category, category("old"));
    // The engine was killed after the answer, before it noted the new id.
    const created = iam.createSecurityCategory("new");
    const error = await errorOf(replace(new ProviderProcess(iam).category, old, category("new")));
    expect(error).toMatchObject({
      code: "NAME_TAKEN",
      message: expect.stringContaining(`{ import: "${created.id}" }`),
    });
    const news = category("new", { importId: String(created.id) });
    const next = await replace(new ProviderProcess(iam).category, old, news);
    expect(next.id).toBe(String(created.id));
    expect(ids(iam)).toEqual([next.id]);
  },
);

test("a category that is gone and still listed is not taken for the lost one", async () => {
  const iam = await start({ listLagMs: 200 });
  const times = { listLagMs: 300 };
  const old = await create(new ProviderProcess(iam, { times }).category, category("a"));
  await vi.waitFor(async () => expect(await new ProviderProcess(iam).client.securityCategories.list()).toHaveLength(1));
  await new ProviderProcess(iam, { times }).category.delete(old.id, old.outs);
  iam.fail({ operation: "securityCategories.create", status: 503 });
  const { category: handler } = new ProviderProcess(iam, { times });
  const next = await create(handler, category("a"));
  expect(next.id).not.toBe(old.id);
  expect(ids(iam)).toEqual([next.id]);
});

test("a forced replacement of a category that no list shows yet, and a lost answer, leave the one of the state", async () => {
  const iam = await start({ listLagMs: 200 });
  const times = { listLagMs: 300 };
  const old = await create(new ProviderProcess(iam, { times }).category, category("a"));
  iam.fail({ operation: "securityCategories.create", status: 503 });
  const { category: handler, warnings } = new ProviderProcess(iam, { times });
  const next = await replace(handler, old, category("a"), { forced: true });
  expect(next.id).toBe(old.id);
  expect(ids(iam)).toEqual([old.id]);
  expect(warnings.at(-1)).toContain("so it was kept, not deleted");
});

test("a category that somebody else created since the process started is not taken for the lost one", async () => {
  const iam = await start();
  const { category: handler } = new ProviderProcess(iam);
  await create(handler, category("first"));
  const theirs = iam.createSecurityCategory("theirs");
  iam.fail({ operation: "securityCategories.create", status: 503 });
  const error = await errorOf(create(handler, category("theirs")));
  expect(error).toMatchObject({ code: "NAME_TAKEN", message: expect.stringContaining(String(theirs.id)) });
});
