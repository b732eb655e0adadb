import { describe, expect, test } from "vitest";
import { checkGroup } from "../../src/groups/check";
import { can } from "../support/capability";
import { type Refused, titled } from "../support/refused";

/** 24 bytes; with its key `pulumi` it takes 30 of the metadata's bytes. */
const owner = "proj/dev/g#0123456789abc";

const all = { all: {} };
const one = (capability: unknown) => ({ name: "g", capabilities: [capability] });
const assets = (grant: unknown) => one({ assetsAcl: grant });
const scope = (value: unknown) => assets({ actions: ["READ"], scope: value });
const ids = (value: unknown) => scope({ datasetScope: { ids: value } });
const spaceIds = (value: unknown) => one(can("dataModelsAcl", ["READ"], { spaceIdScope: { spaceIds: value } }));
const raw = (value: unknown) => one(can("rawAcl", ["READ"], { tableScope: value }));
const tables = (value: unknown) => raw({ dbsToTables: value });
const appIds = (value: unknown) => ({ name: "g", attributes: { token: { appIds: value } } });
const projects = (value: unknown) => one({ assetsAcl: { actions: ["READ"], scope: all }, projectUrlNames: value });
const strings = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`);
const pairs = (count: number, value = "v") => Object.fromEntries(strings(count).map((key) => [key, value]));

const properties = "allowed: name, sourceId, members, capabilities, metadata, attributes, project";
const acl = "capabilities[0].assetsAcl";
const datasets = `${acl}.scope.datasetScope`;
const databases = "capabilities[0].rawAcl.scope.tableScope.dbsToTables";
const id = "must be an ID, an integer from 1 to 9007199254740991; found";
const dataSet = (externalId: string) =>
  `. For an external ID, write iam.getDataSetOutput({ externalId: "${externalId}" }).id`;
const name = "must be a name (a non-empty string); found";
const fresh = (capability = "…") => `If it is new in the API, write iam.unlisted(${capability})`;
const example = 'write { assetsAcl: { actions: ["READ"], scope: { all: {} } } }';
const managed = "cannot be set together with sourceId: a group is managed either in CDF or in the identity provider";

const table: Record<string, readonly Refused[]> = {
  "the name": [
    [{}, "name: is missing: a group needs a name"],
    [{ name: null }, "name: is missing: a group needs a name"],
    [{ name: "" }, "name: is empty: a group needs a name"],
    [{ name: " \t" }, "name: is empty: a group needs a name"],
    [{ name: 7 }, "name: must be a string; found a number"],
    [{ name: ["g"] }, "name: must be a string; found a list of 1"],
    [{ name: "n".repeat(256) }, "name: has 256 characters; the limit is 255"],
  ],
  "the properties": [
    [{ name: "g", capabilites: [] }, `there is no property "capabilites"; ${properties}; did you mean "capabilities"?`],
    [
      { name: "g", sourceID: "s3cret", meta: { a: "s3cret" } },
      `there is no property "sourceID"; ${properties}; did you mean "sourceId"?`,
      `there is no property "meta"; ${properties}; did you mean "metadata"?`,
    ],
    [{ name: "g", owners: 1 }, `there is no property "owners"; ${properties}`],
    [{ name: "g", groupId: 1 }, `there is no property "groupId"; ${properties}`],
    [{ name: "g", constructor: 1 }, `there is no property "constructor"; ${properties}`],
  ],
  "who is in it": [
    [{ name: "g", sourceId: 12 }, "sourceId: must be a string; found a number: put it in quotes"],
    [{ name: "g", sourceId: { id: "s3cret" } }, 'sourceId: must be a string; found an object with "id"'],
    [{ name: "g", sourceId: "s3cret", members: ["u"] }, `members: ${managed}`],
    [{ name: "g", sourceId: "s3cret", members: "allUserAccounts" }, `members: ${managed}`],
    [{ name: "g", sourceId: "s3cret", members: [] }, `members: ${managed}`],
    [
      { name: "g", members: "allUserAccount" },
      'members: must be a list of user identifiers, or "allUserAccounts"; found "allUserAccount"',
    ],
    [
      { name: "g", members: { a: 1 } },
      'members: must be a list of user identifiers, or "allUserAccounts"; found an object with "a"',
    ],
    [
      { name: "g", members: ["u", 7, "", null, ["u"]] },
      ...["a number", "an empty string", "null", "a list of 1"].map(
        (found, i) => `members[${i + 1}]: must be a user identifier (a non-empty string); found ${found}`,
      ),
    ],
    [{ name: "g", members: strings(101) }, "members: has 101 user identifiers; the limit is 100"],
  ],
  "a capability": [
    [{ name: "g", capabilities: { assetsAcl: {} } }, 'capabilities: must be a list; found an object with "assetsAcl"'],
    [{ name: "g", capabilities: "all" }, 'capabilities: must be a list; found "all"'],
    [one(null), "capabilities[0]: must be an object with one ACL; found null"],
    [one("assetsAcl:READ"), "capabilities[0]: must be an object with one ACL; found a string of 14 characters"],
    [one([]), "capabilities[0]: must be an object with one ACL; found an empty list"],
    [one({}), `capabilities[0]: names no ACL: ${example}`],
    [one({ projectUrlNames: { urlNames: ["p"] } }), `capabilities[0]: names no ACL: ${example}`],
    [one({ actions: ["READ"], scope: all }), `capabilities[0]: names no ACL around "actions" and "scope": ${example}`],
    [
      one({ assetsAcl: { actions: ["READ"], scope: all }, eventsAcl: { actions: ["READ"], scope: all } }),
      'capabilities[0]: names 2 ACLs ("assetsAcl", "eventsAcl"): write one capability for each',
    ],
    [
      one(Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`a${n}Acl`, {}]))),
      'capabilities[0]: names 7 ACLs ("a1Acl", "a2Acl", "a3Acl", "a4Acl", "a5Acl" and 2 more): write one capability for each',
    ],
    [
      one({ assetsAcl: { actions: ["READ"], scope: all }, projectUrlName: { urlNames: ["p"] } }),
      'capabilities[0]: there is no property "projectUrlName" beside an ACL; allowed: projectUrlNames; did you mean "projectUrlNames"?',
    ],
    [
      one({ assetsAcl: { actions: ["READ"], scope: all }, unlisted: false }),
      'capabilities[0]: has a key "unlisted": use iam.unlisted(…) instead',
    ],
    [
      projects(["p"]),
      "capabilities[0].projectUrlNames: must be { urlNames: [...] } with the URL names of projects; found a list of 1",
    ],
    [
      projects({ urlNames: [] }),
      "capabilities[0].projectUrlNames: must be { urlNames: [...] } with the URL names of projects; found an empty list",
    ],
    [projects({ urlNames: ["p", 5] }), `capabilities[0].projectUrlNames.urlNames[1]: ${name} a number`],
    [
      projects({ urlName: ["p"] }),
      'capabilities[0].projectUrlNames: there is no property "urlName"; allowed: urlNames; did you mean "urlNames"?',
      "capabilities[0].projectUrlNames: must be { urlNames: [...] } with the URL names of projects; found nothing",
    ],
  ],
  "an ACL": [
    [
      one(can("asetsAcl", ["READ"])),
      `capabilities[0]: there is no ACL "asetsAcl"; did you mean "assetsAcl"? ${fresh('{ "asetsAcl": … }')}`,
    ],
    [
      one(can("timeseriesAcl", ["READ"])),
      `capabilities[0]: there is no ACL "timeseriesAcl"; did you mean "timeSeriesAcl"? ${fresh('{ "timeseriesAcl": … }')}`,
    ],
    [
      one(can("raw", ["READ"])),
      `capabilities[0]: there is no ACL "raw"; did you mean "rawAcl"? ${fresh('{ "raw": … }')}`,
    ],
    [
      one(can("quantumEntanglementAcl", ["READ"])),
      `capabilities[0]: there is no ACL "quantumEntanglementAcl". ${fresh('{ "quantumEntanglementAcl": … }')}`,
    ],
    [
      one(can("constructor", ["READ"])),
      `capabilities[0]: there is no ACL "constructor". ${fresh('{ "constructor": … }')}`,
    ],
    [assets(null), `${acl}: must be { actions: [...], scope: {...} }; found null`],
    [assets(["READ"]), `${acl}: must be { actions: [...], scope: {...} }; found a list of 1`],
    [
      assets({ actions: ["READ"], scope: all, scopes: 1 }),
      `${acl}: there is no property "scopes"; allowed: actions, scope; did you mean "scope"?`,
    ],
    [
      assets({ action: ["READ"], scope: all }),
      `${acl}: there is no property "action"; allowed: actions, scope; did you mean "actions"?`,
      `${acl}.actions: is missing: name at least one of READ, WRITE`,
    ],
  ],
  "the actions": [
    [assets({ scope: all }), `${acl}.actions: is missing: name at least one of READ, WRITE`],
    [assets({ actions: [], scope: all }), `${acl}.actions: is empty: name at least one of READ, WRITE`],
    [assets({ actions: "READ", scope: all }), `${acl}.actions: must be a list of READ, WRITE; found "READ"`],
    [
      assets({ actions: ["WRITE", "REED"], scope: all }),
      `${acl}.actions[1]: assetsAcl has no action "REED"; allowed: READ, WRITE; did you mean "READ"? ${fresh()}`,
    ],
    [
      assets({ actions: ["read"], scope: all }),
      `${acl}.actions[0]: assetsAcl has no action "read"; allowed: READ, WRITE; did you mean "READ"? ${fresh()}`,
    ],
    [
      assets({ actions: ["MEMBEROF"], scope: all }),
      `${acl}.actions[0]: assetsAcl has no action "MEMBEROF"; allowed: READ, WRITE. ${fresh()}`,
    ],
    [
      assets({ actions: [1, null], scope: all }),
      `${acl}.actions[0]: must be one of READ, WRITE; found a number`,
      `${acl}.actions[1]: must be one of READ, WRITE; found null`,
    ],
  ],
  "the scope": [
    [assets({ actions: ["READ"] }), `${acl}.scope: is missing: write { all: {} } or { datasetScope: {…} }`],
    [scope({}), `${acl}.scope: is empty: write { all: {} } or { datasetScope: {…} }`],
    [scope(null), `${acl}.scope: must be { all: {} } or { datasetScope: {…} }; found null`],
    [scope("all"), `${acl}.scope: must be { all: {} } or { datasetScope: {…} }; found "all"`],
    [
      scope({ all: {}, datasetScope: { ids: [1] } }),
      `${acl}.scope: has 2 scopes ("all", "datasetScope"): write one capability for each`,
    ],
    [
      scope({ datasetScop: { ids: [1] } }),
      `${acl}.scope: assetsAcl has no scope "datasetScop"; allowed: all, datasetScope; did you mean "datasetScope"? ${fresh()}`,
    ],
    [
      scope({ tableScope: { dbsToTables: {} } }),
      `${acl}.scope: assetsAcl has no scope "tableScope"; allowed: all, datasetScope. ${fresh()}`,
    ],
    [scope({ all: null }), `${acl}.scope.all: must be an empty object, {}; found null`],
    [scope({ all: true }), `${acl}.scope.all: must be an empty object, {}; found true`],
    [scope({ all: { ids: [1] } }), `${acl}.scope.all: there is no property "ids"; it must be empty, {}`],
    [scope({ datasetScope: [1] }), `${datasets}: must be an object with ids; found a list of 1`],
    [scope({ datasetScope: {} }), `${datasets}.ids: is missing: it must be a list of IDs`],
    [
      scope({ datasetScope: { id: [1] } }),
      `${datasets}: there is no property "id"; allowed: ids; did you mean "ids"?`,
      `${datasets}.ids: is missing: it must be a list of IDs`,
    ],
    [scope({ datasetScope: { ids: [1], spaceIds: [] } }), `${datasets}: there is no property "spaceIds"; allowed: ids`],
  ],
  "ids and names": [
    [ids(1), `${datasets}.ids: must be a list of IDs; found a number`],
    [ids(null), `${datasets}.ids: must be a list of IDs; found null`],
    [ids([1, 0]), `${datasets}.ids[1]: ${id} 0`],
    [ids([-4711]), `${datasets}.ids[0]: ${id} a negative number`],
    [ids([47.11]), `${datasets}.ids[0]: ${id} a fraction`],
    [ids([2 ** 53]), `${datasets}.ids[0]: ${id} a larger number`],
    [ids(["12a"]), `${datasets}.ids[0]: ${id} a string of 3 characters${dataSet("…")}`],
    [ids(["9007199254740992"]), `${datasets}.ids[0]: ${id} a string of 16 characters`],
    [ids(["0"]), `${datasets}.ids[0]: ${id} a string of 1 character`],
    [ids(["ds_main"]), `${datasets}.ids[0]: ${id} "ds_main"${dataSet("ds_main")}`],
    [
      ids([{ id: 1, externalId: "ds_main" }]),
      `${datasets}.ids[0]: ${id} an object with "id", "externalId": write its ID`,
    ],
    [ids([""]), `${datasets}.ids[0]: ${id} an empty string`],
    [
      ids([null, true, {}, [1], "1e3", " 7", "-1", "0x1"]),
      ...[
        "null",
        "true",
        "an object with no keys",
        "a list of 1",
        "a string of 3 characters",
        "a string of 2 characters",
        "a string of 2 characters",
        "a string of 3 characters",
      ].map((found, i) => `${datasets}.ids[${i}]: ${id} ${found}`),
    ],
    [spaceIds("s"), 'capabilities[0].dataModelsAcl.scope.spaceIdScope.spaceIds: must be a list of names; found "s"'],
    [
      spaceIds([1, "", null]),
      ...["a number", "an empty string", "null"].map(
        (found, i) => `capabilities[0].dataModelsAcl.scope.spaceIdScope.spaceIds[${i}]: ${name} ${found}`,
      ),
    ],
  ],
  "RAW databases and tables": [
    [raw({}), `${databases}: is missing: it must be an object from database to { tables: [...] }`],
    [tables(["db"]), `${databases}: must be an object from database to { tables: [...] }; found a list of 1`],
    [tables({ "": ["t"] }), `${databases}: has an empty database name`],
    [tables({ db: null }), `${databases}["db"]: must be { tables: [...] }, or {} for every table; found null`],
    [tables({ db: "t" }), `${databases}["db"]: must be { tables: [...] }, or {} for every table; found "t"`],
    [tables({ db: { tables: null } }), `${databases}["db"].tables: must be a list of tables; found null`],
    [
      tables({ db: { tabels: ["t"] } }),
      `${databases}["db"]: there is no property "tabels"; allowed: tables; did you mean "tables"?`,
    ],
    [tables({ "d b": { tables: ["t", 12] } }), `${databases}["d b"].tables[1]: ${name} a number`],
    [tables({ db: ["", "t"] }), `${databases}["db"][0]: ${name} an empty string`],
  ],
  "an unlisted capability": [
    [one({ unlisted: true }), `capabilities[0]: names no ACL: ${example}`],
    [
      one({ newAcl: 5, unlisted: true }),
      "capabilities[0].newAcl: must be { actions: [...], scope: {...} }; found a number",
    ],
    [
      one({ newAcl: { actions: "READ", scope: all }, unlisted: true }),
      'capabilities[0].newAcl.actions: must be a list of strings; found "READ"',
    ],
    [
      one({ newAcl: { actions: ["READ"], scope: { a: {}, b: {} } }, unlisted: true }),
      'capabilities[0].newAcl.scope: must have exactly one scope; found an object with "a", "b"',
    ],
  ],
  "the metadata": [
    [{ name: "g", metadata: ["a"] }, "metadata: must be an object of strings; found a list of 1"],
    [{ name: "g", metadata: "team=s3cret" }, "metadata: must be an object of strings; found a string of 11 characters"],
    [
      { name: "g", metadata: pairs(16) },
      "metadata: has 16 entries; the limit is 15 (the API allows 16, and the owner marker is one)",
    ],
    [
      { name: "g", metadata: { a: 4711, b: true, c: null, d: { s3cret: 1 } } },
      'metadata["a"]: must be a string; found a number: put it in quotes',
      'metadata["b"]: must be a string; found a boolean: put it in quotes',
      'metadata["c"]: must be a string; found null',
      'metadata["d"]: must be a string; found an object with "s3cret"',
    ],
    [
      { name: "g", metadata: { pulumi: "s3cret" } },
      'metadata["pulumi"]: is reserved for the owner marker: choose another key',
    ],
    [{ name: "g", metadata: { "": "s3cret" } }, "metadata: has an empty key"],
    [
      { name: "g", metadata: { ["k".repeat(33)]: "v" } },
      `metadata["${"k".repeat(33)}"]: the key has 33 bytes; the limit is 32`,
    ],
    [
      { name: "g", metadata: { ["é".repeat(17)]: "v" } },
      `metadata["${"é".repeat(17)}"]: the key has 34 bytes; the limit is 32`,
    ],
    [{ name: "g", metadata: { a: "v".repeat(513) } }, 'metadata["a"]: has 513 bytes; the limit is 512'],
    [{ name: "g", metadata: { a: "🙂".repeat(129) } }, 'metadata["a"]: has 516 bytes; the limit is 512'],
    [
      { name: "g", metadata: { ...pairs(7, "v".repeat(512)), rest: "v".repeat(465) } },
      "metadata: has 4097 bytes in total (the owner marker takes 30); the limit is 4096",
    ],
  ],
  "the attributes": [
    [{ name: "g", attributes: "x" }, 'attributes: must be an object; found "x"'],
    [
      { name: "g", attributes: { tokens: {} } },
      'attributes: there is no property "tokens"; allowed: token; did you mean "token"?',
    ],
    [{ name: "g", attributes: { token: ["x"] } }, "attributes.token: must be an object; found a list of 1"],
    [
      { name: "g", attributes: { token: { appId: ["x"] } } },
      'attributes.token: there is no property "appId"; allowed: appIds; did you mean "appIds"?',
      "attributes.token.appIds: is missing: list the applications whose tokens count, or omit attributes to accept all tokens",
    ],
    [appIds("x"), 'attributes.token.appIds: must be a list of application IDs; found "x"'],
    // The service takes each of these for the tokens of every application.
    [
      appIds(null),
      "attributes.token.appIds: is null: list the applications whose tokens count, or omit attributes to accept all tokens",
    ],
    [
      { name: "g", attributes: { token: {} } },
      "attributes.token.appIds: is missing: list the applications whose tokens count, or omit attributes to accept all tokens",
    ],
    [{ name: "g", attributes: { token: null } }, "attributes.token: must be an object; found null"],
    [appIds([]), "attributes.token.appIds: has 0 application IDs; it must have 1 to 255"],
    [appIds(strings(256)), "attributes.token.appIds: has 256 application IDs; it must have 1 to 255"],
    [appIds(["a", "x".repeat(256)]), "attributes.token.appIds[1]: has 256 characters; the limit is 255"],
    [
      appIds(["", 5, null]),
      ...["an empty string", "a number", "null"].map(
        (found, i) => `attributes.token.appIds[${i}]: must be an application ID (a non-empty string); found ${found}`,
      ),
    ],
  ],
};

describe.each(Object.entries(table))("the check of a group says, of %s:", (_, bad) => {
  test.each(titled(bad))("%s", (_, inputs, messages) => {
    expect(checkGroup(inputs, owner).errors).toEqual(messages);
  });
});

test("the check of a group names everything that is wrong at once, in the order of the properties", () => {
  const inputs = {
    capabilites: [],
    name: "",
    sourceId: 5,
    members: ["u"],
    capabilities: [{ asetsAcl: {} }, can("assetsAcl", ["REED"], { all: {}, datasetScope: {} })],
    metadata: { pulumi: "x" },
    attributes: { token: { appIds: [] } },
  };
  expect(checkGroup(inputs, owner).errors.map((message) => message.split(": ", 1)[0])).toEqual([
    'there is no property "capabilites"; allowed',
    "name",
    "members",
    "sourceId",
    "capabilities[0]",
    `capabilities[1].assetsAcl.actions[0]`,
    `capabilities[1].assetsAcl.scope`,
    'metadata["pulumi"]',
    "attributes.token.appIds",
  ]);
});

test("the check of a group quotes no value that may be a secret, wherever it stands", () => {
  const secret = "hunter2-4711";
  const wrong = [secret, 47114711.5, { [`${"x".repeat(300)}`]: secret }, [secret], { tables: secret }];
  for (const value of wrong) {
    const inputs = [
      { name: value, sourceId: value, members: value, capabilities: value, metadata: value, attributes: value },
      { name: "g", members: [value, ""], metadata: { a: value, b: secret.repeat(50) }, attributes: { token: value } },
      { ...one(value), attributes: { token: { appIds: [value, secret.repeat(30)] } } },
      assets(value),
      scope(value),
      scope({ all: value }),
      scope({ datasetScope: value }),
      ids(value),
      ids([value]),
      spaceIds(value),
      tables(value),
      tables({ db: value }),
      tables({ db: { tables: value } }),
      projects(value),
      assets({ actions: value, scope: all }),
      one({ newAcl: { actions: value, scope: value }, unlisted: true }),
    ];
    const told = inputs.flatMap((each) => checkGroup(each, owner).errors).join("\n");
    expect(told).not.toBe("");
    expect(told).not.toContain("hunter2");
    expect(told).not.toContain("4711");
  }
});

test.each([
  ["datasetsAcl", "idScope", "ids", 'an external ID, write iam.getDataSetOutput({ externalId: "x_main" }).id'],
  ["filesAcl", "datasetScope", "ids", 'an external ID, write iam.getDataSetOutput({ externalId: "x_main" }).id'],
  [
    "extractionPipelinesAcl",
    "idScope",
    "ids",
    'an external ID, write iam.getExtractionPipelineOutput({ externalId: "x_main" }).id',
  ],
  [
    "extractionRunsAcl",
    "extractionPipelineScope",
    "ids",
    'an external ID, write iam.getExtractionPipelineOutput({ externalId: "x_main" }).id',
  ],
  ["timeSeriesAcl", "idscope", "ids", 'an external ID, write iam.getTimeSeriesOutput({ externalId: "x_main" }).id'],
  [
    "timeSeriesAcl",
    "assetRootIdScope",
    "rootIds",
    'an external ID, write iam.getAssetOutput({ externalId: "x_main" }).id',
  ],
  [
    "locationFiltersAcl",
    "idScope",
    "ids",
    'an external ID, write iam.getLocationFilterOutput({ externalId: "x_main" }).id',
  ],
  ["securityCategoriesAcl", "idscope", "ids", 'a name, write iam.getSecurityCategoryOutput({ name: "x_main" }).id'],
])("the check of a group names the lookup for an external id in %s with %s", (acl, scope, field, instead) => {
  const actions = acl === "securityCategoriesAcl" ? ["MEMBEROF"] : ["READ"];
  const inputs = one(can(acl, actions, { [scope]: { [field]: ["x_main"] } }));
  const at = `capabilities[0].${acl}.scope.${scope}.${field}[0]`;
  expect(checkGroup(inputs, owner).errors).toEqual([`${at}: ${id} "x_main". For ${instead}`]);
});

test("the check of a group quotes no word of an input that is a secret", () => {
  const capabilities = [...ids(["hunter"]).capabilities, "hunter"];
  const inputs = { name: "g", members: "hunter", capabilities, attributes: "hunter" };
  const secretInputs = ["members", "capabilities", "attributes"];
  const shown = checkGroup(inputs, owner).errors.join();
  expect(shown.match(/"hunter"/g)).toHaveLength(5);
  expect(checkGroup({ ...inputs, secretInputs }, owner).errors.join()).not.toContain("hunter");
});

test("messages of the check of a group stay short, however large the wrong input is", () => {
  const large = Object.fromEntries(strings(5000).map((key) => [key.repeat(40), 1]));
  for (const message of checkGroup({ name: large, sourceId: large, members: large }, owner).errors)
    expect(message.length).toBeLessThan(500);
  const start = performance.now();
  checkGroup(one({ ["a".repeat(1_000_000)]: {} }), owner);
  expect(performance.now() - start).toBeLessThan(3000);
});

test("without an owner's mark, the limits of metadata are the API's own", () => {
  expect(checkGroup({ name: "g", metadata: pairs(16) }, undefined).errors).toEqual([]);
  expect(checkGroup({ name: "g", metadata: pairs(17) }, undefined).errors).toEqual([
    "metadata: has 17 entries; the limit is 16",
  ]);
  const full = { ...pairs(7, "v".repeat(512)), rest: "v".repeat(494) };
  expect(checkGroup({ name: "g", metadata: full }, undefined).errors).toEqual([]);
  expect(checkGroup({ name: "g", metadata: { ...full, rest: "v".repeat(495) } }, undefined).errors).toEqual([
    "metadata: has 4097 bytes in total; the limit is 4096",
  ]);
  expect(checkGroup({ name: "g", metadata: { pulumi: "x" } }, undefined).errors).toHaveLength(1);
});
