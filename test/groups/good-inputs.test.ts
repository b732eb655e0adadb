import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { unlisted } from "../../src/capabilities/types";
import { checkGroup } from "../../src/groups/check";
import { can, inDataSets, inTables } from "../support/capability";

const owner = "proj/dev/g#0123456789abc";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface Catalogue {
  acls: Record<string, { actions: string[]; scopes: string[]; status: string; keyVariants?: string[] }>;
  scopes: Record<string, { fields: Record<string, { type: string }> }>;
}

const catalogue: Catalogue = JSON.parse(
  readFileSync(join(__dirname, "../../scripts/catalogue/capabilities.json"), "utf8"),
);

const examples: Record<string, unknown> = {
  "integer[]": [1, "2", 9007199254740991],
  "string[]": ["a", "12", "✓"],
  "map<string, {tables: string[]}>": { db: {}, other: { tables: ["t"] }, flat: ["t"] },
};

const scopeOf = (scope: string) =>
  Object.fromEntries(
    Object.entries(catalogue.scopes[scope]?.fields ?? {}).map(([field, { type }]) => [field, examples[type]]),
  );

const cases = Object.entries(catalogue.acls).flatMap(([acl, { actions, scopes, status, keyVariants = [] }]) => {
  const isUnconfirmed = status === "unconfirmed";
  return [acl, ...keyVariants].flatMap((name) =>
    actions.flatMap((action) =>
      scopes.map((scope) => ({ name, action, scope, content: scopeOf(scope), isUnconfirmed })),
    ),
  );
});

const one = (capability: unknown) => ({ name: "g", capabilities: [capability] });
const strings = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`);
const pairs = (count: number) => Object.fromEntries(strings(count).map((key) => [key, "v"]));

const rich = {
  name: "g",
  members: ["u1", "u2"],
  capabilities: [
    can("assetsAcl", ["READ", "WRITE"], inDataSets(1, "2")),
    can("dataModelsAcl", ["READ"], { spaceIdScope: { spaceIds: ["a", "b"] } }),
    {
      rawAcl: {
        actions: ["READ"],
        scope: { tableScope: { dbsToTables: { db: { tables: ["t"] }, flat: ["t"], all: {} } } },
      },
      projectUrlNames: { urlNames: ["p"] },
    },
    can("groupsAcl", ["LIST"], { currentuserscope: {} }),
    unlisted(can("newAcl", ["FLY"], { moonScope: { craters: [1] } })),
  ],
  metadata: { team: "data", "cost centre": "1" },
  attributes: { token: { appIds: ["a", "b"] } },
};

describe("the check of a group accepts", () => {
  test("every action of every ACL in every scope, 75 ACLs and their other spellings", () => {
    expect(Object.keys(catalogue.acls)).toHaveLength(75);
    for (const { name, action, scope, content, isUnconfirmed } of cases) {
      const { errors, warnings } = checkGroup(
        one({ [name]: { actions: [action], scope: { [scope]: content } } }),
        owner,
      );
      const warning = `capabilities[0].${name}: is not in Cognite's current documentation; the service may not know it`;
      const expected = { errors: [], warnings: isUnconfirmed ? [warning] : [] };
      expect({ name, action, scope, errors, warnings }).toEqual({ name, action, scope, ...expected });
    }
  });

  test("every scope in any case", () => {
    for (const { name, action, scope, content } of cases)
      for (const spelled of [scope.toLowerCase(), scope.toUpperCase()])
        expect(checkGroup(one({ [name]: { actions: [action], scope: { [spelled]: content } } }), owner).errors).toEqual(
          [],
        );
  });

  test.each<[string, Record<string, unknown>]>([
    ["a name and nothing else", { name: "g" }],
    ["a name of 255 characters, each of four bytes", { name: "🙂".repeat(255) }],
    ["everything", rich],
    [
      "nothing in everything",
      { name: "g", sourceId: null, members: null, capabilities: null, metadata: null, attributes: null },
    ],
    ["empty things", { name: "g", sourceId: "", members: [], capabilities: [], metadata: {}, attributes: {} }],
    ["an empty sourceId beside members", { name: "g", sourceId: "", members: ["u"] }],
    ["all user accounts", { name: "g", members: "allUserAccounts" }],
    ["100 members", { name: "g", members: strings(100) }],
    ["15 pairs of metadata", { name: "g", metadata: pairs(15) }],
    ["a key of 32 bytes and a value of 512", { name: "g", metadata: { ["é".repeat(16)]: "🙂".repeat(128) } }],
    [
      "4,096 bytes of metadata, the owner's among them",
      {
        name: "g",
        metadata: { ...Object.fromEntries(strings(7).map((key) => [key, "v".repeat(512)])), rest: "v".repeat(464) },
      },
    ],
    ["keys that every object has", { name: "g", metadata: { constructor: "x", toString: "y", ["__proto__"]: "z" } }],
    [
      "255 applications of 255 characters",
      { name: "g", attributes: { token: { appIds: strings(255).map((s) => s.padEnd(255, "x")) } } },
    ],
    ["attributes that say nothing", { name: "g", attributes: {} }],
    ["a limit by application that nobody knows yet", { name: "g", attributes: { token: { appIds: unknown } } }],
    ["what this package adds to the inputs", { name: "g", __provider: "x", owner: "o", importId: "1" }],
    ["the same right twice", { name: "g", capabilities: [rich.capabilities[0], rich.capabilities[0]] }],
    ["no ids in a scope", one(can("assetsAcl", ["READ"], inDataSets()))],
    [
      "database and tables of odd names",
      one(can("rawAcl", ["READ"], inTables({ "a[0].b": ["12", "__proto__", '"'] }))),
    ],
    ["an id with zeros before it", one(can("assetsAcl", ["READ"], inDataSets("007")))],
  ])("%s", (_, inputs) => {
    expect(checkGroup(inputs, owner)).toMatchObject({ errors: [] });
  });
});

test("an unlisted capability passes with a warning, whatever its words are", () => {
  const capabilities = [
    unlisted(can("newAcl", ["FLY"], { moonScope: { craters: [null] } })),
    unlisted(can("assetsAcl", ["FLY"])),
  ];
  const { errors, warnings } = checkGroup({ name: "g", capabilities }, owner);
  expect(errors).toEqual([]);
  expect(warnings).toEqual([
    "capabilities[0].newAcl: is not checked (iam.unlisted)",
    "capabilities[1].assetsAcl: is not checked (iam.unlisted)",
  ]);
});

/** Every copy of some JSON in which one value, at any depth, is not known yet. */
function* withOneUnknown(value: unknown): Generator<unknown> {
  yield unknown;
  if (Array.isArray(value))
    for (const [i, each] of value.entries()) for (const copy of withOneUnknown(each)) yield value.with(i, copy);
  else if (typeof value === "object" && value !== null)
    for (const [key, each] of Object.entries(value))
      for (const copy of withOneUnknown(each)) yield { ...value, [key]: copy };
}

test("a value that is not known yet passes at every position", () => {
  const { name: _, ...without } = rich;
  const copies = [...withOneUnknown(rich)].slice(1) as Record<string, unknown>[];
  expect(copies.length).toBeGreaterThan(60);
  for (const copy of copies) expect({ copy, errors: checkGroup(copy, owner).errors }).toEqual({ copy, errors: [] });
  expect(checkGroup({ ...without, name: unknown, sourceId: unknown }, owner).errors).toEqual([]);
  expect(checkGroup({ ...without, name: unknown, members: unknown, sourceId: "s" }, owner).errors).toEqual([]);
});

test("beside a value that is not known yet, what is wrong is still told", () => {
  const inputs = {
    name: unknown,
    capabilities: [unknown, { asetsAcl: unknown }, can("assetsAcl", [unknown, "REED"], inDataSets(unknown, 0))],
    metadata: { a: unknown, pulumi: unknown },
  };
  expect(checkGroup(inputs, owner).errors.map((message) => message.split(": ", 1)[0])).toEqual([
    "capabilities[1]",
    "capabilities[2].assetsAcl.actions[1]",
    "capabilities[2].assetsAcl.scope.datasetScope.ids[1]",
    'metadata["pulumi"]',
  ]);
});

test("an empty list of tables passes with a warning, since it opens the whole database", () => {
  const capability = can("rawAcl", ["READ"], inTables({ a: { tables: [] }, b: {} }));
  expect(checkGroup({ name: "g", capabilities: [capability] }, owner)).toMatchObject({
    errors: [],
    warnings: [
      'capabilities[0].rawAcl.scope.tableScope.dbsToTables["a"].tables: is empty, which grants every table of the database; write {} if this is intended',
    ],
  });
});

test.each([
  ["9d2f6b1e-…", true],
  ["9d2f...", true],
  ["9d2f6b1e-4c1f-4e0b-8a57-3f1c2d7e9b40", false],
  ["readers.of.plant", false],
])("a sourceId with an ellipsis passes with a warning, which does not show it: %s", (sourceId, isPlaceholder) => {
  expect(checkGroup({ name: "g", sourceId }, owner)).toMatchObject({
    errors: [],
    warnings: isPlaceholder
      ? ["sourceId: looks like a placeholder: write the whole ID of the group in your identity provider"]
      : [],
  });
});
