import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import { IamClient } from "../../src/client/index";
import * as lookups from "../../src/index";
import type { LocalIam } from "../../src/local/index";
import { start } from "../local/harness";
import { can } from "../support/capability";
import { beginRun, callsOf, settled, tokensOf } from "./harness";

// biome-ignore lint/suspicious/noExplicitAny: each lookup has arguments of its own
type AnyLookup = (...args: any[]) => any;

interface Case {
  name: string;
  args?: (iam: LocalIam) => Promise<object> | object;
  answer: unknown;
  calls: string[];
}

const id = expect.any(Number);
const profiles = [
  { userIdentifier: "u2", displayName: "Bo Berg" },
  { userIdentifier: "u1", displayName: "Ann Ek" },
  { userIdentifier: "local-admin", displayName: "Zoe" },
];
const targets = {
  dataSets: [{ externalId: "ds_pumps", name: "Pumps", metadata: { team: "data" } }, { externalId: "ds_valves" }],
  extractionPipelines: [{ externalId: "ep_historian", dataSetId: 5 }],
  timeSeries: [{ externalId: "ts_pressure" }],
  assets: [{ externalId: "as_plant" }],
  locationFilters: [{ externalId: "lf_oslo" }],
};
const scopeTargets = [
  { name: "getDataSet", part: "dataSets", call: "dataSets.byids" },
  { name: "getExtractionPipeline", part: "extractionPipelines", call: "extractionPipelines.byids" },
  { name: "getTimeSeries", part: "timeSeries", call: "timeSeries.byids" },
  { name: "getAsset", part: "assets", call: "assets.byids" },
  { name: "getLocationFilter", part: "locationFilters", call: "locationFilters.list" },
] as const;
const readers = {
  id,
  name: "readers",
  sourceId: "source-1",
  capabilities: [can("assetsAcl", ["READ"])],
  metadata: { team: "data" },
};

const cases: Case[] = [
  {
    name: "inspectToken",
    answer: expect.objectContaining({ subject: "local-admin", capabilities: expect.any(Array) }),
    calls: ["inspect"],
  },
  { name: "getGroup", args: () => ({ name: "readers" }), answer: readers, calls: ["groups.list"] },
  { name: "getGroup", args: () => ({ sourceId: "source-1" }), answer: readers, calls: ["groups.list"] },
  {
    name: "getGroup",
    args: (iam) => ({ id: String(iam.state().groups.find(({ name }) => name === "readers")?.id) }),
    answer: readers,
    calls: ["groups.list"],
  },
  { name: "getGroups", answer: [expect.objectContaining({ name: "cdf-administrators" })], calls: ["groups.list"] },
  {
    name: "getGroups",
    args: () => ({ all: true }),
    answer: expect.arrayContaining([
      expect.objectContaining({ name: "cdf-administrators" }),
      readers,
      { id, name: "bare", capabilities: [], metadata: {} },
    ]),
    calls: ["groups.list"],
  },
  {
    name: "getSecurityCategory",
    args: () => ({ name: "secret" }),
    answer: { id, name: "secret" },
    calls: ["securityCategories.list"],
  },
  {
    name: "getSecurityCategory",
    args: (iam) => ({ id: iam.state().securityCategories[0]?.id }),
    answer: { id, name: "secret" },
    calls: ["securityCategories.list"],
  },
  { name: "getSecurityCategories", answer: [{ id, name: "secret" }], calls: ["securityCategories.list"] },
  { name: "getSessions", args: () => ({ status: "ready" }), answer: [], calls: ["sessions.list"] },
  { name: "getMyUserProfile", answer: expect.objectContaining({ displayName: "Zoe" }), calls: ["profiles.me"] },
  {
    name: "getUserProfile",
    args: () => ({ userIdentifier: "u1" }),
    answer: expect.objectContaining({ displayName: "Ann Ek" }),
    calls: ["profiles.byids"],
  },
  { name: "getUserProfile", args: () => ({ userIdentifier: "no" }), answer: undefined, calls: ["profiles.byids"] },
  {
    name: "getUserProfiles",
    args: () => ({ userIdentifiers: ["u2", "u1"] }),
    answer: [expect.objectContaining({ displayName: "Bo Berg" }), expect.objectContaining({ displayName: "Ann Ek" })],
    calls: ["profiles.byids"],
  },
  {
    name: "getUserProfiles",
    args: () => ({ limit: 1 }),
    answer: [expect.objectContaining({ displayName: "Ann Ek" })],
    calls: ["profiles.list"],
  },
  {
    name: "searchUserProfiles",
    args: () => ({ name: "ber" }),
    answer: [expect.objectContaining({ displayName: "Bo Berg" })],
    calls: ["profiles.search"],
  },
  ...scopeTargets.flatMap(({ name, part, call }): Case[] => [
    {
      name,
      args: () => ({ externalId: targets[part][0]?.externalId }),
      answer: expect.objectContaining({ id, ...targets[part][0] }),
      calls: [call],
    },
    {
      name,
      args: (iam) => ({ id: String(iam.state()[part][0]?.id) }),
      answer: expect.objectContaining({ id, ...targets[part][0] }),
      calls: [call],
    },
  ]),
];

async function server(): Promise<LocalIam> {
  const iam = await start({ profiles, ...targets });
  iam.createGroup({
    name: "readers",
    sourceId: "source-1",
    capabilities: readers.capabilities,
    metadata: { team: "data", pulumi: "p/dev/readers#0123456789ab" },
  });
  iam.createGroup({ name: "bare" });
  iam.createSecurityCategory("secret");
  await beginRun(iam.connection);
  return iam;
}

const lookup = (name: string) => (lookups as unknown as Record<string, AnyLookup>)[name] as AnyLookup;

test.each(cases)("the lookup $name answers by $calls, in both forms", async ({ name, args, answer, calls }) => {
  const iam = await server();
  const given = args === undefined ? [] : [await args(iam)];
  expect(await lookup(name)(...given)).toEqual(answer);
  expect(callsOf(iam)).toEqual(calls);
  await beginRun(iam.connection);
  const outputs = given.map((each) =>
    Object.fromEntries(Object.entries(each).map(([key, value]) => [key, pulumi.output(value)])),
  );
  expect(await settled(lookup(`${name}Output`)(...outputs))).toEqual({ value: answer, known: true, secret: false });
  expect(callsOf(iam)).toEqual([...calls, ...calls]);
});

test("every lookup is in the table, and has both forms", () => {
  const names = Object.keys(lookups).filter((name) => /^(get|search|inspect)/.test(name));
  const tabled = new Set(cases.map(({ name }) => name));
  expect(names.filter((name) => !name.endsWith("Output")).sort()).toEqual([...tabled].sort());
  expect(names.filter((name) => name.endsWith("Output")).sort()).toEqual([...tabled].map((n) => `${n}Output`).sort());
});

test.each(["", "Output"])(
  "60 lookups of a program ask for one token, and once for each list (get…%s)",
  async (form) => {
    const iam = await server();
    for (let i = 0; i < 40; i++) iam.createGroup({ name: `g${i}` });
    for (let i = 0; i < 20; i++) iam.createSecurityCategory(`c${i}`);
    iam.requests.length = 0;
    const ask = (name: string, ...args: unknown[]) => {
      const asked = lookup(name + form)(...args);
      return form === "" ? asked : settled(asked);
    };
    await Promise.all([
      ...Array.from({ length: 40 }, (_, i) => ask("getGroup", { name: `g${i}` })),
      ...Array.from({ length: 10 }, (_, i) => ask("getSecurityCategory", { name: `c${i}` })),
      ask("getGroups", { all: true }),
      ask("getSecurityCategories", { limit: null }),
      ask("getSecurityCategories"),
      ask("getSessions"),
      ask("getSessions", { limit: null }),
      ask("getUserProfiles", { limit: 1 }),
      ask("getUserProfiles"),
      ask("inspectToken"),
      ask("inspectToken"),
      ask("getMyUserProfile"),
    ]);
    expect(tokensOf(iam)).toBe(1);
    expect(callsOf(iam).sort()).toEqual(
      ["groups.list", "inspect", "profiles.list", "profiles.me", "securityCategories.list", "sessions.list"].sort(),
    );
  },
);

test("a later lookup uses the list of an earlier one, and one with a larger limit asks again", async () => {
  const iam = await server();
  expect(await lookups.getUserProfiles({ limit: 2 })).toHaveLength(2);
  expect(await lookups.getUserProfiles({ limit: 1 })).toHaveLength(1);
  expect(await lookups.getUserProfiles()).toHaveLength(3);
  await lookups.getGroup({ name: "readers" });
  await lookups.getGroup({ name: "bare" });
  expect(callsOf(iam)).toEqual(["profiles.list", "profiles.list", "groups.list"]);
});

test("a lookup of something that is not in the list asks once more, since it may be new", async () => {
  const iam = await server();
  await lookups.getGroup({ name: "readers" });
  for (const name of ["new", "newer"]) iam.createGroup({ name });
  const found = await Promise.all(["new", "newer"].map((name) => lookups.getGroup({ name })));
  expect(found.map(({ name }) => name)).toEqual(["new", "newer"]);
  expect(callsOf(iam)).toEqual(["groups.list", "groups.list"]);
  await expect(lookups.getGroup({ name: "nowhere" })).rejects.toThrow("nowhere");
  expect(callsOf(iam)).toHaveLength(3);
});

test("a list that failed is asked for again by the next lookup", async () => {
  const iam = await server();
  iam.fail({ operation: "groups.list", status: 400 });
  await expect(lookups.getGroups({ all: true })).rejects.toMatchObject({ status: 400 });
  expect(await lookups.getGroups({ all: true })).toHaveLength(3);
});

test("the answer of a lookup can be changed without changing another's", async () => {
  const iam = await server();
  const first = await lookups.getSecurityCategories();
  first.length = 0;
  const inspected = await lookups.inspectToken();
  inspected.capabilities.length = 0;
  expect(await lookups.getSecurityCategories()).toHaveLength(1);
  expect((await lookups.inspectToken()).capabilities).not.toHaveLength(0);
  expect(callsOf(iam)).toEqual(["securityCategories.list", "inspect"]);
});

test("no list of a lookup outlives the run of a program, of which the Automation API has several in a process", async () => {
  const iam = await server();
  await lookups.getGroup({ name: "readers" });
  await beginRun(iam.connection);
  await lookups.getGroup({ name: "readers" });
  expect(callsOf(iam)).toEqual(["groups.list", "groups.list"]);
});

test.each([
  [
    { name: "reader" },
    "NOT_FOUND",
    /^No group is named "reader" in project local-project; did you mean "readers" \(ID \d+\)\?$/,
  ],
  [{ name: "completely else" }, "NOT_FOUND", /No group is named "completely else" in project local-project$/],
  [{ id: 12345 }, "NOT_FOUND", /No group has the ID 12345 in project local-project$/],
  [{ sourceId: "not-so-public" }, "NOT_FOUND", /^No group has that sourceId in project local-project$/],
  [
    { name: "twin" },
    "SEVERAL_MATCH",
    /^getGroup: 2 groups are named "twin" in project .*"twin" \(ID \d+\), "twin" \(ID \d+\)\. Look it up by ID$/,
  ],
  [{ sourceId: "shared" }, "SEVERAL_MATCH", /^getGroup: 2 groups have that sourceId in project .*"twin" \(ID \d+\)/],
  [{}, "INVALID_ARGUMENT", /exactly one of id, name and sourceId; found none/],
  [{ id: 1, name: "a" }, "INVALID_ARGUMENT", /found id, name/],
  [{ name: "" }, "INVALID_ARGUMENT", /name is empty/],
])("getGroup(%j) fails with %s", async (args, code, message) => {
  const iam = await server();
  for (let i = 0; i < 2; i++) iam.createGroup({ name: "twin", sourceId: "shared" });
  const error = await lookups.getGroup(args as { name: string }).catch((e: unknown) => e);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message), __pulumiRunError: true });
  expect(String(error)).not.toMatch(/shared|not-so-public/);
});

test.each([
  ["a group by name", () => lookups.getGroup({ name: "no" }), [{ name: "no" }]],
  ["a group by id", () => lookups.getGroup({ id: 7 }), [{ id: 7 }]],
  ["a group by sourceId, which may be a secret", () => lookups.getGroup({ sourceId: "no" }), []],
  ["a security category by name", () => lookups.getSecurityCategory({ name: "no" }), [{ name: "no" }]],
  ["a security category by id", () => lookups.getSecurityCategory({ id: 7 }), [{ id: 7 }]],
  ["a data set", () => lookups.getDataSet({ externalId: "no" }), [{ externalId: "no" }]],
  ["an extraction pipeline", () => lookups.getExtractionPipeline({ id: 7 }), [{ id: 7 }]],
  ["a time series", () => lookups.getTimeSeries({ externalId: "no" }), [{ externalId: "no" }]],
  ["an asset", () => lookups.getAsset({ id: 7 }), [{ id: 7 }]],
  ["a location filter", () => lookups.getLocationFilter({ externalId: "no" }), [{ externalId: "no" }]],
])("a lookup of %s that does not exist fails with a NotFoundError that names it", async (_, find, missing) => {
  await server();
  const error = await find().catch((e: unknown) => e);
  expect(error).toBeInstanceOf(lookups.NotFoundError);
  expect(error).toMatchObject({ code: "NOT_FOUND", missing });
});

test("a sourceId that is answered beside members counts for no lookup", async () => {
  const iam = await start({ returnSourceIdWithMembers: true });
  await beginRun(iam.connection);
  iam.createGroup({ name: "managed", members: ["u1"] });
  const sourceId = (await new IamClient(iam.connection).groups.list({ all: true })).find(
    ({ name }) => name === "managed",
  )?.sourceId;
  expect(sourceId).toBeTruthy();
  await expect(lookups.getGroup({ sourceId: String(sourceId) })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test.each([
  [() => lookups.getSecurityCategory({ name: "" }), "INVALID_ARGUMENT", /name is empty/],
  [() => lookups.getSecurityCategory({ name: "secrets" }), "NOT_FOUND", /did you mean "secret" \(ID \d+\)/],
  [
    () => lookups.getSecurityCategory({ id: 7 }),
    "NOT_FOUND",
    /No security category has the ID 7 in project local-project$/,
  ],
  [() => lookups.getSecurityCategory({} as { name: string }), "INVALID_ARGUMENT", /exactly one/],
  [
    () => lookups.getSecurityCategories({ limit: 0 }),
    "INVALID_ARGUMENT",
    /limit must be an integer of at least 1, .*; found 0/,
  ],
  [
    () => lookups.getUserProfiles({ limit: 1.5 }),
    "INVALID_ARGUMENT",
    /limit must be an integer of at least 1, .*; found 1\.5/,
  ],
  [() => lookups.getUserProfile({ userIdentifier: "" }), "INVALID_ARGUMENT", /a non-empty userIdentifier/],
  [() => lookups.getUserProfiles({ userIdentifiers: ["u1", "no", "u2", "nor"] }), "NOT_FOUND", /"no", "nor"/],
  [() => lookups.searchUserProfiles({ name: "a", limit: 1001 }), "INVALID_ARGUMENT", /1 to 1000/],
  [
    () => lookups.getGroup({ name: pulumi.output("readers") as unknown as string }),
    "INVALID_ARGUMENT",
    /name is an Output .*use the Output form/,
  ],
  [
    () => lookups.getUserProfiles({ userIdentifiers: [pulumi.output("u1")] as unknown as string[] }),
    "INVALID_ARGUMENT",
    /userIdentifiers is an Output/,
  ],
])("the lookup %s fails with %s", async (run, code, message) => {
  await server();
  await expect(run()).rejects.toMatchObject({ code, message: expect.stringMatching(message), __pulumiRunError: true });
});

test("a lookup without a setting that it needs fails with one error that says where to set it", async () => {
  vi.stubEnv("CDF_PROJECT", "");
  try {
    const iam = await start();
    await beginRun({ ...iam.connection, project: "" });
    const error = { code: "CONFIG", message: expect.stringContaining("cognite-iam:project"), __pulumiRunError: true };
    await expect(lookups.getGroups()).rejects.toMatchObject(error);
    await expect(settled(lookups.getGroupsOutput())).rejects.toMatchObject(error);
    expect(iam.requests).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});
