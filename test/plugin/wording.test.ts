import { expect, test } from "vitest";
import { checkGroup } from "../../src/groups/check";
import { schemaWording } from "../../src/validation/wording";

const withCapability = (capability: object) => ({ name: "g", capabilities: [capability] });
const all = { all: {} };

test.each([
  [
    "an ACL that the catalogue lacks",
    withCapability({ newAcl: { actions: ["READ"], scope: all } }),
    'If it is new in the API, write unlisted: { "newAcl": … }',
  ],
  [
    "an action that the catalogue lacks",
    withCapability({ assetsAcl: { actions: ["FLY"], scope: all } }),
    "If it is new in the API, write unlisted: {…}",
  ],
  [
    "`unlisted` that is no object",
    withCapability({ assetsAcl: { actions: ["READ"], scope: all }, unlisted: "yes" }),
    'has a key "unlisted": use unlisted: {…} instead',
  ],
  [
    "a capability without an ACL",
    withCapability({ actions: ["READ"], scope: all }),
    'write { "assetsAcl": { "actions": ["READ"], "scope": { "all": {} } } }',
  ],
  ["a text for a grant", withCapability({ assetsAcl: "READ" }), 'must be { "actions": [...], "scope": {...} }'],
  [
    "a grant without a scope",
    withCapability({ assetsAcl: { actions: ["READ"] } }),
    'write { "all": {} } or { "datasetScope": {…} }',
  ],
  [
    "a text for tables",
    withCapability({ rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: { db: "t" } } } } }),
    'must be { "tables": [...] }, or {} for every table',
  ],
  [
    "a list for tables by database",
    withCapability({ rawAcl: { actions: ["READ"], scope: { tableScope: { dbsToTables: ["t"] } } } }),
    'must be an object from database to { "tables": [...] }',
  ],
  [
    "a list for projects",
    withCapability({ assetsAcl: { actions: ["READ"], scope: all }, projectUrlNames: ["p"] }),
    'must be { "urlNames": [...] } with the URL names of projects',
  ],
  ["a text for members", { name: "g", members: "everybody" }, 'a list of user identifiers, or ["allUserAccounts"]'],
  [
    "an external id for an id",
    withCapability({ datasetsAcl: { actions: ["READ"], scope: { idScope: { ids: ["ds_pumps"] } } } }),
    'write the ID that the function getDataSet finds by externalId: "ds_pumps"',
  ],
])("%s is refused in the words of the schema", (_, inputs, words) => {
  const [message = ""] = checkGroup(inputs, undefined, schemaWording).errors;
  expect(message).toContain(words);
  expect(message).not.toContain("iam.");
});

test("what is not checked is warned of in the words of the schema", () => {
  const capability = { newAcl: { actions: ["READ"], scope: all }, unlisted: true };
  expect(checkGroup(withCapability(capability), undefined, schemaWording).warnings).toEqual([
    "capabilities[0].newAcl: is not checked (unlisted)",
  ]);
});
