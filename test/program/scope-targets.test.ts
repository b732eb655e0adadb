import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import * as iam from "../../src/index";
import type { LocalIam, LocalIamOptions } from "../../src/local/index";
import { start } from "../local/harness";
import { beginRun, callsOf, settled } from "./harness";

const many = (key: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ externalId: `${key}_${i}`, name: `${key} ${i}` }));

async function server(options: LocalIamOptions): Promise<LocalIam> {
  const local = await start(options);
  await beginRun(local.connection);
  return local;
}

const kinds = {
  dataSets: many("ds", 40),
  extractionPipelines: many("ep", 40),
  timeSeries: many("ts", 40),
  assets: many("as", 40),
  locationFilters: many("lf", 40),
};

test.each(["promise", "Output"])("200 lookups of a program are five requests (%s form)", async (form) => {
  const local = await server(kinds);
  const lookups = [
    [kinds.dataSets, iam.getDataSet, iam.getDataSetOutput],
    [kinds.extractionPipelines, iam.getExtractionPipeline, iam.getExtractionPipelineOutput],
    [kinds.timeSeries, iam.getTimeSeries, iam.getTimeSeriesOutput],
    [kinds.assets, iam.getAsset, iam.getAssetOutput],
    [kinds.locationFilters, iam.getLocationFilter, iam.getLocationFilterOutput],
  ] as const;
  const asked = lookups.flatMap(([things, get, getOutput]) =>
    things.map(({ externalId }) =>
      form === "promise" ? get({ externalId }) : settled(getOutput({ externalId })).then(({ value }) => value),
    ),
  );
  const found = await Promise.all(asked);
  expect(found.map(({ externalId }) => externalId)).toEqual(
    lookups.flatMap(([things]) => things.map(({ externalId }) => externalId)),
  );
  expect(callsOf(local).sort()).toEqual([
    "assets.byids",
    "dataSets.byids",
    "extractionPipelines.byids",
    "locationFilters.list",
    "timeSeries.byids",
  ]);
});

test("one thing that is asked for again, later and by many, is one request", async () => {
  const local = await server({ dataSets: many("ds", 2) });
  const first = await iam.getDataSet({ externalId: "ds_0" });
  const again = await Promise.all([
    iam.getDataSet({ externalId: "ds_0" }),
    iam.getDataSet({ externalId: "ds_1" }),
    iam.getDataSet({ externalId: "ds_1" }),
  ]);
  expect(again.map(({ externalId }) => externalId)).toEqual(["ds_0", "ds_1", "ds_1"]);
  expect(again[0]).toEqual(first);
  expect(again[0]).not.toBe(first);
  expect(local.requests.flatMap(({ body, operation }) => (operation === "dataSets.byids" ? [body] : []))).toEqual([
    { items: [{ externalId: "ds_0" }], ignoreUnknownIds: true },
    { items: [{ externalId: "ds_1" }], ignoreUnknownIds: true },
  ]);
});

test("one program asks each project for its own", async () => {
  const local = await server({ projects: ["dev", "prod"], dataSets: [{ externalId: "ds_pumps" }] });
  const projects = ["dev", "prod"];
  const found = await Promise.all(projects.map((project) => iam.getDataSet({ externalId: "ds_pumps", project })));
  expect(found.map(({ id }) => id)).toEqual(projects.map((project) => local.state(project).dataSets[0]?.id));
  expect(callsOf(local)).toEqual(["dataSets.byids", "dataSets.byids"]);
});

const none = "There is no";
const perhaps = "in project local-project, or you may not read it";

test.each<[string, () => Promise<unknown>, string, string[]]>([
  [
    "a data set, with the nearest",
    () => iam.getDataSet({ externalId: "ds_pump" }),
    `${none} data set with external ID "ds_pump" ${perhaps}; did you mean "ds_pumps" (ID 5)?`,
    ["dataSets.byids", "dataSets.list"],
  ],
  [
    "a data set that is asked for by its name",
    () => iam.getDataSet({ externalId: "All about pumps" }),
    `${none} data set with external ID "All about pumps" ${perhaps}; did you mean "ds_pumps" (ID 5)?`,
    ["dataSets.byids", "dataSets.list"],
  ],
  [
    "a data set that nothing is near to",
    () => iam.getDataSet({ externalId: "completely else" }),
    `${none} data set with external ID "completely else" ${perhaps}`,
    ["dataSets.byids", "dataSets.list"],
  ],
  [
    "a data set by id, without a list",
    () => iam.getDataSet({ id: 7 }),
    `${none} data set with ID 7 ${perhaps}`,
    ["dataSets.byids"],
  ],
  [
    "an extraction pipeline, with the nearest",
    () => iam.getExtractionPipeline({ externalId: "ep_historians" }),
    `${none} extraction pipeline with external ID "ep_historians" ${perhaps}; did you mean "ep_historian" (ID 6)?`,
    ["extractionPipelines.byids", "extractionPipelines.list"],
  ],
  [
    "a location filter, with the nearest",
    () => iam.getLocationFilter({ externalId: "lf_osl" }),
    `${none} location filter with external ID "lf_osl" ${perhaps}; did you mean "lf_oslo" (ID 8)?`,
    ["locationFilters.list"],
  ],
  [
    "a time series, with where to look",
    () => iam.getTimeSeries({ externalId: "ts" }),
    `${none} time series with external ID "ts" ${perhaps}. Compare it with the exact external ID that Fusion shows`,
    ["timeSeries.byids"],
  ],
  [
    "an asset, with where to look",
    () => iam.getAsset({ externalId: "as" }),
    `${none} asset with external ID "as" ${perhaps}. Compare it with the exact external ID that Fusion shows`,
    ["assets.byids"],
  ],
])("what is unknown is an error: %s", async (_, run, message, calls) => {
  const local = await server({
    dataSets: [{ id: 4 }, { id: 5, externalId: "ds_pumps", name: "All about pumps" }],
    extractionPipelines: [{ id: 6, externalId: "ep_historian" }],
    timeSeries: [],
    assets: [],
    locationFilters: [{ id: 8, externalId: "lf_oslo" }],
  });
  const error = await run().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(iam.NotFoundError);
  expect(error).toMatchObject({ code: "NOT_FOUND", __pulumiRunError: true });
  expect((error as Error).message).toBe(message);
  expect(callsOf(local)).toEqual(calls);
});

test("one that is unknown spoils no other, and many share one list of what is near", async () => {
  const local = await server({ dataSets: many("ds", 3) });
  const asked = ["ds_0", "dz_1", "ds_1", "dz_2"].map((externalId) => iam.getDataSet({ externalId }));
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected"]);
  expect(callsOf(local)).toEqual(["dataSets.byids", "dataSets.list"]);
});

test("a list that fails hides nothing: the error is of what is missing", async () => {
  const local = await server({ dataSets: many("ds", 1) });
  local.fail({ operation: "dataSets.list", status: 403 });
  await expect(iam.getDataSet({ externalId: "ds_" })).rejects.toThrow(`${none} data set with external ID "ds_"`);
});

test("what was unknown is asked for again by the next lookup, since it may have been made since", async () => {
  const local = await server({ dataSets: [] });
  await expect(iam.getDataSet({ externalId: "ds_new" })).rejects.toThrow(none);
  local.createScopeTarget("dataSets", { externalId: "ds_new" });
  expect(await iam.getDataSet({ externalId: "ds_new" })).toMatchObject({ externalId: "ds_new" });
});

test("a caller without the right is told both: what the call needs, and that there may be no such thing", async () => {
  const local = await start({
    dataSets: many("ds", 1),
    clients: [{ clientId: "c", clientSecret: "s", groups: ["src"] }],
    groups: [
      {
        name: "g",
        sourceId: "src",
        capabilities: [
          { groupsAcl: { actions: ["LIST"], scope: { all: {} } } },
          { projectsAcl: { actions: ["LIST"], scope: { all: {} } } },
        ],
      },
    ],
  });
  await beginRun(local.connection);
  const asked = ["ds_0", "ds_1"].map((externalId) => iam.getDataSet({ externalId }).catch((thrown) => thrown));
  const [error, other] = await Promise.all(asked);
  expect(error).toMatchObject({
    code: "ACCESS_DENIED",
    message: expect.stringMatching(
      /403 .*The call needs datasetsAcl:READ; the token has no datasetsAcl permissions .*\. The service may also answer like this if one of these does not exist: external ID "ds_0", external ID "ds_1"$/,
    ),
  });
  // Pulumi shows one error once.
  expect(other).toBe(error);
  await expect(iam.getDataSet({ externalId: "ds_2" })).rejects.toThrow(
    /\. The service may also answer like this if external ID "ds_2" does not exist$/,
  );
});

test.each<[object, string]>([
  [{}, "getDataSet takes exactly one of externalId and id; found none"],
  [{ externalId: "a", id: 1 }, "getDataSet takes exactly one of externalId and id; found externalId, id"],
  [{ name: "a" }, "getDataSet takes exactly one of externalId and id; found name"],
  [{ externalId: "" }, "getDataSet: externalId must be a non-empty string; found an empty string"],
  [{ externalId: 5 }, "getDataSet: externalId must be a non-empty string; found a number"],
  [{ id: "ds_pumps" }, 'getDataSet: id must be an integer of at least 1, unlike an externalId; found "ds_pumps"'],
  [{ id: 0 }, "getDataSet: id must be an integer of at least 1, unlike an externalId; found a number"],
  [{ externalId: pulumi.output("a") }, "externalId is an Output or a promise"],
])("getDataSet(%j) is refused", async (args, message) => {
  const local = await server({ dataSets: [] });
  await expect(iam.getDataSet(args as { externalId: string })).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
    message: expect.stringContaining(message),
  });
  expect(local.requests).toEqual([]);
});

test("the Output form waits for what it depends on, and then looks until it is there", async () => {
  const local = await start({ dataSets: [] });
  const made = async (type: string) => {
    if (type.endsWith(":Group")) setTimeout(() => local.createScopeTarget("dataSets", { externalId: "ds_late" }), 100);
    return {};
  };
  await beginRun(local.connection, { preview: true });
  const group = () => new iam.Group("g", { name: "g" });
  const unknown = await settled(iam.getDataSetOutput({ externalId: "ds_late" }, { dependsOn: group() }));
  expect(unknown).toMatchObject({ known: false });
  expect(local.requests).toEqual([]);
  await beginRun(local.connection, { made });
  const output = iam.getDataSetOutput({ externalId: pulumi.output("ds_late") }, { dependsOn: group() });
  expect(await settled(output.id)).toMatchObject({ value: expect.any(Number), known: true });
});

test("an external id that is a secret is in no error", async () => {
  await server({ dataSets: many("ds", 1) });
  const output = iam.getDataSetOutput({ externalId: pulumi.secret("hush-hush") });
  const error = await settled(output).catch((thrown: unknown) => thrown);
  expect(String(error)).toContain("There is no data set");
  expect(String(error)).not.toContain("hush");
});
