import { expect, test } from "vitest";
import { call, start } from "./harness";

const acl = (value: unknown) => ({ name: "a", capabilities: [{ assetsAcl: value }] });
const scope = (value: unknown) => acl({ actions: ["READ"], scope: value });
const strings = (count: number) => Array.from({ length: count }, (_, n) => `s${n}`);
const pairs = (count: number, value = "v") => Object.fromEntries(strings(count).map((key) => [key, value]));

test.each([
  ["a name of 255 characters", { name: "n".repeat(255) }],
  ["100 members", { name: "a", members: strings(100) }],
  ["an empty sourceId", { name: "a", sourceId: "" }],
  ["16 pairs of metadata", { name: "a", metadata: pairs(16) }],
  ["a key of 32 bytes and a value of 512", { name: "a", metadata: { ["k".repeat(32)]: "v".repeat(512) } }],
  [
    "metadata of 4,096 bytes",
    { name: "a", metadata: Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((n) => [`key${n}`, "v".repeat(508)])) },
  ],
  [
    "255 appIds of 255 characters",
    { name: "a", attributes: { token: { appIds: strings(255).map((id) => id.padEnd(255, "x")) } } },
  ],
  ["appIds of null", { name: "a", attributes: { token: { appIds: null } } }],
  ["attributes without token", { name: "a", attributes: {} }],
  ["the largest id", scope({ datasetScope: { ids: [9007199254740991] } })],
  ["an empty list of ids", scope({ datasetScope: { ids: [] } })],
])("the local server accepts a group with %s", async (_, spec) => {
  const iam = await start();
  expect(await call(iam, "POST /groups", { items: [spec] })).toMatchObject({ status: 201 });
});

test.each([
  ["a name of 256 characters", { name: "n".repeat(256) }],
  ["an empty name", { name: "" }],
  ["a name that is a number", { name: 5 }],
  ["a name of null", { name: null }],
  ["a sourceId that is a number", { name: "a", sourceId: 5 }],
  ["a sourceId of null", { name: "a", sourceId: null }],
  ["101 members", { name: "a", members: strings(101) }],
  ["members of null", { name: "a", members: null }],
  ["members of another word", { name: "a", members: "everybody" }],
  ["a member that is no string", { name: "a", members: [1] }],
  ["members and sourceId", { name: "a", members: ["m"], sourceId: "s" }],
  ["members and an empty sourceId", { name: "a", members: ["m"], sourceId: "" }],
  ["17 pairs of metadata", { name: "a", metadata: pairs(17) }],
  ["a key of 33 bytes in 17 characters", { name: "a", metadata: { [`${"é".repeat(16)}k`]: "v" } }],
  ["a value of 513 bytes in 257 characters", { name: "a", metadata: { k: `${"é".repeat(256)}v` } }],
  [
    "metadata of 4,097 bytes",
    {
      name: "a",
      metadata: {
        ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((n) => [`key${n}`, "v".repeat(508)])),
        key99: "v".repeat(508),
      },
    },
  ],
  ["metadata that is a number", { name: "a", metadata: { k: 5 } }],
  ["metadata of null", { name: "a", metadata: null }],
  ["a list as metadata", { name: "a", metadata: [] }],
  ["no appIds in the list", { name: "a", attributes: { token: { appIds: [] } } }],
  ["256 appIds", { name: "a", attributes: { token: { appIds: strings(256) } } }],
  ["an appId of 256 characters", { name: "a", attributes: { token: { appIds: ["x".repeat(256)] } } }],
  ["attributes of null", { name: "a", attributes: null }],
  ["a token of null", { name: "a", attributes: { token: null } }],
  ["capabilities of null", { name: "a", capabilities: null }],
  ["capabilities that are no list", { name: "a", capabilities: {} }],
  ["a capability of null", { name: "a", capabilities: [null] }],
  ["a capability without an ACL", { name: "a", capabilities: [{}] }],
  ["only projectUrlNames", { name: "a", capabilities: [{ projectUrlNames: { urlNames: [] } }] }],
  ["projectUrlNames of the wrong shape", { name: "a", capabilities: [{ ...acl({}), projectUrlNames: ["a"] }] }],
  [
    "two ACLs in one capability",
    {
      name: "a",
      capabilities: [{ aAcl: { actions: ["A"], scope: { all: {} } }, bAcl: { actions: ["A"], scope: { all: {} } } }],
    },
  ],
  ["an ACL of null", acl(null)],
  ["no action in the list", acl({ actions: [], scope: { all: {} } })],
  ["actions that are no list", acl({ actions: "READ", scope: { all: {} } })],
  ["an action that is no string", acl({ actions: [1], scope: { all: {} } })],
  ["an empty scope", scope({})],
  ["a scope of null", scope(null)],
  ["two scopes", scope({ all: {}, datasetScope: { ids: [1] } })],
  ["a scope that is no object", scope({ all: true })],
  ["ids that are no list", scope({ datasetScope: { ids: 1 } })],
  ["an id of 0", scope({ datasetScope: { ids: [0] } })],
  ["an id that is too large", scope({ datasetScope: { ids: [9007199254740992] } })],
  ["an id that is a word", scope({ idscope: { ids: ["x"] } })],
  ["a space that is a number", scope({ spaceIdScope: { spaceIds: [1] } })],
  ["RAW tables in the flat form", scope({ tableScope: { dbsToTables: { db: ["table"] } } })],
  ["RAW tables of null", scope({ tableScope: { dbsToTables: { db: { tables: null } } } })],
  ["a group that is no object", "a"],
])("the local server refuses a group with %s, and creates nothing", async (_, spec) => {
  const iam = await start();
  const refused = await call(iam, "POST /groups", { items: [{ name: "fine" }, spec] });
  expect(refused.status).toBe(400);
  expect(refused.body).toEqual({ error: { code: 400, message: expect.any(String) } });
  expect(iam.state().groups).toHaveLength(1);
});

test.each([
  ["the name", { items: [{ name: "a" }, {}] }, ["items[1].name"]],
  ["items", {}, ["items"]],
  [
    "actions and scope",
    { items: [acl({})] },
    ["items[0].capabilities[0].assetsAcl.actions", "items[0].capabilities[0].assetsAcl.scope"],
  ],
  ["ids", { items: [scope({ datasetScope: {} })] }, ["items[0].capabilities[0].assetsAcl.scope.datasetScope.ids"]],
])("a missing field has a shape of its own, without `error` around it: %s", async (_, body, names) => {
  const iam = await start();
  const refused = await call(iam, "POST /groups", body);
  expect(refused.status).toBe(400);
  expect(refused.body).toEqual({
    code: 400,
    message: expect.any(String),
    missingFields: names.map((name) => ({ name })),
  });
});

test.each([
  ["no items", { items: [] }],
  ["1,001 items", { items: strings(1001).map((name) => ({ name })) }],
  ["items that are no list", { items: {} }],
  ["items of null", { items: null }],
  ["a list", []],
])("the local server refuses to create groups for %s", async (_, body) => {
  const iam = await start({ groupQuota: 5000 });
  expect((await call(iam, "POST /groups", body)).body.error).toMatchObject({ code: 400 });
});

test("the local server names all that is wrong with a group at once", async () => {
  const iam = await start();
  const { body } = await call(iam, "POST /groups", { items: [{ name: 5, metadata: [] }] });
  expect(body.error.message).toMatch(/2 constraint violations.*items\[0\]\.name.*items\[0\]\.metadata/);
});

test.each(["assetsAcl", "relationshipsAcl"])(
  "the local server refuses %s in a project for data modeling only",
  async (key) => {
    const spec = { name: "a", capabilities: [{ [key]: { actions: ["READ"], scope: { all: {} } } }] };
    const { body } = await call(await start({ dataModelingOnly: true }), "POST /groups", { items: [spec] });
    expect(body.error).toMatchObject({ code: 400, message: expect.stringContaining(`${key} is not allowed`) });
    expect((await call(await start(), "POST /groups", { items: [spec] })).status).toBe(201);
  },
);
