import { describe, expect, test } from "vitest";
import * as lookups from "../../src/index";
import { beginRun } from "../program/harness";
import { mismatches, pluginSchema, tokenOf } from "../support/plugin-schema";
import { create, group, ownerOf, ProviderProcess, start } from "../support/provider-process";

/** What handlers keep for themselves. */
const internal = ["owner", "importId", "secretInputs", "groups"];

describe("what a handler keeps fits the schema", () => {
  test.each([
    ["Group", "group", group("readers")],
    [
      "Group",
      "group",
      group("full", {
        members: ["a"],
        metadata: { team: "data" },
        attributes: { token: { appIds: ["app"] } },
        capabilities: [
          {
            rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { db: { tables: ["t"] }, empty: {} } } } },
          },
          {
            assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [1] } } },
            projectUrlNames: { urlNames: ["p"] },
          },
        ],
      }),
    ],
    ["SecurityCategory", "category", { name: "secret", owner: ownerOf("secret") }],
    ["Session", "session", { triggers: [1, { two: 3 }] }],
  ] as const)("%s, created and read", async (name, handler, inputs) => {
    const iam = await start();
    const process = new ProviderProcess(iam);
    const made = await create(process[handler], inputs);
    const read = await process[handler].read(made.id, made.outs);
    const { properties = {}, required = [], inputProperties = {} } = pluginSchema.resources[tokenOf(name)] ?? {};
    for (const outs of [made.outs, read?.outs ?? {}])
      expect(mismatches(without(outs), { type: "object", properties, required })).toEqual([]);
    expect(mismatches(without(read?.inputs ?? {}), { type: "object", properties: inputProperties })).toEqual([]);
  });
});

describe("what a lookup gives fits the schema", () => {
  const target = { externalId: "pumps" };
  const cases: [name: string, args: object[], under?: string][] = [
    ["getGroup", [{ name: "readers" }]],
    ["getGroup", [{ name: "cdf-administrators" }]],
    ["getGroups", [{ all: true }], "groups"],
    ["getMyUserProfile", []],
    ["getSecurityCategories", [{}], "securityCategories"],
    ["getSecurityCategory", [{ name: "secret" }]],
    ["getSessions", [{}], "sessions"],
    ["getUserProfile", [{ userIdentifier: "u1" }], "userProfile"],
    ["getUserProfile", [{ userIdentifier: "nobody" }], "userProfile"],
    ["getUserProfiles", [{}], "userProfiles"],
    ["inspectToken", []],
    ["searchUserProfiles", [{ name: "Ann" }], "userProfiles"],
    ["getDataSet", [target]],
    ["getExtractionPipeline", [target]],
    ["getTimeSeries", [target]],
    ["getAsset", [target]],
    ["getLocationFilter", [target]],
  ];

  test.each(cases)("%s(%j)", async (name, args, under) => {
    const iam = await start({
      ...{ dataSets: [target], extractionPipelines: [target], timeSeries: [target], assets: [target] },
      locationFilters: [{ ...target, name: "pumps" }],
      profiles: [
        { userIdentifier: "u1", displayName: "Ann Ek", email: "ann@example.com", jobTitle: "Engineer" },
        { userIdentifier: "local-admin", displayName: "Zoe" },
      ],
    });
    iam.createGroup({
      name: "readers",
      members: ["u1"],
      metadata: { team: "data" },
      attributes: { token: { appIds: ["a"] } },
    });
    iam.createSecurityCategory("secret");
    await create(new ProviderProcess(iam).session, {});
    await beginRun(iam.connection);
    const lookup = (lookups as unknown as Record<string, (...args: object[]) => Promise<unknown>>)[name];
    const answer = await lookup?.(...args);
    const { inputs = {}, outputs = {} } = pluginSchema.functions[tokenOf(name)] ?? {};
    expect(mismatches(args[0] ?? {}, inputs)).toEqual([]);
    const found = mismatches(under === undefined ? answer : { [under]: answer }, outputs);
    // Of what scopes name, all that the service says passes through; a language with types shows what the schema has.
    expect(found.filter((each) => args[0] !== target || !each.endsWith(", too"))).toEqual([]);
  });

  test("and every lookup that the package exports is in the table", () => {
    const exported = Object.keys(lookups).filter((name) => /^(get|inspect|search)/.test(name) && !/Output$/.test(name));
    expect(exported.filter((name) => !cases.some(([tried]) => tried === name))).toEqual([]);
  });
});

const without = (value: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !internal.includes(key)));
