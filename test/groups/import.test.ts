import { beforeEach, describe, expect, test } from "vitest";
import { IamClient } from "../../src/client/client";
import { type Connection, resolveConnection } from "../../src/connection/resolve";
import { groupHandler } from "../../src/groups/handler";
import type { Context, Handler, Props } from "../../src/lifecycle/handler";
import type { LocalIam } from "../../src/local/index";
import { securityCategoryHandler } from "../../src/security-categories/handler";
import { unknownValue } from "../../src/validation/unknown";
import { programWording } from "../../src/validation/wording";
import { start } from "../local/harness";
import { can, inTables } from "../support/capability";

const read = can("assetsAcl", ["READ"]);
const write = can("assetsAcl", ["WRITE"]);
const ownerOf = (name: string) => `project/dev/${name}#0123456789ab`;

let iam: LocalIam;
let warnings: string[];

beforeEach(async () => {
  iam = await start();
  warnings = [];
});

/** A provider process, as far as a handler can tell. */
function contextOf(settings: Partial<Connection> = {}): Context {
  const connection = { ...resolveConnection({ args: iam.connection, environment: {} }), ...settings };
  const client = new IamClient(connection);
  return {
    connection: () => connection,
    client: () => client,
    warn: (message) => void warnings.push(message),
    wording: programWording,
    times: { listLagMs: 0, pollMs: 1, reconcileMs: 0, nonceMs: 0 },
  };
}

const groups = (settings?: Partial<Connection>): Handler => groupHandler(contextOf(settings));
const categories = (): Handler => securityCategoryHandler(contextOf());
const writes = () => iam.requests.filter(({ operation }) => /\.(create|delete)$/.test(String(operation)));
const alive = () => iam.state().groups.filter((group) => !group.isDeleted && group.name !== "cdf-administrators");

/** What a new resource goes through; the errors of its check, or what stands. */
async function add(handler: Handler, inputs: Props) {
  const { inputs: checked, errors } = await handler.check({}, inputs);
  return errors.length > 0 ? { errors } : { errors, ...(await handler.create(checked)) };
}

const imported = (id: number) => `Group "readers": imports group ${id} unchanged`;

describe("an imported group that is as declared", () => {
  const declared = { name: "readers", sourceId: "idp", capabilities: [read, write], metadata: { a: "1" } };
  const inputs = (id: number, more: Props = {}) => ({
    ...declared,
    owner: ownerOf("readers"),
    importId: String(id),
    ...more,
  });

  test("is taken over under its own id, without a write, with a list once", async () => {
    const { id } = iam.createGroup(declared);
    const taken = await add(groups(), inputs(id));
    expect(taken).toMatchObject({ errors: [], id: String(id), outs: { ...declared, groupId: id } });
    expect(taken).not.toHaveProperty("outs.importId");
    expect(iam.requests.map(({ operation }) => operation)).toEqual(["token", "groups.list"]);
    expect(warnings).toEqual([imported(id)]);
  });

  test("is unchanged with the option left in, and replaced like any other by a later change", async () => {
    const { id } = iam.createGroup(declared);
    const { outs } = (await add(groups(), inputs(id))) as { outs: Props };
    const later = groups();
    expect((await later.check(inputs(id), inputs(id))).errors).toEqual([]);
    expect(await later.diff(String(id), outs, inputs(id))).toEqual([]);

    const changed = inputs(id, { capabilities: [read] });
    const next = groups();
    await next.check(inputs(id), changed);
    expect(await next.diff(String(id), outs, changed)).toEqual(["capabilities"]);
    const replacement = await add(next, changed);
    await next.delete(String(id), outs);
    expect(alive()).toMatchObject([{ id: Number((replacement as { id: string }).id), capabilities: [read] }]);
    expect(alive()[0]?.id).not.toBe(id);
  });

  test("stays in a forced replacement, whichever of create and delete comes first", async () => {
    const { id } = iam.createGroup(declared);
    const { outs } = (await add(groups(), inputs(id))) as { outs: Props };
    const createFirst = groups();
    expect(await add(createFirst, inputs(id))).toMatchObject({ id: String(id) });
    await createFirst.delete(String(id), outs);
    const deleteFirst = groups();
    await deleteFirst.check({}, inputs(id));
    await deleteFirst.delete(String(id), outs);
    expect(await deleteFirst.create(inputs(id))).toMatchObject({ id: String(id) });
    expect(alive().map((group) => group.id)).toEqual([id]);
    expect(writes()).toEqual([]);
    const kept = `Group "readers": group ${id} was imported unchanged, so it was kept, not deleted`;
    expect(warnings).toEqual([imported(id), imported(id), kept, imported(id), kept]);
  });

  test("stays when a killed run has left its forced replacement half done, the option in or out", async () => {
    const { id } = iam.createGroup(declared);
    const { outs } = (await add(groups(), inputs(id))) as { outs: Props };
    for (const now of [inputs(id), { ...declared, owner: ownerOf("readers") }]) {
      const next = groups();
      await next.check(inputs(id), now);
      await next.diff(String(id), outs, now);
      // The old one, which the state still has as to be deleted.
      await next.delete(String(id), outs);
    }
    expect(alive().map((group) => group.id)).toEqual([id]);
  });

  test("is replaced when it is forced to after a change has replaced what was imported", async () => {
    const { id } = iam.createGroup(declared);
    const { outs } = (await add(groups(), inputs(id))) as { outs: Props };
    const changed = inputs(id, { capabilities: [read] });
    const next = groups();
    await next.check(inputs(id), changed);
    await next.diff(String(id), outs, changed);
    const second = (await add(next, changed)) as { id: string; outs: Props };
    await next.delete(String(id), outs);

    const forced = groups();
    const third = (await add(forced, changed)) as { id: string; errors: string[] };
    expect(third.errors).toEqual([]);
    await forced.delete(second.id, second.outs);
    expect(alive().map((group) => String(group.id))).toEqual([third.id]);
  });

  test("is replaced in the run whose refresh had found it unchanged", async () => {
    const { id } = iam.createGroup(declared);
    const { outs } = (await add(groups(), inputs(id))) as { outs: Props };
    const changed = inputs(id, { capabilities: [read] });
    const run = groups();
    await run.read(String(id), outs);
    await run.diff(String(id), outs, inputs(id));
    await run.check(inputs(id), changed);
    await run.diff(String(id), outs, changed);
    const made = (await add(run, changed)) as { id: string };
    await run.delete(String(id), outs);
    expect(alive().map((group) => String(group.id))).toEqual([made.id]);
  });

  test("is deleted when its resource goes, and stays when another resource has imported it", async () => {
    const { id } = iam.createGroup(declared);
    const { outs } = (await add(groups(), inputs(id))) as { outs: Props };
    const renamed = groups();
    expect(await add(renamed, inputs(id, { owner: ownerOf("new-name") }))).toMatchObject({ id: String(id) });
    await renamed.delete(String(id), outs);
    expect(alive()).toHaveLength(1);
    await groups().delete(String(id), outs);
    expect(alive()).toEqual([]);
  });

  test("is created in its place when a refresh of the same run finds that it is gone, the option left in", async () => {
    const { id } = iam.createGroup(declared);
    const { outs } = (await add(groups(), inputs(id))) as { outs: Props };
    iam.deleteGroup(id);
    const refreshed = groups();
    expect(await refreshed.read(String(id), outs)).toBeUndefined();
    const created = await add(refreshed, inputs(id));
    expect(created).toMatchObject({ errors: [], outs: { name: "readers" } });
    expect(alive().map((group) => String(group.id))).toEqual([(created as { id: string }).id]);
    expect(created).not.toMatchObject({ id: String(id) });
  });

  test("of another owner is taken over with one warning", async () => {
    const { id } = iam.createGroup({ ...declared, metadata: { a: "1", pulumi: "other/prod/readers#ffffffffffff" } });
    expect(await add(groups(), inputs(id))).toMatchObject({ id: String(id) });
    expect(warnings).toEqual([
      imported(id),
      `Group "readers": group ${id} has the owner marker of other/prod/readers#ffffffffffff, so two stacks would now manage it. Remove it from one of them`,
    ]);
  });
});

describe("the import of a group", () => {
  test("is refused when it is not as declared, with each difference and the arguments that match", async () => {
    const { id } = iam.createGroup({
      name: 'say "hi" `\u0024{x}`',
      members: ["ann", "bob"],
      capabilities: [read, can("brandNewAcl", ["RUN"]), can("rawAcl", ["READ"], inTables({ db: {} }))],
      metadata: { team: "ops", __proto__x: "1", "a b": "2" },
      attributes: { token: { appIds: ["app"] } },
    });
    const { errors } = await groups().check(
      {},
      {
        name: "readers",
        sourceId: "idp",
        capabilities: [read, write],
        metadata: { team: "data", gone: "x" },
        owner: ownerOf("readers"),
        importId: String(id),
      },
    );
    expect(errors).toEqual([
      [
        `import: group ${id} does not match its declaration, so it was not imported:`,
        '  name: declared "readers", found "say \\"hi\\" `\u0024{x}`"',
        '  sourceId: declared "idp", found nothing',
        "  members:",
        '    found, not declared: "bob"',
        '    found, not declared: "ann"',
        "  capabilities:",
        '    declared, not found: {"assetsAcl":{"actions":["WRITE"],"scope":{"all":{}}}}',
        '    found, not declared: {"rawAcl":{"actions":["READ"],"scope":{"tableScope":{"dbsToTables":{"db":{"tables":[]}}}}}}',
        '    found, not declared: {"brandNewAcl":{"actions":["RUN"],"scope":{"all":{}}}}',
        "  metadata:",
        '    "team": declared "data", found "ops"',
        '    "gone": declared "x", found nothing',
        '    "a b": declared nothing, found "2"',
        '    "__proto__x": declared nothing, found "1"',
        '  attributes: declared nothing, found {"token":{"appIds":["app"]}}',
        "Arguments that match it (remove sourceId):",
        "  name: 'say \"hi\" `\u0024{x}`',",
        '  members: ["bob", "ann"],',
        "  capabilities: [",
        '    { rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { db: {} } } } } },',
        '    iam.unlisted({ brandNewAcl: { actions: ["RUN"], scope: { all: {} } } }),',
        '    { assetsAcl: { actions: ["READ"], scope: { all: {} } } },',
        "  ],",
        '  metadata: { "a b": "2", __proto__x: "1", team: "ops" },',
        '  attributes: { token: { appIds: ["app"] } },',
        "If the resource is already in the state, the group has changed since: remove the option `import`.",
      ].join("\n"),
    ]);
    expect(writes()).toEqual([]);
  });

  test("finds a wrong id beside one that is not known yet at preview, with all else that differs", async () => {
    const category = (...ids: unknown[]) => can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids } });
    const { id } = iam.createGroup({
      name: "g",
      sourceId: "idp",
      capabilities: [read, category(5, 8)],
      metadata: { a: "1", b: "2" },
    });
    const inputs = { name: unknownValue, sourceId: "other", importId: String(id), owner: ownerOf("g") };
    const declared = {
      ...inputs,
      capabilities: [category(unknownValue, 7), read],
      metadata: { a: unknownValue, b: "3" },
    };
    const { errors } = await groups().check({}, declared);
    const [text = ""] = errors;
    expect(text.replace("[8,5]", "[5,8]").split("\nArguments", 1)[0]?.split("\n")).toEqual([
      `import: group ${id} does not match its declaration, so it was not imported:`,
      '  sourceId: declared "other", found "idp"',
      "  capabilities:",
      '    declared, not found: {"securityCategoriesAcl":{"actions":["MEMBEROF"],"scope":{"idscope":{"ids":["(known after up)",7]}}}}',
      '    found, not declared: {"securityCategoriesAcl":{"actions":["MEMBEROF"],"scope":{"idscope":{"ids":[5,8]}}}}',
      "  metadata:",
      '    "b": declared "3", found "2"',
    ]);
    const right = {
      sourceId: "idp",
      capabilities: [category(unknownValue, 8), read],
      metadata: { a: unknownValue, b: "2" },
    };
    expect((await groups().check({}, { ...inputs, ...right })).errors).toEqual([]);
  });

  test("shows neither value of an argument that is declared as a secret", async () => {
    const { id } = iam.createGroup({ name: "g", sourceId: "found-hush", metadata: { key: "found-hush" } });
    const inputs = { name: "g", sourceId: "declared-hush", metadata: { key: "declared-hush" }, importId: String(id) };
    const { errors } = await groups().check({}, { ...inputs, secretInputs: ["sourceId", "metadata"] });
    expect(errors).toEqual([
      `import: group ${id} does not match its declaration, so it was not imported:
  sourceId: differs (declared as a secret, so neither value is shown)
  metadata: differs (declared as a secret, so neither value is shown)
If the resource is already in the state, the group has changed since: remove the option \`import\`.`,
    ]);
  });

  test.for([["0"], ["abc"], ["1.5"], [""], ["9007199254740993"]])("is refused for the id %j", async ([importId]) => {
    const { errors } = await groups().check({}, { name: "g", importId });
    expect(errors).toEqual([`import: must be an ID, an integer of at least 1 as a string; found "${importId}"`]);
    expect(iam.requests).toEqual([]);
  });

  test("is refused for an id that does not exist, at preview and at up", async () => {
    const handler = groups();
    const inputs = { name: "g", owner: ownerOf("g"), importId: "12345" };
    const text = "import: there is no group with ID 12345. To create a new group, remove the option `import`";
    expect((await handler.check({}, inputs)).errors).toEqual([text]);
    await expect(handler.create(inputs)).rejects.toThrow(text);
    expect(writes()).toEqual([]);
  });

  test("is refused where another resource of the run manages or imports it, whichever comes first", async () => {
    const { id } = iam.createGroup({ name: "g" });
    const [a, b] = ["a", "b"].map((name) => ({ name: "g", owner: ownerOf(name), importId: String(id) }));
    const outs = { name: "g", owner: ownerOf("a"), groupId: id, project: "local-project" };
    const [text, advice] = [
      `import: group ${id} is already managed in this stack, as Group "a"`,
      ". Keep one of the two resources",
    ];

    const twoImports = groups();
    expect((await twoImports.check({}, a as Props)).errors).toEqual([]);
    expect((await twoImports.check({}, b as Props)).errors).toEqual([text + advice]);

    const managedFirst = groups();
    await managedFirst.check(outs, outs);
    await managedFirst.diff(String(id), outs, outs);
    expect((await managedFirst.check({}, b as Props)).errors).toEqual([text + advice]);

    const importFirst = groups();
    expect((await importFirst.check({}, b as Props)).errors).toEqual([]);
    await importFirst.check(outs, outs);
    await expect(importFirst.diff(String(id), outs, outs)).rejects.toThrow(
      `${text}, and Group "b" imports it too${advice}`,
    );
  });

  test("counts unknown values as equal, and compares the known ones", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const { id } = iam.createGroup({ name: "g", metadata: { a: "1" } });
    const inputs = { name: "g", metadata: { a: unknown }, owner: ownerOf("g"), importId: String(id) };
    expect((await groups().check({}, inputs)).errors).toEqual([]);
    expect((await groups().check({}, { ...inputs, name: "h" })).errors).toEqual([
      expect.stringContaining('\n  name: declared "h", found "g"\nArguments that match it:\n  name: "g",\n'),
    ]);
  });

  test("says to take the option out on a forced replacement of what has been replaced, without the owner's mark", async () => {
    const { errors } = await groups({ ownerMetadata: false }).check(
      {},
      { name: "g", owner: ownerOf("g"), importId: "77" },
    );
    expect(errors).toEqual(["import: there is no group with ID 77. To create a new group, remove the option `import`"]);
  });
});

describe("an imported security category", () => {
  const inputs = (id: number, name = "secret") => ({ name, owner: ownerOf("secret"), importId: String(id) });

  test("is taken over, and stays in a forced replacement", async () => {
    const { id } = iam.createSecurityCategory("secret");
    const { outs } = (await add(categories(), inputs(id))) as { outs: Props };
    expect(outs).toMatchObject({ categoryId: id, name: "secret" });
    const forced = categories();
    expect(await add(forced, inputs(id))).toMatchObject({ id: String(id) });
    await forced.delete(String(id), outs);
    expect(iam.state().securityCategories).toEqual([{ id, name: "secret" }]);
    expect(writes()).toEqual([]);
  });

  test("is refused when it has another name, is not there, or is managed already", async () => {
    const { id } = iam.createSecurityCategory("secret");
    expect((await categories().check({}, inputs(id, "other"))).errors).toEqual([
      `import: security category ${id} does not match its declaration, so it was not imported:\n  name: declared "other", found "secret"`,
    ]);
    expect((await categories().check({}, { ...inputs(id, "hush"), secretInputs: ["name"] })).errors).toEqual([
      `import: security category ${id} does not match its declaration, so it was not imported:\n  name: differs (declared as a secret, so neither value is shown)`,
    ]);
    expect((await categories().check({}, inputs(5))).errors).toEqual([
      "import: there is no security category with ID 5. To create a new security category, remove the option `import`",
    ]);
    const handler = categories();
    await handler.check({}, inputs(id));
    expect((await handler.check({}, { ...inputs(id), owner: ownerOf("twin") })).errors).toEqual([
      `import: security category ${id} is already managed in this stack, as SecurityCategory "secret". Keep one of the two resources`,
    ]);
  });
});
