import { describe, expect, test } from "vitest";
import { checkGroup } from "../../src/groups/check";

/** 24 bytes; with its key `pulumi` it takes 30 of the metadata's bytes. */
const owner = "proj/dev/g#0123456789abc";

const all = { all: {} };
const one = (capability: unknown) => ({ name: "g", capabilities: [capability] });
const assets = (grant: unknown) => one({ assetsAcl: grant });
const scope = (value: unknown) => assets({ actions: ["READ"], scope: value });
const ids = (value: unknown) => scope({ datasetScope: { ids: value } });
const spaceIds = (value: unknown) =>
  one({ dataModelsAcl: { actions: ["READ"], scope: { spaceIdScope: { spaceIds: value } } } });
const raw = (value: unknown) => one({ rawAcl: { actions: ["READ"], scope: { tableScope: value } } });
const tables = (value: unknown) => raw({ dbsToTables: value });
const appIds = (value: unknown) => ({ name: "g", attributes: { token: { appIds: value } } });
const projects = (value: unknown) => one({ assetsAcl: { actions: ["READ"], scope: all }, projectUrlNames: value });
const strings = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`);
const pairs = (count: number, value = "v") => Object.fromEntries(strings(count).map((key) => [key, value]));

const properties = "allowed: name, sourceId, members, capabilities, metadata, attributes";
const acl = "capabilities[0].assetsAcl";
const datasets = `${acl}.scope.datasetScope`;
const databases = "capabilities[0].rawAcl.scope.tableScope.dbsToTables";
const id = "must be an id, a whole number from 1 to 9007199254740991; found";
const name = "must be a name, a string that is not empty; found";
const fresh = (capability = "…") => `If it is new in the API, write iam.unlisted(${capability})`;
const example = 'write { assetsAcl: { actions: ["READ"], scope: { all: {} } } }';
const managed = "cannot be set together with sourceId: a group is managed either in CDF or in the identity provider";

type Bad = readonly [what: string, inputs: Record<string, unknown>, messages: readonly string[]];

const table: Record<string, readonly Bad[]> = {
  "the name": [
    ["no name", {}, ["name: is missing: a group needs a name"]],
    ["a name of null", { name: null }, ["name: is missing: a group needs a name"]],
    ["an empty name", { name: "" }, ["name: is empty: a group needs a name"]],
    ["a name of blanks", { name: " \t" }, ["name: is empty: a group needs a name"]],
    ["a number as name", { name: 7 }, ["name: must be a string; found a number"]],
    ["a list as name", { name: ["g"] }, ["name: must be a string; found a list of 1"]],
    ["a name of 256 characters", { name: "n".repeat(256) }, ["name: has 256 of at most 255 characters"]],
  ],
  "the properties": [
    [
      "a misspelt property",
      { name: "g", capabilites: [] },
      [`there is no property "capabilites"; ${properties}; did you mean "capabilities"?`],
    ],
    [
      "several misspelt properties",
      { name: "g", sourceID: "s3cret", meta: { a: "s3cret" } },
      [
        `there is no property "sourceID"; ${properties}; did you mean "sourceId"?`,
        `there is no property "meta"; ${properties}; did you mean "metadata"?`,
      ],
    ],
    ["a property like no other", { name: "g", owners: 1 }, [`there is no property "owners"; ${properties}`]],
    ["an output", { name: "g", groupId: 1 }, [`there is no property "groupId"; ${properties}`]],
    [
      "a property of every object",
      { name: "g", constructor: 1 },
      [`there is no property "constructor"; ${properties}`],
    ],
  ],
  "who is in it": [
    [
      "a number as sourceId",
      { name: "g", sourceId: 12 },
      ["sourceId: must be a string; found a number: put it in quotes"],
    ],
    [
      "an object as sourceId",
      { name: "g", sourceId: { id: "s3cret" } },
      ['sourceId: must be a string; found an object with "id"'],
    ],
    ["members beside sourceId", { name: "g", sourceId: "s3cret", members: ["u"] }, [`members: ${managed}`]],
    [
      "all user accounts beside sourceId",
      { name: "g", sourceId: "s3cret", members: "allUserAccounts" },
      [`members: ${managed}`],
    ],
    ["no members beside sourceId", { name: "g", sourceId: "s3cret", members: [] }, [`members: ${managed}`]],
    [
      "another word for all user accounts",
      { name: "g", members: "allUserAccount" },
      ['members: must be a list of user identifiers, or "allUserAccounts"; found "allUserAccount"'],
    ],
    [
      "an object as members",
      { name: "g", members: { a: 1 } },
      ['members: must be a list of user identifiers, or "allUserAccounts"; found an object with "a"'],
    ],
    [
      "members that are no identifiers",
      { name: "g", members: ["u", 7, "", null, ["u"]] },
      ["a number", "an empty string", "null", "a list of 1"].map(
        (found, i) => `members[${i + 1}]: must be a user identifier, a string that is not empty; found ${found}`,
      ),
    ],
    ["101 members", { name: "g", members: strings(101) }, ["members: holds 101 of at most 100 user identifiers"]],
  ],
  "a capability": [
    [
      "an object as capabilities",
      { name: "g", capabilities: { assetsAcl: {} } },
      ['capabilities: must be a list; found an object with "assetsAcl"'],
    ],
    ["a string as capabilities", { name: "g", capabilities: "all" }, ['capabilities: must be a list; found "all"']],
    ["null as capability", one(null), ["capabilities[0]: must be an object with one ACL; found null"]],
    [
      "a string as capability",
      one("assetsAcl:READ"),
      ["capabilities[0]: must be an object with one ACL; found a string of 14 characters"],
    ],
    ["a list as capability", one([]), ["capabilities[0]: must be an object with one ACL; found an empty list"]],
    ["no ACL", one({}), [`capabilities[0]: names no ACL: ${example}`]],
    [
      "projects without an ACL",
      one({ projectUrlNames: { urlNames: ["p"] } }),
      [`capabilities[0]: names no ACL: ${example}`],
    ],
    [
      "a grant without an ACL around it",
      one({ actions: ["READ"], scope: all }),
      [`capabilities[0]: names no ACL around "actions" and "scope": ${example}`],
    ],
    [
      "two ACLs",
      one({ assetsAcl: { actions: ["READ"], scope: all }, eventsAcl: { actions: ["READ"], scope: all } }),
      ['capabilities[0]: names 2 ACLs ("assetsAcl", "eventsAcl"): write one capability for each'],
    ],
    [
      "seven ACLs",
      one(Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`a${n}Acl`, {}]))),
      [
        'capabilities[0]: names 7 ACLs ("a1Acl", "a2Acl", "a3Acl", "a4Acl", "a5Acl" and 2 more): write one capability for each',
      ],
    ],
    [
      "a misspelt property beside the ACL",
      one({ assetsAcl: { actions: ["READ"], scope: all }, projectUrlName: { urlNames: ["p"] } }),
      [
        'capabilities[0]: there is no property "projectUrlName" beside an ACL; allowed: projectUrlNames; did you mean "projectUrlNames"?',
      ],
    ],
    [
      "the key that iam.unlisted sets",
      one({ assetsAcl: { actions: ["READ"], scope: all }, unlisted: false }),
      ['capabilities[0]: has a key "unlisted": use iam.unlisted(…) instead'],
    ],
    [
      "a list as projectUrlNames",
      projects(["p"]),
      [
        "capabilities[0].projectUrlNames: must be { urlNames: [...] } with the URL names of projects; found a list of 1",
      ],
    ],
    [
      "no project in projectUrlNames",
      projects({ urlNames: [] }),
      [
        "capabilities[0].projectUrlNames: must be { urlNames: [...] } with the URL names of projects; found an empty list",
      ],
    ],
    [
      "a number in projectUrlNames",
      projects({ urlNames: ["p", 5] }),
      [`capabilities[0].projectUrlNames.urlNames[1]: ${name} a number`],
    ],
    [
      "a misspelt property of projectUrlNames",
      projects({ urlName: ["p"] }),
      [
        'capabilities[0].projectUrlNames: there is no property "urlName"; allowed: urlNames; did you mean "urlNames"?',
        "capabilities[0].projectUrlNames: must be { urlNames: [...] } with the URL names of projects; found nothing",
      ],
    ],
  ],
  "an ACL": [
    [
      "a misspelt ACL",
      one({ asetsAcl: { actions: ["READ"], scope: all } }),
      [`capabilities[0]: there is no ACL "asetsAcl"; did you mean "assetsAcl"? ${fresh('{ "asetsAcl": … }')}`],
    ],
    [
      "an ACL in another case",
      one({ timeseriesAcl: { actions: ["READ"], scope: all } }),
      [
        `capabilities[0]: there is no ACL "timeseriesAcl"; did you mean "timeSeriesAcl"? ${fresh('{ "timeseriesAcl": … }')}`,
      ],
    ],
    [
      "an ACL without its ending",
      one({ raw: { actions: ["READ"], scope: all } }),
      [`capabilities[0]: there is no ACL "raw"; did you mean "rawAcl"? ${fresh('{ "raw": … }')}`],
    ],
    [
      "an ACL like no other",
      one({ quantumEntanglementAcl: { actions: ["READ"], scope: all } }),
      [`capabilities[0]: there is no ACL "quantumEntanglementAcl". ${fresh('{ "quantumEntanglementAcl": … }')}`],
    ],
    [
      "a property of every object as ACL",
      one({ constructor: { actions: ["READ"], scope: all } }),
      [`capabilities[0]: there is no ACL "constructor". ${fresh('{ "constructor": … }')}`],
    ],
    ["null below an ACL", assets(null), [`${acl}: must be { actions: [...], scope: {...} }; found null`]],
    ["a list below an ACL", assets(["READ"]), [`${acl}: must be { actions: [...], scope: {...} }; found a list of 1`]],
    [
      "a property that a grant lacks",
      assets({ actions: ["READ"], scope: all, scopes: 1 }),
      [`${acl}: there is no property "scopes"; allowed: actions, scope; did you mean "scope"?`],
    ],
    [
      "a misspelt property of a grant",
      assets({ action: ["READ"], scope: all }),
      [
        `${acl}: there is no property "action"; allowed: actions, scope; did you mean "actions"?`,
        `${acl}.actions: is missing: name at least one of READ, WRITE`,
      ],
    ],
  ],
  "the actions": [
    ["no actions", assets({ scope: all }), [`${acl}.actions: is missing: name at least one of READ, WRITE`]],
    [
      "an empty list of actions",
      assets({ actions: [], scope: all }),
      [`${acl}.actions: is empty: name at least one of READ, WRITE`],
    ],
    [
      "a string as actions",
      assets({ actions: "READ", scope: all }),
      [`${acl}.actions: must be a list of READ, WRITE; found "READ"`],
    ],
    [
      "a misspelt action",
      assets({ actions: ["WRITE", "REED"], scope: all }),
      [`${acl}.actions[1]: assetsAcl has no action "REED"; allowed: READ, WRITE; did you mean "READ"? ${fresh()}`],
    ],
    [
      "an action in another case",
      assets({ actions: ["read"], scope: all }),
      [`${acl}.actions[0]: assetsAcl has no action "read"; allowed: READ, WRITE; did you mean "READ"? ${fresh()}`],
    ],
    [
      "an action of another ACL",
      assets({ actions: ["MEMBEROF"], scope: all }),
      [`${acl}.actions[0]: assetsAcl has no action "MEMBEROF"; allowed: READ, WRITE. ${fresh()}`],
    ],
    [
      "actions that are no strings",
      assets({ actions: [1, null], scope: all }),
      [
        `${acl}.actions[0]: must be one of READ, WRITE; found a number`,
        `${acl}.actions[1]: must be one of READ, WRITE; found null`,
      ],
    ],
  ],
  "the scope": [
    [
      "no scope",
      assets({ actions: ["READ"] }),
      [`${acl}.scope: is missing: write { all: {} } or { datasetScope: {…} }`],
    ],
    ["an empty scope", scope({}), [`${acl}.scope: is empty: write { all: {} } or { datasetScope: {…} }`]],
    ["a scope of null", scope(null), [`${acl}.scope: must be { all: {} } or { datasetScope: {…} }; found null`]],
    ["a string as scope", scope("all"), [`${acl}.scope: must be { all: {} } or { datasetScope: {…} }; found "all"`]],
    [
      "two scopes",
      scope({ all: {}, datasetScope: { ids: [1] } }),
      [`${acl}.scope: holds 2 scopes ("all", "datasetScope"): write one capability for each`],
    ],
    [
      "a misspelt scope",
      scope({ datasetScop: { ids: [1] } }),
      [
        `${acl}.scope: assetsAcl has no scope "datasetScop"; allowed: all, datasetScope; did you mean "datasetScope"? ${fresh()}`,
      ],
    ],
    [
      "a scope of another ACL",
      scope({ tableScope: { dbsToTables: {} } }),
      [`${acl}.scope: assetsAcl has no scope "tableScope"; allowed: all, datasetScope. ${fresh()}`],
    ],
    ["null in scope all", scope({ all: null }), [`${acl}.scope.all: must be an empty object, {}; found null`]],
    ["true in scope all", scope({ all: true }), [`${acl}.scope.all: must be an empty object, {}; found true`]],
    [
      "ids in scope all",
      scope({ all: { ids: [1] } }),
      [`${acl}.scope.all: there is no property "ids"; it must be empty, {}`],
    ],
    ["a list in a scope", scope({ datasetScope: [1] }), [`${datasets}: must be an object with ids; found a list of 1`]],
    [
      "a scope without its field",
      scope({ datasetScope: {} }),
      [`${datasets}.ids: is missing: it must be a list of ids`],
    ],
    [
      "a misspelt field",
      scope({ datasetScope: { id: [1] } }),
      [
        `${datasets}: there is no property "id"; allowed: ids; did you mean "ids"?`,
        `${datasets}.ids: is missing: it must be a list of ids`,
      ],
    ],
    [
      "a field too many",
      scope({ datasetScope: { ids: [1], spaceIds: [] } }),
      [`${datasets}: there is no property "spaceIds"; allowed: ids`],
    ],
  ],
  "ids and names": [
    ["one id without a list", ids(1), [`${datasets}.ids: must be a list of ids; found a number`]],
    ["null as ids", ids(null), [`${datasets}.ids: must be a list of ids; found null`]],
    ["the id 0", ids([1, 0]), [`${datasets}.ids[1]: ${id} 0`]],
    ["a negative id", ids([-4711]), [`${datasets}.ids[0]: ${id} a negative number`]],
    ["a fraction as id", ids([47.11]), [`${datasets}.ids[0]: ${id} a fraction`]],
    ["an id that a number does not hold", ids([2 ** 53]), [`${datasets}.ids[0]: ${id} a larger number`]],
    ["a string that begins like an id", ids(["12a"]), [`${datasets}.ids[0]: ${id} a string of 3 characters`]],
    [
      "a string that is one too large",
      ids(["9007199254740992"]),
      [`${datasets}.ids[0]: ${id} a string of 16 characters`],
    ],
    ["the string 0", ids(["0"]), [`${datasets}.ids[0]: ${id} a string of 1 character`]],
    ["an external id as id", ids(["ds_main"]), [`${datasets}.ids[0]: ${id} "ds_main"`]],
    ["an empty string as id", ids([""]), [`${datasets}.ids[0]: ${id} an empty string`]],
    [
      "all else that is no id",
      ids([null, true, {}, [1], "1e3", " 7", "-1", "0x1"]),
      [
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
    [
      "one name without a list",
      spaceIds("s"),
      ['capabilities[0].dataModelsAcl.scope.spaceIdScope.spaceIds: must be a list of names; found "s"'],
    ],
    [
      "names that are none",
      spaceIds([1, "", null]),
      ["a number", "an empty string", "null"].map(
        (found, i) => `capabilities[0].dataModelsAcl.scope.spaceIdScope.spaceIds[${i}]: ${name} ${found}`,
      ),
    ],
  ],
  "RAW databases and tables": [
    ["no databases", raw({}), [`${databases}: is missing: it must be an object from database to { tables: [...] }`]],
    [
      "a list of databases",
      tables(["db"]),
      [`${databases}: must be an object from database to { tables: [...] }; found a list of 1`],
    ],
    ["a database without a name", tables({ "": ["t"] }), [`${databases}: holds an empty database name`]],
    [
      "null for a database",
      tables({ db: null }),
      [`${databases}["db"]: must be { tables: [...] }, or {} for every table; found null`],
    ],
    [
      "one table without a list",
      tables({ db: "t" }),
      [`${databases}["db"]: must be { tables: [...] }, or {} for every table; found "t"`],
    ],
    [
      "null as tables",
      tables({ db: { tables: null } }),
      [`${databases}["db"].tables: must be a list of tables; found null`],
    ],
    [
      "a misspelt property of a database",
      tables({ db: { tabels: ["t"] } }),
      [`${databases}["db"]: there is no property "tabels"; allowed: tables; did you mean "tables"?`],
    ],
    [
      "a table that is no name",
      tables({ "d b": { tables: ["t", 12] } }),
      [`${databases}["d b"].tables[1]: ${name} a number`],
    ],
    [
      "a table that is no name, without nesting",
      tables({ db: ["", "t"] }),
      [`${databases}["db"][0]: ${name} an empty string`],
    ],
  ],
  "an unlisted capability": [
    ["no ACL", one({ unlisted: true }), [`capabilities[0]: names no ACL: ${example}`]],
    [
      "a number below its ACL",
      one({ newAcl: 5, unlisted: true }),
      ["capabilities[0].newAcl: must be { actions: [...], scope: {...} }; found a number"],
    ],
    [
      "actions that are no list",
      one({ newAcl: { actions: "READ", scope: all }, unlisted: true }),
      ['capabilities[0].newAcl.actions: must be a list of strings; found "READ"'],
    ],
    [
      "two scopes",
      one({ newAcl: { actions: ["READ"], scope: { a: {}, b: {} } }, unlisted: true }),
      ['capabilities[0].newAcl.scope: must hold exactly one scope; found an object with "a", "b"'],
    ],
  ],
  "the metadata": [
    ["a list", { name: "g", metadata: ["a"] }, ["metadata: must be an object of strings; found a list of 1"]],
    [
      "a string",
      { name: "g", metadata: "team=s3cret" },
      ["metadata: must be an object of strings; found a string of 11 characters"],
    ],
    [
      "16 pairs, since one marks the owner",
      { name: "g", metadata: pairs(16) },
      ["metadata: holds 16 of at most 15 pairs (the API allows 16, and one marks the group's owner)"],
    ],
    [
      "values that are no strings",
      { name: "g", metadata: { a: 4711, b: true, c: null, d: { s3cret: 1 } } },
      [
        'metadata["a"]: must be a string; found a number: put it in quotes',
        'metadata["b"]: must be a string; found a boolean: put it in quotes',
        'metadata["c"]: must be a string; found null',
        'metadata["d"]: must be a string; found an object with "s3cret"',
      ],
    ],
    [
      "the owner's key",
      { name: "g", metadata: { pulumi: "s3cret" } },
      ['metadata["pulumi"]: is the key that marks the group\'s owner: choose another'],
    ],
    ["an empty key", { name: "g", metadata: { "": "s3cret" } }, ["metadata: holds an empty key"]],
    [
      "a key of 33 bytes",
      { name: "g", metadata: { ["k".repeat(33)]: "v" } },
      [`metadata["${"k".repeat(33)}"]: the key has 33 of at most 32 bytes`],
    ],
    [
      "a key of 17 characters and 34 bytes",
      { name: "g", metadata: { ["é".repeat(17)]: "v" } },
      [`metadata["${"é".repeat(17)}"]: the key has 34 of at most 32 bytes`],
    ],
    [
      "a value of 513 bytes",
      { name: "g", metadata: { a: "v".repeat(513) } },
      ['metadata["a"]: has 513 of at most 512 bytes'],
    ],
    [
      "a value of 129 characters and 516 bytes",
      { name: "g", metadata: { a: "🙂".repeat(129) } },
      ['metadata["a"]: has 516 of at most 512 bytes'],
    ],
    [
      "4,097 bytes in all, the owner's among them",
      { name: "g", metadata: { ...pairs(7, "v".repeat(512)), rest: "v".repeat(465) } },
      ["metadata: has 4097 of at most 4096 bytes in all (30 of them mark the owner)"],
    ],
  ],
  "the attributes": [
    ["a string", { name: "g", attributes: "x" }, ['attributes: must be an object; found "x"']],
    [
      "a misspelt property",
      { name: "g", attributes: { tokens: {} } },
      ['attributes: there is no property "tokens"; allowed: token; did you mean "token"?'],
    ],
    [
      "a list as token",
      { name: "g", attributes: { token: ["x"] } },
      ["attributes.token: must be an object; found a list of 1"],
    ],
    [
      "a misspelt property of token",
      { name: "g", attributes: { token: { appId: ["x"] } } },
      [
        'attributes.token: there is no property "appId"; allowed: appIds; did you mean "appIds"?',
        "attributes.token.appIds: is missing: name the applications whose tokens count, or leave attributes out for the tokens of all",
      ],
    ],
    [
      "one application without a list",
      appIds("x"),
      ['attributes.token.appIds: must be a list of application ids; found "x"'],
    ],
    // The service takes each of these for the tokens of every application.
    [
      "null for the applications",
      appIds(null),
      [
        "attributes.token.appIds: is null: name the applications whose tokens count, or leave attributes out for the tokens of all",
      ],
    ],
    [
      "a token that names no applications",
      { name: "g", attributes: { token: {} } },
      [
        "attributes.token.appIds: is missing: name the applications whose tokens count, or leave attributes out for the tokens of all",
      ],
    ],
    [
      "null for the token",
      { name: "g", attributes: { token: null } },
      ["attributes.token: must be an object; found null"],
    ],
    ["no applications", appIds([]), ["attributes.token.appIds: holds 0; allowed are 1 to 255 application ids"]],
    [
      "256 applications",
      appIds(strings(256)),
      ["attributes.token.appIds: holds 256; allowed are 1 to 255 application ids"],
    ],
    [
      "an application id of 256 characters",
      appIds(["a", "x".repeat(256)]),
      ["attributes.token.appIds[1]: has 256 of at most 255 characters"],
    ],
    [
      "application ids that are none",
      appIds(["", 5, null]),
      ["an empty string", "a number", "null"].map(
        (found, i) =>
          `attributes.token.appIds[${i}]: must be an application id, a string that is not empty; found ${found}`,
      ),
    ],
  ],
};

describe.each(Object.entries(table))("the check of a group refuses, in %s:", (_, bad) => {
  test.each(bad)("%s", (_, inputs, messages) => {
    expect(checkGroup(inputs, owner).errors).toEqual(messages);
  });
});

test("the check of a group names everything that is wrong at once, in the order of the properties", () => {
  const inputs = {
    capabilites: [],
    name: "",
    sourceId: 5,
    members: ["u"],
    capabilities: [{ asetsAcl: {} }, { assetsAcl: { actions: ["REED"], scope: { all: {}, datasetScope: {} } } }],
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

test("the check of a group quotes no word of an input that is a secret", () => {
  const capabilities = [...ids(["hunter"]).capabilities, "hunter"];
  const inputs = { name: "g", members: "hunter", capabilities, attributes: "hunter" };
  const secretInputs = ["members", "capabilities", "attributes"];
  const shown = checkGroup(inputs, owner).errors.join();
  expect(shown.match(/"hunter"/g)).toHaveLength(4);
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
    "metadata: holds 17 of at most 16 pairs",
  ]);
  const full = { ...pairs(7, "v".repeat(512)), rest: "v".repeat(494) };
  expect(checkGroup({ name: "g", metadata: full }, undefined).errors).toEqual([]);
  expect(checkGroup({ name: "g", metadata: { ...full, rest: "v".repeat(495) } }, undefined).errors).toEqual([
    "metadata: has 4097 of at most 4096 bytes in all",
  ]);
  expect(checkGroup({ name: "g", metadata: { pulumi: "x" } }, undefined).errors).toHaveLength(1);
});
