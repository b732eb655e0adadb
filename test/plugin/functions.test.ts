import { beforeEach, expect, test } from "vitest";
import type { LocalIamOptions } from "../../src/local/index";
import { mismatches, pluginSchema, tokenOf } from "../support/plugin-schema";
import { type Json, type Scene, scene, urnOf } from "./harness";

const options: LocalIamOptions = {
  projects: ["local-project", "other"],
  profiles: [{ userIdentifier: "ada", displayName: "Ada" }, { userIdentifier: "local-admin" }],
  dataSets: [{ externalId: "ds" }],
  assets: [{ externalId: "root", rootId: 1 }],
  timeSeries: [{ externalId: "ts" }],
  extractionPipelines: [{ externalId: "ep" }],
  locationFilters: [{ externalId: "lf" }],
};

let at: Scene;

beforeEach(async () => {
  at = await scene(options);
  at.iam.createGroup({ name: "everybody", members: "allUserAccounts" });
  at.iam.createSecurityCategory("top-secret");
});

const calls: [name: string, args: Json, answer: Json][] = [
  ["getAsset", { externalId: "root" }, { externalId: "root" }],
  ["getDataSet", { externalId: "ds" }, { externalId: "ds" }],
  ["getExtractionPipeline", { externalId: "ep" }, { externalId: "ep" }],
  ["getGroup", { name: "everybody" }, { name: "everybody", members: ["allUserAccounts"] }],
  ["getGroups", { all: true }, { groups: expect.arrayContaining([expect.objectContaining({ name: "everybody" })]) }],
  ["getLocationFilter", { externalId: "lf" }, { externalId: "lf" }],
  ["getMyUserProfile", {}, { userIdentifier: "local-admin" }],
  ["getSecurityCategories", {}, { securityCategories: [{ id: expect.any(Number), name: "top-secret" }] }],
  ["getSecurityCategory", { name: "top-secret" }, { name: "top-secret" }],
  ["getSessions", {}, { sessions: [] }],
  ["getTimeSeries", { externalId: "ts" }, { externalId: "ts" }],
  ["getUserProfile", { userIdentifier: "ada" }, { userProfile: expect.objectContaining({ displayName: "Ada" }) }],
  [
    "getUserProfiles",
    { userIdentifiers: ["ada"] },
    { userProfiles: [expect.objectContaining({ displayName: "Ada" })] },
  ],
  ["inspectToken", {}, { subject: expect.any(String), projects: expect.any(Array) }],
  ["searchUserProfiles", { name: "Ad" }, { userProfiles: expect.any(Array) }],
];

test("every function of the schema is here", () => {
  expect(calls.map(([name]) => tokenOf(name)).sort()).toEqual(Object.keys(pluginSchema.functions).sort());
});

test.each(calls)("%s answers as the schema says", async (name, args, answer) => {
  const found = await at.plugin.invoke(name, args);
  expect(found).toMatchObject(answer);
  const { outputs } = pluginSchema.functions[tokenOf(name)] ?? {};
  // The service may say more than is documented.
  expect(mismatches(found, outputs ?? {}).filter((each) => !each.endsWith(", too"))).toEqual([]);
});

test("a function finds what is in another project", async () => {
  await expect(at.plugin.invoke("getSecurityCategories", { project: "other" })).resolves.toEqual({
    securityCategories: [],
  });
  await expect(at.plugin.invoke("getGroups", { project: "No project" })).rejects.toThrow(/^project: /);
});

test("what is not there is an error that says so, except for a profile", async () => {
  await expect(at.plugin.invoke("getGroup", { name: "nobody" })).rejects.toThrow(
    /^No group is named "nobody" in project/,
  );
  await expect(at.plugin.invoke("getSecurityCategory", { id: "7" })).rejects.toThrow(
    /^No security category has the ID 7 in project/,
  );
  expect(await at.plugin.invoke("getUserProfile", { userIdentifier: "nobody" })).toEqual({});
});

test("lookups share one list, until something is written", async () => {
  const lists = () => at.calls().filter((operation) => operation === "groups.list").length;
  await at.plugin.invoke("getGroup", { name: "everybody" });
  await at.plugin.invoke("getGroup", { name: "cdf-administrators" });
  expect(lists()).toBe(1);
  await at.plugin.up(urnOf("new"), { name: "new" });
  await expect(at.plugin.invoke("getGroup", { name: "new" })).resolves.toMatchObject({ name: "new" });
});
