import { describe, expect, test, vi } from "vitest";
import type { LocalGroupSpec, LocalIam } from "../../src/local/index";
import { documented } from "../support/documented";
import {
  declaresProject,
  elsewhere,
  group,
  ProviderProcess,
  previewReplacement,
  type ResourceState,
  replace,
  speaksSchema,
  start,
} from "../support/provider-process";
import { type Row, rows } from "./lockout-table";

interface Scene {
  iam: LocalIam;
  kept: Record<string, ResourceState>;
  process(consent?: boolean): ProviderProcess;
}

async function scene(row: Row): Promise<Scene> {
  const { groups, caller, profile, server, deletedBefore, broken = [] } = row;
  const client = { clientId: "ops", clientSecret: "ops-secret", groups: ["idp-ops"], ...caller };
  const iam = await start({
    clients: [client],
    profiles: profile === undefined ? [] : [{ userIdentifier: client.userIdentifier ?? "ops", identityType: profile }],
    ...server,
  });
  const kept = Object.entries<Partial<LocalGroupSpec>>({ ...groups, readers: { sourceId: "idp-ops" } }).map(
    ([name, spec]) => {
      const inputs = group(name, spec);
      const { id } = iam.createGroup({
        name,
        ...spec,
        metadata: { ...spec.metadata, pulumi: String(inputs["owner"]) },
      });
      return [
        name,
        {
          id: String(id),
          inputs,
          outs: {
            ...{ ...inputs, groupId: id, project: iam.connection.project },
            ...(declaresProject && { isProjectDeclared: true }),
          },
        },
      ] as const;
    },
  );
  // What the caller may do in the connection's project decides nothing: all where a row refuses, nothing where it allows.
  if (declaresProject && row.up !== "allowed")
    iam.createGroup({ name: "admin", ...rows[0]?.groups["admin"] }, elsewhere);
  const times = { listLagMs: deletedBefore === undefined ? 60 : 300 };
  const inState = Object.fromEntries(kept);
  if (deletedBefore !== undefined) {
    const { id, outs } = of(inState, deletedBefore);
    const earlier = new ProviderProcess(iam);
    iam.listLagMs = 200;
    const listed = async () => (await earlier.client.groups.list({ all: true })).length;
    await vi.waitFor(async () => expect(await listed()).toBe(kept.length + 1));
    await earlier.group.delete(id, outs);
  }
  for (const each of broken)
    iam.fail({
      operation: each === "inspect" ? "inspect" : "groups.list",
      match: ({ query }) => each === "inspect" || query["all"] === "false",
      status: 403,
      times: Number.POSITIVE_INFINITY,
    });
  return {
    iam,
    kept: inState,
    process: (allowLockout = false) => new ProviderProcess(iam, { allowLockout, times }),
  };
}

/** What of a row's preview and up is refused. */
async function outcome(row: Row, consent: boolean): Promise<{ preview: Row["preview"]; up: Row["up"] }> {
  const at = await scene(row);
  const preview = row.replace === undefined ? "not asked" : await asPreview(row.replace, at, consent);
  const up =
    row.replace === undefined ? await asDeletes(row, at, consent) : await asReplacement(row.replace, at, consent);
  return { preview, up };
}

async function asPreview(
  { name, by, forced }: NonNullable<Row["replace"]>,
  { iam, kept, process }: Scene,
  consent: boolean,
) {
  iam.requests.length = 0;
  const refused = await refusals([
    previewReplacement(process(consent).group, of(kept, name), news(kept, name, by), { forced: forced ?? false }),
  ]);
  expect(iam.requests.filter(({ method, operation }) => method !== "GET" && operation !== "token")).toEqual([]);
  return refused === 0 ? "allowed" : "refused";
}

async function asReplacement(
  { name, by, ...how }: NonNullable<Row["replace"]>,
  { iam, kept, process }: Scene,
  consent: boolean,
) {
  iam.requests.length = 0;
  const refused = await refusals([replace(process(consent).group, of(kept, name), news(kept, name, by), how)]);
  if (refused === 0) return "allowed";
  return iam.requests.some(({ operation }) => operation === "groups.create") || how.deleteFirst
    ? "refused by delete"
    : "refused by check";
}

async function asDeletes(row: Row, { kept, process }: Scene, consent: boolean) {
  const { group: handler } = process(consent);
  const names = row.delete ?? [];
  const refused = await refusals(names.map((name) => handler.delete(of(kept, name).id, of(kept, name).outs)));
  if (refused === 0) return "allowed";
  return row.what.startsWith("two") && refused === 1 ? "one refused by delete" : "refused by delete";
}

const of = (kept: Scene["kept"], name: string): ResourceState => {
  const found = kept[name];
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
};

const news = (kept: Scene["kept"], name: string, by: object) => ({ ...of(kept, name).inputs, ...by });

/** How many were refused for the caller's sake; without rights, what comes after a consent may fail otherwise. */
async function refusals(tasks: readonly Promise<unknown>[]): Promise<number> {
  const ends = await Promise.allSettled(tasks);
  const texts = ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : []));
  const refused = texts.filter((text) => /would lock you out[:,]/.test(text));
  for (const text of refused) expect(text).toContain("cognite-iam:allowLockout true");
  for (const text of texts) if (!refused.includes(text)) expect(text).toMatch(/40[13] /);
  return refused.length;
}

describe.each(rows)("the lockout guard: $what", (row) => {
  test(`is ${row.preview} at preview and ${row.up} at up`, async () => {
    expect(await outcome(row, false)).toEqual({ preview: row.preview, up: row.up });
  });

  test("is allowed with consent", async () => {
    expect(await outcome(row, true)).toEqual({
      preview: row.preview === "not asked" ? row.preview : "allowed",
      up: "allowed",
    });
  });
});

test.each(rows.filter(({ up, broken }) => up !== "allowed" && broken === undefined))(
  "after a refusal by the lockout guard, the caller can still list, create and delete: $what",
  async (row) => {
    const at = await scene(row);
    if (row.replace === undefined) await asDeletes(row, at, false);
    else await asReplacement(row.replace, at, false);
    const { client } = at.process();
    at.iam.listLagMs = 0;
    const { id } = await client.groups.create({ name: "still" });
    await client.groups.delete(id);
    expect((await client.groups.list({ all: true })).length).toBeGreaterThan(1);
  },
);

test("the lockout error says which group gives which right, and how to allow it", async () => {
  const { kept, process } = await scene({
    what: "",
    groups: { admin: rows[0]?.groups["admin"] ?? {} },
    preview: "not asked",
    up: "allowed",
  });
  const { id, outs } = of(kept, "admin");
  await expect(process().group.delete(id, outs)).rejects.toMatchObject({
    code: "LOCKOUT",
    message: expect.stringMatching(
      new RegExp(
        `Deleting group "admin" \\(${id}\\).*groupsAcl:LIST, groupsAcl:CREATE, groupsAcl:DELETE.*cognite-iam:allowLockout true`,
      ),
    ),
  });
});

test("a delete that failed no longer counts for the lockout guard, so that another may go on", async () => {
  const at = await scene({
    what: "",
    groups: { admin: rows[0]?.groups["admin"] ?? {}, other: rows[0]?.groups["admin"] ?? {} },
    preview: "not asked",
    up: "allowed",
  });
  const { group: handler } = at.process();
  at.iam.fail({ operation: "groups.delete", status: 403 });
  await expect(handler.delete(of(at.kept, "admin").id, of(at.kept, "admin").outs)).rejects.toMatchObject({
    status: 403,
  });
  await handler.delete(of(at.kept, "other").id, of(at.kept, "other").outs);
});

// Only a program of this package says how many groups it declares; through the plugin, the create waits: test/plugin/lockout.
describe.skipIf(speaksSchema)("two changes that are safe only together", () => {
  const admin = rows[0]?.groups["admin"] ?? {};
  const reader = { sourceId: "idp-ops" };
  const row: Row = { what: "", groups: { admin, reader }, preview: "not asked", up: "allowed" };

  test.each([
    ["the one that takes rights comes first", ["admin", "reader"]],
    ["the one that gives rights comes first", ["reader", "admin"]],
  ])("pass the preview when %s", async (_, order) => {
    const { kept, process } = await scene(row);
    const { group: handler } = process();
    for (const name of order) {
      const by = name === "admin" ? { capabilities: [] } : { capabilities: admin.capabilities };
      await previewReplacement(handler, of(kept, name), { ...news(kept, name, by), groups: 2 });
    }
  });

  test.each([
    ["passes before a new group that gives them", 2],
    ["is refused alone", 1],
  ])("one that takes rights %s", async (what, groups) => {
    const { kept, process } = await scene(row);
    const { group: handler } = process();
    const taking = previewReplacement(handler, of(kept, "admin"), {
      ...news(kept, "admin", { capabilities: [] }),
      groups,
    });
    if (what === "is refused alone") return expect(taking).rejects.toThrow(/would lock you out: you would lose/);
    await taking;
    const { errors } = await handler.check({}, { ...group("new", admin), groups });
    expect(errors).toEqual([]);
  });

  test("are judged before anything is created, even when the engine creates one before it has checked the other", async () => {
    const { iam, kept, process } = await scene(row);
    const { group: handler } = process();
    const taking = { ...news(kept, "admin", { capabilities: [] }), groups: 2 };
    await previewReplacement(handler, of(kept, "admin"), taking);
    iam.requests.length = 0;
    const created = handler.create(taking);
    await handler.check(of(kept, "reader").inputs, { ...news(kept, "reader", {}), groups: 2 });
    await expect(created).rejects.toThrow(/would lock you out: you would lose/);
    expect(iam.requests.filter(({ operation }) => operation === "groups.create")).toEqual([]);
  });

  test("do not block each other: a create waits for no resource that waits for it", async () => {
    const { kept, process } = await scene(row);
    const { group: handler } = process();
    const taking = { ...news(kept, "admin", { capabilities: [] }), groups: 2 };
    await previewReplacement(handler, of(kept, "admin"), taking);
    const { id, outs } = await handler.create(taking);
    expect(outs).toMatchObject({ groupId: Number(id) });
    const { id: old, outs: olds } = of(kept, "admin");
    await expect(handler.delete(old, olds)).rejects.toMatchObject({ code: "LOCKOUT" });
  });

  test("are refused at the last check when that one does not give the rights", async () => {
    const { kept, process } = await scene(row);
    const { group: handler } = process();
    await previewReplacement(handler, of(kept, "admin"), { ...news(kept, "admin", { capabilities: [] }), groups: 2 });
    const { errors } = await handler.check({}, { ...group("new"), groups: 2 });
    expect(errors).toEqual([expect.stringMatching(/^Replacing group "admin".*would lock you out: you would lose/)]);
  });
});

test.skipIf(speaksSchema)("the refusal of another resource's check does not show a name that is a secret", async () => {
  const admin = { ...rows[0]?.groups["admin"], name: "codename" };
  const { kept, process } = await scene({ what: "", groups: { admin }, preview: "not asked", up: "allowed" });
  const { group: handler } = process();
  const secret = { secretInputs: ["name"], name: "codename", groups: 2 };
  const { id, outs, inputs } = of(kept, "admin");
  const old = { id, inputs: { ...inputs, ...secret }, outs: { ...outs, ...secret } };
  await previewReplacement(handler, old, { ...news(kept, "admin", { capabilities: [] }), ...secret });
  const { errors } = await handler.check({}, { ...group("new"), groups: 2 });
  expect(errors).toEqual([expect.stringContaining('Replacing group "[secret]"')]);
  expect(errors.join()).not.toContain("codename");
});

test.skipIf(speaksSchema)("a group that gives no such right and is not known yet does not hide a lockout", async () => {
  const { kept, process } = await scene({
    what: "",
    groups: { admin: rows[0]?.groups["admin"] ?? {} },
    preview: "not asked",
    up: "allowed",
  });
  const { group: handler } = process();
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  await previewReplacement(handler, of(kept, "admin"), { ...news(kept, "admin", { capabilities: [] }), groups: 2 });
  const { errors } = await handler.check({}, { ...group("new", { sourceId: unknown }), groups: 2 });
  expect(errors).toEqual([expect.stringMatching(/^Replacing group "admin".*would lock you out: you would lose/)]);
});

test("the lockout guard does not refuse at preview what is known only after up", async () => {
  const { kept, process } = await scene({
    what: "",
    groups: { admin: rows[0]?.groups["admin"] ?? {} },
    preview: "not asked",
    up: "allowed",
  });
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  await previewReplacement(process().group, of(kept, "admin"), news(kept, "admin", { sourceId: unknown }));
});

test("a list that lags does not hide the group from the guard", async () => {
  const row: Row = { what: "", groups: { admin: rows[0]?.groups["admin"] ?? {} }, preview: "not asked", up: "allowed" };
  const { iam, kept } = await scene(row);
  iam.listLagMs = 150;
  const { group: handler } = new ProviderProcess(iam, { times: { listLagMs: 1_000 } });
  const { id, outs } = of(kept, "admin");
  await expect(handler.delete(id, outs)).rejects.toMatchObject({ code: "LOCKOUT" });
});

test("a sourceId that comes back beside members holds nobody", async () => {
  const { iam, kept, process } = await scene({
    what: "",
    groups: { admin: { members: ["ops"], capabilities: rows[0]?.groups["admin"]?.capabilities ?? [] } },
    server: { returnSourceIdWithMembers: true },
    preview: "not asked",
    up: "allowed",
  });
  const sourceId = iam.state().groups.find(({ name }) => name === "admin")?.sourceId;
  const { members: _, ...rest } = of(kept, "admin").inputs;
  await expect(previewReplacement(process().group, of(kept, "admin"), { ...rest, sourceId })).rejects.toThrow(
    /would lock you out/,
  );
});

test("the lockout table in the docs is what the tests saw", async () => {
  const lines = rows.map(({ what, preview, up }) => [what, preview, up, "allowed"]);
  documented("lockout", ["What is done", "At preview", "At up", "With consent"], lines);
});
