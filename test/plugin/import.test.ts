import { expect, test } from "vitest";
import { type Json, scene, secret, unknown, urnOf } from "./harness";

const all = { all: {} };
const urn = urnOf("readers");
const live = {
  name: "readers",
  sourceId: "a",
  capabilities: [{ assetsAcl: { actions: ["READ"], scope: all } }],
};

/** What the engine's option `import` calls: a read without a state, then a check with what was read. */
async function imported(
  news: Json,
  spec: object = live,
): Promise<{ failures: string[]; shown: string[]; calls: string[] }> {
  const { plugin, iam, calls } = await scene();
  const { id } = iam.createGroup({ name: "readers", ...spec });
  const read = await plugin.read(urn, String(id));
  const { failures } = await plugin.check(urn, news, read.inputs);
  return {
    failures: failures.map((text) => text.replaceAll(String(id), "<id>")),
    shown: plugin.shown.map(({ message }) => message),
    calls: calls(),
  };
}

test.each<[string, Json]>([
  ["as it is", live],
  [
    "in another order",
    { capabilities: [{ assetsAcl: { scope: all, actions: ["READ"] } }], sourceId: "a", name: "readers" },
  ],
  ["with what is not known yet", { ...live, name: unknown, sourceId: unknown }],
  ["with a secret", { ...live, name: secret("readers") }],
])("a group that is declared %s is imported, by one list", async (_, news) => {
  expect(await imported(news)).toMatchObject({ failures: [], calls: ["groups.list"] });
});

test("a group that is not as declared is refused, with each difference and what would match it in the words of the schema", async () => {
  const odd = { newAcl: { actions: ["FLY"], scope: all } };
  const spec = { sourceId: undefined, members: "allUserAccounts" as const, capabilities: [...live.capabilities, odd] };
  const { failures } = await imported({ ...live, metadata: { team: "x" } }, spec);
  expect(failures).toEqual([
    `import: group <id> does not match its declaration, so it was not imported:
  sourceId: declared "a", found nothing
  members: declared nothing, found "allUserAccounts"
  capabilities:
    found, not declared: {"newAcl":{"actions":["FLY"],"scope":{"all":{}}}}
  metadata:
    "team": declared "x", found nothing
Arguments that match it (remove sourceId, metadata):
  members: ["allUserAccounts"]
  capabilities: [{"unlisted":{"newAcl":{"actions":["FLY"],"scope":{"all":{}}}}},{"assetsAcl":{"actions":["READ"],"scope":{"all":{}}}}]`,
  ]);
});

test("neither value of what is declared as a secret is shown", async () => {
  const { failures } = await imported({ ...live, name: secret("codename-one") }, { ...live, name: "codename-two" });
  expect(failures).toEqual([
    expect.stringContaining("name: differs (declared as a secret, so neither value is shown)"),
  ]);
  expect(failures.join()).not.toContain("codename");
});

test("a group that another door has marked is imported with one warning, and compared without any", async () => {
  const { plugin, iam } = await scene();
  const { id } = iam.createGroup({ ...live, metadata: { pulumi: "other/dev/readers#0123456789ab.01234567" } });
  const read = await plugin.read(urn, String(id));
  await plugin.check(urn, live, read.inputs);
  await expect
    .poll(() => plugin.shown.map(({ message }) => message))
    .toEqual([
      `Group "readers": group ${id} has the owner marker of other/dev/readers#0123456789ab.01234567, so two stacks would now manage it. Remove it from one of them`,
    ]);
  const later = await plugin.read(urn, read.id, read.state, read.inputs);
  expect(later).toEqual(read);
  expect(plugin.shown).toHaveLength(1);
});

test("what two resources import is refused for the second", async () => {
  const { plugin, iam } = await scene();
  const { id } = iam.createGroup(live);
  for (const [name, errors] of [
    ["one", 0],
    ["two", 1],
  ] as const) {
    const read = await plugin.read(urnOf(name), String(id));
    expect((await plugin.check(urnOf(name), live, read.inputs)).failures).toHaveLength(errors);
  }
});

test("an id is looked for in the connection's project alone", async () => {
  const { plugin, iam } = await scene({ projects: ["local-project", "other"] });
  const { id } = iam.createGroup(live);
  const read = await plugin.read(urn, String(id));
  const { failures } = await plugin.check(urn, { ...live, project: "other" }, read.inputs);
  expect(failures).toEqual([expect.stringMatching(/^import: IDs are looked up only in the project of the connection/)]);
});

test("a category of another name, and any session, are refused", async () => {
  const { plugin, iam } = await scene();
  const { id } = iam.createSecurityCategory("top-secret");
  const category = urnOf("c", "SecurityCategory");
  const read = await plugin.read(category, String(id));
  expect((await plugin.check(category, { name: "top-secret" }, read.inputs)).failures).toEqual([]);
  expect((await plugin.check(category, { name: "secret" }, read.inputs)).failures).toEqual([
    expect.stringContaining('name: declared "secret", found "top-secret"'),
  ]);
  const session = await plugin.up(urnOf("s", "Session"), {});
  const found = await plugin.read(urnOf("t", "Session"), session.id);
  expect((await plugin.check(urnOf("t", "Session"), {}, found.inputs)).failures).toEqual([
    "import: is not supported for sessions: a nonce is returned only once",
  ]);
});
