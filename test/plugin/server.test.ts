import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { describe, expect, test } from "vitest";
import { ownerOf } from "../../src/contract/marker";
import { type Json, scene, secret, startPlugin, unknown, urnOf } from "./harness";

const { ADD_REPLACE, DELETE_REPLACE, UPDATE_REPLACE, UPDATE } = rpc.PropertyDiff.Kind;
const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;

const all = { all: {} };
const assets = (...actions: string[]) => ({ assetsAcl: { actions, scope: all } });
const urn = urnOf("readers");
const readers = { name: "readers", sourceId: "a", capabilities: [assets("READ", "WRITE")], metadata: { team: "x" } };

describe("the settings", () => {
  test("all that is wrong with them is said at once, and no secret", async () => {
    const plugin = await startPlugin();
    const failures = await plugin.checkConfig({
      project: "a project",
      idp: "hunter-2",
      clientSecret: secret("hunter-2"),
      allowLockout: "perhaps",
    });
    const text = failures.join("\n");
    for (const word of ["project", "cluster", "idp", "clientId", "allowLockout"]) expect(text).toContain(word);
    expect(text).not.toContain("hunter-2");
  });

  test.each([
    ["a setting that there is not", { projcet: "p" }, ['there is no setting "projcet"']],
    ["settings that are known only after up", { project: unknown }, []],
    ["what Pulumi adds", { version: "1.2.3", pluginDownloadURL: "x" }, undefined],
  ])("%s", async (_, settings, failures) => {
    const { plugin, iam } = await scene();
    const found = await plugin.checkConfig({ ...(failures === undefined && iam.connection), ...settings });
    expect(found).toEqual((failures ?? []).map((text) => expect.stringContaining(text)));
  });

  test("a change of them replaces no provider", async () => {
    const plugin = await startPlugin();
    const olds = { project: "a", clientSecret: secret("x"), version: "1" };
    expect(await plugin.diffConfig(olds, { ...olds, version: "2" })).toMatchObject({ changes: DIFF_NONE });
    expect(await plugin.diffConfig(olds, { project: "b", clientSecret: secret("y") })).toEqual({
      changes: DIFF_SOME,
      replaces: [],
      paths: { project: UPDATE, clientSecret: UPDATE },
    });
  });
});

test("a check says all that is wrong, by path, and names no property whose value the engine would print", async () => {
  const { plugin } = await scene();
  const news = {
    name: "",
    capabilities: [{ assetAcl: { actions: ["READ"], scope: all } }],
    metadata: secret("s3cret"),
  };
  const { failures } = await plugin.check(urn, news);
  expect(failures).toEqual([
    "name: is empty: a group needs a name",
    expect.stringMatching(/^capabilities\[0\]: there is no ACL "assetAcl".*write unlisted: \{ "assetAcl": … \}$/),
    "metadata: must be an object of strings; found a string of 6 characters",
  ]);
});

test("an unchanged resource makes no call, whatever the order", async () => {
  const { plugin, calls, iam } = await scene();
  const old = await plugin.up(urn, readers);
  iam.requests.length = 0;
  const again = { ...readers, capabilities: [assets("WRITE", "READ")] };
  const { inputs } = await plugin.check(urn, again, old.inputs);
  expect(inputs).toEqual(old.inputs);
  expect(await plugin.diff(urn, old, inputs)).toEqual({ changes: DIFF_NONE, replaces: [], paths: {} });
  expect(calls()).toEqual([]);
});

test.each<[string, Json, string[], Record<string, number>]>([
  ["an action more", { capabilities: [assets("NEW", "WRITE", "READ")] }, ["capabilities"], {}],
  ["a value", { name: "others" }, ["name"], { name: UPDATE_REPLACE }],
  ["a property that goes", { sourceId: undefined }, ["sourceId"], { sourceId: DELETE_REPLACE }],
  ["a property that comes", { attributes: { token: { appIds: ["a"] } } }, ["attributes"], { attributes: ADD_REPLACE }],
  ["a key", { metadata: { team: "y" } }, ["metadata"], { "metadata.team": UPDATE_REPLACE }],
  [
    "a capability in front of another",
    { capabilities: [{ eventsAcl: { actions: ["READ"], scope: all } }, assets("WRITE", "READ")] },
    ["capabilities"],
    { "capabilities[1]": ADD_REPLACE },
  ],
  [
    "an action that goes, in another order",
    { capabilities: [assets("WRITE")] },
    ["capabilities"],
    { "capabilities[0].assetsAcl.actions[0]": UPDATE_REPLACE, "capabilities[0].assetsAcl.actions[1]": DELETE_REPLACE },
  ],
  ["the project that the connection is to", { project: "local-project" }, [], {}],
])("the diff of %s has its path", async (what, change, replaces, paths) => {
  const { plugin } = await scene();
  const old = await plugin.up(urn, readers);
  const news = Object.fromEntries(Object.entries({ ...readers, ...change }).filter(([, value]) => value !== undefined));
  const { inputs, failures } = await plugin.check(urn, news, old.inputs);
  if (what === "an action more") return expect(failures).toEqual([expect.stringContaining('no action "NEW"')]);
  const diff = await plugin.diff(urn, old, inputs);
  expect(diff).toMatchObject({ replaces, paths });
  const second = await plugin.check(urn, news);
  expect(second.inputs).toEqual(inputs);
});

test("a create in a preview writes nothing, and says what is known", async () => {
  const { plugin, calls } = await scene();
  const { id, state } = await plugin.create(urn, readers, true);
  expect([id, state]).toEqual(["", { ...readers, groupId: unknown, project: "local-project" }]);
  const session = await plugin.create(urnOf("s", "Session"), {}, true);
  expect(session.state).toMatchObject({ sessionId: unknown, nonce: secret(unknown) });
  expect(calls()).toEqual([]);
});

test("a created group carries the mark of its URN, and the state does not", async () => {
  const { plugin, iam } = await scene();
  const { state } = await plugin.up(urn, readers);
  const [group] = iam.state().groups.filter(({ name }) => name === "readers");
  expect(group?.metadata?.["pulumi"]).toMatch(new RegExp(`^${ownerOf(urn, "")}\\.[0-9a-f]{8}$`));
  expect(state).toEqual({ ...readers, groupId: group?.id, project: "local-project" });
});

test("members are a list, of which one element stands for every user account", async () => {
  const { plugin, iam } = await scene();
  const everybody = { name: "everybody", members: ["allUserAccounts"] };
  const old = await plugin.up(urn, everybody);
  expect(iam.state().groups.at(-1)?.members).toBe("allUserAccounts");
  expect(old.state).toMatchObject(everybody);
  expect(await plugin.diff(urn, old, everybody)).toMatchObject({ changes: DIFF_NONE });
  expect((await plugin.read(urn, old.id)).inputs).toEqual(everybody);
});

test("a read without a state is an import: inputs that declare the group as it is, what the catalogue lacks in `unlisted`", async () => {
  const { plugin, iam, calls } = await scene();
  const odd = { teleportAcl: { actions: ["BEAM"], scope: { ring: { ids: [1] } } } };
  const limited = { ...assets("READ"), projectUrlNames: { urlNames: ["local-project"] } };
  const { id } = iam.createGroup({
    name: "odd",
    members: ["a"],
    capabilities: [odd, limited],
    metadata: { pulumi: `${ownerOf(urn, "")}.01234567` },
  });
  const found = await plugin.read(urn, String(id));
  const capabilities = expect.arrayContaining([{ unlisted: odd }, limited]);
  expect(found.inputs).toEqual({ name: "odd", members: ["a"], capabilities });
  expect(found.state).toEqual({ ...found.inputs, groupId: id, project: "local-project" });
  const { inputs, failures } = await plugin.check(urn, found.inputs, found.inputs);
  expect(failures).toEqual([]);
  expect(await plugin.diff(urn, found, inputs)).toMatchObject({ changes: DIFF_NONE });
  expect(calls().every((operation) => operation === "groups.list")).toBe(true);
  expect(plugin.shown).toEqual([]);
});

test("an import of what is not there says so", async () => {
  const { plugin } = await scene();
  await expect(plugin.read(urn, "7")).rejects.toThrow(/^GET \/groups: there is no group with id 7|no group/i);
  await expect(plugin.read(urn, "x")).rejects.toThrow(/"x"/);
});

test("what is gone reads as nothing, once no list can lag", { timeout: 15_000 }, async () => {
  const { plugin, iam } = await scene();
  const old = await plugin.up(urn, readers);
  iam.deleteGroup(Number(old.id));
  expect(await plugin.read(urn, old.id, old.state, old.inputs)).toEqual({ id: "", state: {}, inputs: {} });
});

test("a delete deletes, and again is no error", async () => {
  const { plugin, iam } = await scene();
  const old = await plugin.up(urn, readers);
  await plugin.delete(urn, old);
  await plugin.delete(urn, old);
  expect(iam.state().groups.find(({ id }) => String(id) === old.id)?.isDeleted).toBe(true);
});

test("what is in another project is not touched", async () => {
  const { plugin, iam, calls } = await scene({ projects: ["local-project", "other"] });
  const old = await plugin.up(urn, readers);
  const other = await startPlugin();
  await other.configure({ ...iam.connection, project: "other" });
  iam.requests.length = 0;
  for (const call of [
    other.diff(urn, old, readers),
    other.read(urn, old.id, old.state, old.inputs),
    other.delete(urn, old),
  ])
    await expect(call).rejects.toThrow(/in the CDF project "local-project", but the connection is to "other"/);
  expect(calls()).toEqual([]);
});

test("a resource with a project of its own lives there", async () => {
  const { plugin, iam } = await scene({ projects: ["local-project", "other"] });
  const old = await plugin.up(urn, { ...readers, project: "other" });
  expect(iam.state("other").groups.map(({ name }) => name)).toContain("readers");
  const found = await plugin.read(urn, old.id, old.state, old.inputs);
  expect(found).toEqual(old);
  await plugin.delete(urn, old);
  expect(iam.state("other").groups.find(({ id }) => String(id) === old.id)?.isDeleted).toBe(true);
});

test("a secret stays one in inputs, state and what is read, and no error shows it", async () => {
  const { plugin, iam } = await scene();
  const news = { ...readers, name: secret("codename") };
  const old = await plugin.up(urn, news);
  expect(old.inputs["name"]).toEqual(secret("codename"));
  expect(old.state["name"]).toEqual(secret("codename"));
  const found = await plugin.read(urn, old.id, old.state, old.inputs);
  expect([found.state["name"], found.inputs["name"]]).toEqual([secret("codename"), secret("codename")]);
  iam.fail({ operation: "groups.create", status: 400, body: { error: { code: 400, message: "codename is bad" } } });
  const refused = plugin.create(urnOf("other"), news);
  await expect(refused).rejects.toThrow(/is bad/);
  await expect(refused).rejects.not.toThrow(/codename/);
});

test("a session's nonce and client secret are secrets, however they were declared", async () => {
  const { plugin, iam } = await scene();
  const { clientId, clientSecret } = iam.connection;
  const session = urnOf("job", "Session");
  const { inputs } = await plugin.check(session, { clientId, clientSecret });
  expect(inputs).toEqual({ clientId, clientSecret: secret(clientSecret) });
  const { state } = await plugin.create(session, inputs);
  expect(state).toMatchObject({ nonce: secret(expect.any(String)), sessionId: expect.any(Number) });
  expect(JSON.stringify({ ...state, nonce: "", clientSecret: "" })).not.toContain(clientSecret);
});

test("what is not known yet passes a check, and comes back as such", async () => {
  const { plugin, calls } = await scene();
  const news = { name: unknown, capabilities: [{ datasetsAcl: { actions: ["READ"], scope: { idScope: unknown } } }] };
  expect((await plugin.check(urn, news)).failures).toEqual([]);
  const { state } = await plugin.create(urn, news, true);
  expect(state["name"]).toBe(unknown);
  expect(calls()).toEqual([]);
});

test("a warning is shown beside its resource", async () => {
  const { plugin, iam } = await scene();
  const { id } = iam.createGroup({ name: "readers" });
  await plugin.up(urn, readers);
  await expect
    .poll(() => plugin.shown)
    .toEqual([
      {
        message: expect.stringMatching(
          `already exists; creating another\\. To manage the existing one, give the resource the option \`import: "${id}"\` \\(in Python \`import_\`\\)\\. If somebody created that group to edit this one, delete it after this run$`,
        ),
        urn,
      },
    ]);
});

test("after a cancel nothing more is written", async () => {
  const { plugin, calls } = await scene();
  const old = await plugin.up(urn, readers);
  await plugin.cancel();
  await expect(plugin.create(urnOf("other"), readers)).rejects.toThrow(/The run was cancelled/);
  await expect(plugin.delete(urn, old)).rejects.toThrow(/The run was cancelled/);
  expect(calls().filter((operation) => /create|delete/.test(operation))).toEqual(["groups.create"]);
});

test("an unknown type or function is refused by its name", async () => {
  const { plugin } = await scene();
  await expect(plugin.check(urnOf("x", "Grupo"), {})).rejects.toThrow(
    "There is no resource type cognite-iam:index:Grupo in this provider",
  );
  await expect(plugin.invoke("getGrupo")).rejects.toThrow(
    "There is no function cognite-iam:index:getGrupo in this provider",
  );
});
