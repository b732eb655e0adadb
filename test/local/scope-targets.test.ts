import { expect, test } from "vitest";
import type { LocalGroupSpec, LocalIamOptions } from "../../src/local/index";
import { call, items, start } from "./harness";

const FILTERS = "/apps/v1/projects/local-project/storage/config/locationfilters";

const one = (externalId: string, id: number, more: object = {}) => ({ id, externalId, name: externalId, ...more });

/** Two of each kind. */
const SEEDS: LocalIamOptions = {
  dataSets: [one("ds_a", 1), one("ds_b", 2)],
  extractionPipelines: [one("ep_a", 11, { dataSetId: 1 }), one("ep_b", 12, { dataSetId: 2 })],
  timeSeries: [one("ts_a", 21, { dataSetId: 1, rootId: 31 }), one("ts_b", 22)],
  assets: [one("as_a", 31), one("as_b", 32, { rootId: 31 })],
  locationFilters: [one("lf_a", 41), one("lf_b", 42)],
};

const kinds = [
  { path: "/datasets", acl: "datasetsAcl", operation: "dataSets", key: "ds", id: 1, lists: true },
  {
    path: "/extpipes",
    acl: "extractionPipelinesAcl",
    operation: "extractionPipelines",
    key: "ep",
    id: 11,
    lists: true,
  },
  { path: "/timeseries", acl: "timeSeriesAcl", operation: "timeSeries", key: "ts", id: 21, lists: false },
  { path: "/assets", acl: "assetsAcl", operation: "assets", key: "as", id: 31, lists: false },
  { path: FILTERS, acl: "locationFiltersAcl", operation: "locationFilters", key: "lf", id: 41, lists: true },
] as const;

/** A server whose only client is in a group with these capabilities. */
const having = (...capabilities: object[]) =>
  start({
    ...SEEDS,
    clients: [{ clientId: "c", clientSecret: "s", groups: ["src"] }],
    groups: [{ name: "g", sourceId: "src", capabilities } satisfies LocalGroupSpec],
  });
const acl = (name: string, scope: object, actions = ["READ"]) => ({ [name]: { actions, scope } });

test.each(kinds)("$operation by their ids and external ids, in the order asked for", async (kind) => {
  const iam = await start(SEEDS);
  const found = await items(
    call(iam, `POST ${kind.path}/byids`, { items: [{ externalId: `${kind.key}_b` }, { id: kind.id }] }),
  );
  expect(found.map(({ externalId }) => externalId)).toEqual([`${kind.key}_b`, `${kind.key}_a`]);
  expect(found[1]).toMatchObject({
    id: kind.id,
    name: `${kind.key}_a`,
    createdTime: expect.any(Number),
    lastUpdatedTime: expect.any(Number),
  });
  expect(iam.requests.at(-1)).toMatchObject({ operation: `${kind.operation}.byids`, project: "local-project" });
});

test.each(kinds)("$operation that are unknown are named, or left out when asked to", async ({ path, key, id }) => {
  const iam = await start(SEEDS);
  const wanted = [{ externalId: "x" }, { id }, { id: 99 }];
  expect(await call(iam, `POST ${path}/byids`, { items: wanted })).toMatchObject({
    status: 400,
    body: { error: { code: 400, missing: [{ externalId: "x" }, { id: 99 }] } },
  });
  const found = await items(call(iam, `POST ${path}/byids`, { items: wanted, ignoreUnknownIds: true }));
  expect(found.map(({ externalId }) => externalId)).toEqual([`${key}_a`]);
});

test.each(kinds)("$operation need $acl:READ", async ({ path, acl: name, lists }) => {
  const iam = await having(acl("groupsAcl", { all: {} }, ["LIST"]), acl(name, { all: {} }, ["WRITE"]));
  expect((await call(iam, `POST ${path}/byids`, { items: [{ id: 1 }] })).status).toBe(403);
  expect((await call(iam, `POST ${path}/list`, {})).status).toBe(lists ? 403 : 404);
});

test.each<[string, object, string, string[]]>([
  ["datasetsAcl", { idScope: { ids: [2] } }, "dataSets", ["ds_b"]],
  ["datasetsAcl", { idscope: { ids: ["1"] } }, "dataSets", ["ds_a"]],
  ["extractionPipelinesAcl", { idScope: { ids: [12] } }, "extractionPipelines", ["ep_b"]],
  ["extractionPipelinesAcl", { extractionPipelineScope: { ids: [11] } }, "extractionPipelines", ["ep_a"]],
  ["extractionPipelinesAcl", { datasetScope: { ids: [2] } }, "extractionPipelines", ["ep_b"]],
  ["timeSeriesAcl", { idscope: { ids: [22] } }, "timeSeries", ["ts_b"]],
  ["timeSeriesAcl", { datasetScope: { ids: [1] } }, "timeSeries", ["ts_a"]],
  ["timeSeriesAcl", { assetRootIdScope: { rootIds: [31] } }, "timeSeries", ["ts_a"]],
  ["assetsAcl", { assetRootIdScope: { rootIds: [31] } }, "assets", ["as_a", "as_b"]],
  ["locationFiltersAcl", { idScope: { ids: [42] } }, "locationFilters", ["lf_b"]],
])("%s with %j reaches no further", async (name, scope, operation, readable) => {
  const iam = await having(acl(name, scope));
  const kind = kinds.find((each) => each.operation === operation) ?? kinds[0];
  const wanted = [{ externalId: `${kind.key}_a` }, { externalId: `${kind.key}_b` }];
  const found = await items(call(iam, `POST ${kind.path}/byids`, { items: wanted, ignoreUnknownIds: true }));
  expect(found.map(({ externalId }) => externalId)).toEqual(readable);
  const missing = wanted.filter(({ externalId }) => !readable.includes(externalId));
  const strict = await call(iam, `POST ${kind.path}/byids`, { items: wanted });
  expect(strict.body.error?.missing).toEqual(missing.length > 0 ? missing : undefined);
  if (!kind.lists) return;
  const listed = await items(call(iam, `POST ${kind.path}/list`, {}));
  expect(listed.map(({ externalId }) => externalId)).toEqual(readable);
});

test.each<[string, unknown, object?]>([
  ["no items", {}],
  ["none", { items: [] }],
  ["more than 1,000", { items: Array.from({ length: 1001 }, (_, i) => ({ id: i + 1 })) }],
  ["a bare id", { items: [1] }],
  ["a string as an id", { items: [{ id: "1" }] }],
  ["an empty external id", { items: [{ externalId: "" }] }],
  ["both in one", { items: [{ id: 1, externalId: "ds_a" }] }],
  ["an id twice", { items: [{ id: 1 }, { id: 1 }] }, [{ id: 1 }]],
  ["an external id twice", { items: [{ externalId: "a" }, { externalId: "a" }] }, [{ externalId: "a" }]],
])("byids refuses %s", async (_, body, duplicated) => {
  const { status, body: answer } = await call(await start(SEEDS), "POST /datasets/byids", body);
  expect(status).toBe(400);
  expect(answer.error.duplicated).toEqual(duplicated);
});

test("a list comes in pages", async () => {
  const iam = await start({ dataSets: Array.from({ length: 1001 }, (_, i) => ({ externalId: `ds_${i}` })) });
  const first = await call(iam, "POST /datasets/list", { filter: {}, limit: 1000 });
  expect(first.body.items).toHaveLength(1000);
  const rest = await call(iam, "POST /datasets/list", { limit: 1000, cursor: first.body.nextCursor });
  expect(rest.body.items.map(({ externalId }: { externalId: string }) => externalId)).toEqual(["ds_1000"]);
  expect(rest.body).not.toHaveProperty("nextCursor");
  expect((await call(iam, "POST /datasets/list", {})).body.items).toHaveLength(100);
});

test.each([{ limit: 0 }, { limit: 1001 }, { limit: "5" }, { cursor: "x" }, { cursor: 1 }, { filter: { name: "a" } }])(
  "a list refuses %j",
  async (body) => {
    expect((await call(await start(SEEDS), "POST /datasets/list", body)).status).toBe(400);
  },
);

test("location filters are listed whole, below /apps/v1 alone, and their byids takes ids in two shapes", async () => {
  const iam = await start(SEEDS);
  expect(await items(call(iam, `POST ${FILTERS}/list`, { flat: true }))).toHaveLength(2);
  expect((await call(iam, `POST ${FILTERS}/list`, { limit: 10 })).status).toBe(400);
  expect((await call(iam, "POST /storage/config/locationfilters/list", {})).status).toBe(404);
  expect((await call(iam, "POST /apps/v1/projects/local-project/datasets/list", {})).status).toBe(404);
  expect(await items(call(iam, `POST ${FILTERS}/byids`, { ids: [42] }))).toMatchObject([{ externalId: "lf_b" }]);
  expect((await call(iam, `POST ${FILTERS}/byids`, { ids: ["lf_b"] })).status).toBe(400);
});

test("each project has ids of its own, and what is made on the running server is in one project", async () => {
  const iam = await start({ projects: ["dev", "prod"], dataSets: [{ externalId: "ds_pumps", name: "Pumps" }] });
  const [dev, prod] = ["dev", "prod"].map((project) => iam.state(project).dataSets[0]);
  expect(dev).toMatchObject({ externalId: "ds_pumps", name: "Pumps" });
  expect(dev?.id).not.toBe(prod?.id);
  iam.createScopeTarget("dataSets", { externalId: "ds_new", metadata: { a: "1" } }, "prod");
  const wanted = { items: [{ externalId: "ds_new" }] };
  expect(await items(call(iam, "POST /datasets/byids", wanted, { project: "prod" }))).toMatchObject([
    { metadata: { a: "1" } },
  ]);
  expect((await call(iam, "POST /datasets/byids", wanted, { project: "dev" })).status).toBe(400);
});

test.each<[string, LocalIamOptions, string]>([
  ["an external id twice", { dataSets: [{ externalId: "a" }, { externalId: "a" }] }, "a is given twice"],
  ["an id twice", { dataSets: [{ id: 5 }, { id: 5 }] }, "5 is given twice"],
  ["an id that is no id", { assets: [{ id: 0 }] }, "the ID 0 is not valid"],
  ["an id in two projects", { projects: ["a", "b"], timeSeries: [{ id: 5 }] }, "the ID 5 is not valid, or is in use"],
  ["an empty external id", { locationFilters: [{ externalId: "" }] }, "1 to 255 characters"],
])("a server does not start with %s", async (_, options, message) => {
  await expect(start(options)).rejects.toThrow(message);
});

test("the administrators may read what the server is given, even where that is nothing", async () => {
  const iam = await start({ dataSets: [] });
  expect((await call(iam, "POST /datasets/list", {})).body).toEqual({ items: [] });
  expect((await call(iam, "POST /extpipes/list", {})).status).toBe(403);
  iam.createScopeTarget("dataSets", { externalId: "a" });
  expect(() => iam.createScopeTarget("dataSets", { externalId: "a" })).toThrow("a is given twice");
  expect(await items(call(iam, "POST /datasets/list", {}))).toHaveLength(1);
});
