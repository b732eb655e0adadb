import { describe, expect, test, vi } from "vitest";
import type { FailRule, LocalIam, LocalIamOptions } from "../../src/local/index";
import { can } from "../support/capability";
import {
  alive,
  create,
  errorOf,
  group,
  ProviderProcess,
  previewReplacement,
  type ResourceState,
  start,
} from "../support/provider-process";

const admin = {
  sourceId: "admins",
  capabilities: [can("groupsAcl", ["LIST", "CREATE", "DELETE"]), can("projectsAcl", ["LIST"])],
};

/** A project whose caller has his rights through these groups alone. */
async function administered(names: readonly string[], options: LocalIamOptions = {}) {
  const iam = await start({
    ...options,
    clients: [{ clientId: "robot", clientSecret: "not-a-secret", groups: ["admins"] }],
    groups: [{ name: "first", ...admin }],
  });
  const { group: handler, client } = new ProviderProcess(iam);
  const kept: ResourceState[] = [];
  for (const name of names) kept.push(await create(handler, group(name, admin)));
  const [first] = alive(iam);
  await client.groups.delete(first?.id ?? 0);
  const shown = async () => (await client.groups.list({ all: true })).map(({ name }) => name).sort();
  await vi.waitFor(async () => expect(await shown()).toEqual(["cdf-administrators", ...names]), 5_000);
  const [one, two = one] = kept;
  if (one === undefined || two === undefined) throw new Error("There is none.");
  return { iam, one, two };
}

const names = (iam: LocalIam) => alive(iam).map(({ name }) => name);

describe("the guard goes by more than one answer", () => {
  test.each<[string, FailRule]>([
    ["a proxy's page", { status: 200, html: true }],
    ["a redirect", { redirect: "https://login.example.com" }],
    ["nothing, the connection broken", { breakConnection: true }],
  ])("a group whose delete was answered with %s counts no more, though lists still show it", async (_, rule) => {
    const { iam, one, two } = await administered(["one", "two"], { listLagMs: 800 });
    iam.fail({ operation: "groups.delete", when: "after", times: Number.POSITIVE_INFINITY, ...rule });
    const { group: handler } = new ProviderProcess(iam, { totalMs: 50 });
    const ends = await Promise.allSettled([handler.delete(one.id, one.outs), handler.delete(two.id, two.outs)]);
    expect(ends.map((end) => end.status === "rejected" && end.reason.code)).toContain("LOCKOUT");
    expect(names(iam)).toHaveLength(1);
  });

  test("one list that lacks the group is no proof that it is gone", async () => {
    const { iam, one } = await administered(["one"]);
    const { group: handler, client } = new ProviderProcess(iam);
    const list = client.groups.list.bind(client.groups);
    let lists = 0;
    client.groups.list = async (options) => {
      const all = await list(options);
      lists += options?.all ? 1 : 0;
      return lists === 2 ? all.filter(({ id }) => String(id) !== one.id) : all;
    };
    expect(await errorOf(handler.delete(one.id, one.outs))).toMatchObject({ code: "LOCKOUT" });
    expect(names(iam)).toEqual(["one"]);
  });

  test("a delete of a group that somebody else has deleted meanwhile is done", async () => {
    const { iam, one } = await administered(["one", "two"]);
    const { group: handler } = new ProviderProcess(iam);
    await handler.read(one.id, one.outs);
    iam.deleteGroup(Number(one.id));
    await handler.delete(one.id, one.outs);
    expect(names(iam)).toEqual(["two"]);
  });

  test("an inspect that names none of the live groups is not believed", async () => {
    const { iam, one } = await administered(["one"]);
    const { group: handler, client } = new ProviderProcess(iam);
    const inspect = client.token.inspect.bind(client.token);
    client.token.inspect = async () => {
      const inspection = await inspect();
      return { ...inspection, projects: inspection.projects.map((project) => ({ ...project, groups: [] })) };
    };
    expect(await errorOf(handler.delete(one.id, one.outs))).toMatchObject({ code: "LOCKOUT" });
    expect(names(iam)).toEqual(["one"]);
  });
});

test("the guard counts rights that a resource of this run is to get, and had not", async () => {
  const { iam, one } = await administered(["one"]);
  const reader = await create(new ProviderProcess(iam).group, group("reader", { sourceId: "others" }));
  const { group: handler } = new ProviderProcess(iam);
  await previewReplacement(handler, reader, group("reader", admin));
  await previewReplacement(handler, one, group("one", { sourceId: "others" }));
});
