import { describe, expect, test } from "vitest";
import { acls } from "../../../src/capabilities/catalogue";
import { isWrite, readingActions, writingActions } from "../../../src/cli/access/actions";
import { holdersByAcl } from "../../../src/cli/access/by-acl";
import { accessInState } from "../../../src/cli/access/from-state";
import { scopeText, whoOf } from "../../../src/cli/access/phrases";
import { accessReport } from "../../../src/cli/access/report";
import { rightsOf } from "../../../src/cli/access/rights";
import { pluginTypeToken } from "../../../src/contract/resource-types";
import { can, inDataSets, inTables } from "../../support/capability";
import { exportOf, live, pluginResource, reportOf, resource, secret, stateReport, unknown } from "./groups";

describe("what counts as write", () => {
  test("every action of the catalogue is in one of the two tables, so that a new word asks for a decision", () => {
    const words = new Set(Object.values(acls).flatMap(({ actions }): readonly string[] => actions));
    const decided = [...readingActions, ...Object.keys(writingActions)];
    expect([...words].filter((word) => !decided.includes(word))).toEqual([]);
    expect(decided.filter((word) => !words.has(word))).toEqual([]);
    for (const word of decided) expect(isWrite(word), word).toBe(word in writingActions);
  });

  test("an unknown action does, and case makes no difference", () => {
    expect(isWrite("FLY")).toBe(true);
    expect(isWrite("read")).toBe(false);
  });
});

describe("rights in the access report", () => {
  test.each<[string, unknown, object]>([
    [
      "project-wide",
      can("assetsAcl", ["WRITE", "READ"]),
      { read: ["READ"], write: ["WRITE"], scope: { reach: "project", key: "all", targets: [] } },
    ],
    [
      "in data sets, ids as texts",
      can("assetsAcl", ["READ"], inDataSets("10", 9)),
      {
        scope: {
          reach: "scoped",
          key: "datasetScope",
          targets: [
            ["ids", "9"],
            ["ids", "10"],
          ],
        },
      },
    ],
    [
      "in the service's own spelling",
      can("entityMatchingAcl", ["READ"], { ALL: {} }),
      { acl: "entitymatchingAcl", scope: { reach: "project" } },
    ],
    [
      "in RAW tables",
      can("rawAcl", ["READ"], inTables({ a: ["t"], b: { tables: ["u"] }, c: {} })),
      {
        scope: {
          key: "tableScope",
          targets: [
            ["dbsToTables", "a", "t"],
            ["dbsToTables", "b", "u"],
            ["dbsToTables", "c"],
          ],
        },
      },
    ],
    [
      "limited to projects",
      { ...can("assetsAcl", ["READ"]), projectUrlNames: { urlNames: ["p"] } },
      { projects: ["p"] },
    ],
    [
      "an ACL that is not known",
      can("newAcl", ["FLY"], { newScope: { x: [1] } }),
      {
        acl: "newAcl",
        status: "unlisted",
        write: ["FLY"],
        scope: { reach: "scoped", key: "newScope", targets: [['{"x":[1]}']] },
      },
    ],
    [
      "an action and a scope that are not",
      can("assetsAcl", ["FLY"], { moonScope: {} }),
      { unlisted: ["FLY", "moonScope"] },
    ],
    ["no scope", { assetsAcl: { actions: ["READ"] } }, { scope: { reach: "unknown", key: "(no scope)" } }],
    ["what is no capability", "(secret)", { acl: "(secret)", read: [], write: [] }],
  ])("%s", (_, capability, expected) => {
    expect(rightsOf([capability])).toMatchObject([expected]);
  });

  test.each([
    [{ dbsToTables: { a: { tables: ["b"] } } }, "tableScope: a/b"],
    [{ dbsToTables: { "a/b": {} } }, 'tableScope: "a/b"'],
    [{ dbsToTables: { "a/b": ["c", "d/e"] } }, 'tableScope: "a/b"/"d/e", "a/b"/c'],
  ])("in the scope %j have a text of their own", (tables, shown) => {
    const [right] = rightsOf([can("rawAcl", ["READ"], { tableScope: tables })]);
    expect(right && scopeText(right.scope)).toBe(shown);
  });

  test("of the same ACL in the same scope are one right", () => {
    const rights = rightsOf([
      can("assetsAcl", ["READ"]),
      can("assetsAcl", ["WRITE"]),
      can("assetsAcl", ["WRITE"], inDataSets(1)),
    ]);
    expect(rights.map(({ read, write, scope }) => [read, write, scope.key])).toEqual([
      [["READ"], ["WRITE"], "all"],
      [[], ["WRITE"], "datasetScope"],
    ]);
  });
});

describe("who is in a group", () => {
  test.each([
    [{ sourceId: "idp-1" }, "identity provider group idp-1"],
    [{ sourceId: "", members: ["u2", "u1"] }, "Ada (u1), u2"],
    [{ sourceId: "beside", members: ["u2"] }, "u2"],
    [{ members: "allUserAccounts" as const }, "all user accounts"],
    [{ sourceId: "" }, "nobody"],
    [{ sourceId: "idp", members: [] }, "nobody"],
  ])("with %j reads: %s", (group, who) => {
    const report = reportOf([group], { names: new Map([["u1", "Ada"]]) });
    expect(report.groups.map(whoOf)).toEqual([who]);
  });
});

describe("the access report of a state", () => {
  test("shows no secret, and says where one is", () => {
    const report = stateReport(
      resource("a", 1, {
        sourceId: secret("SEKRET"),
        capabilities: [can("assetsAcl", ["READ"], inDataSets(secret("SEKRET")))],
      }),
      resource("b", 2, { capabilities: secret("SEKRET"), metadata: { note: secret("SEKRET") } }),
    );
    expect(JSON.stringify(report)).not.toContain("SEKRET");
    expect(report.groups.map(whoOf)).toEqual(["(secret)", "nobody"]);
    expect(report.groups[0]?.rights[0]?.scope.targets).toEqual([["ids", "(secret)"]]);
    expect(report.groups[1]).toMatchObject({ rights: [{ acl: "(secret)" }], metadata: { note: "(secret)" } });
    expect(report.risks.map(({ rule, subject }) => [rule, subject])).toContainEqual(["hidden", "b"]);
  });

  test("counts only groups that are there: not what waits for its deletion, nor other resources", () => {
    const report = stateReport(resource("kept", 1, {}), resource("old", 2, {}, { delete: true }), {
      type: "pulumi:pulumi:Stack",
      urn: "urn",
    });
    expect(report.groups.map(({ name, id }) => [name, id])).toEqual([["kept", 1]]);
    expect(report.projects).toEqual(["test-project"]);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["every user account", { members: ["allUserAccounts"] }, { members: "allUserAccounts" }],
    ["a list of members", { members: ["ada", "bob"] }, { members: ["ada", "bob"] }],
    [
      "a capability that the catalogue lacks",
      { capabilities: [{ unlisted: can("newAcl", ["FLY"]), projectUrlNames: { urlNames: ["p"] } }] },
      { capabilities: [{ ...can("newAcl", ["FLY"]), unlisted: true, projectUrlNames: { urlNames: ["p"] } }] },
    ],
    ["one that is a secret", { capabilities: [{ unlisted: secret("x") }] }, { capabilities: [secret("x")] }],
    ["one that a preview hides", { capabilities: [{ unlisted: "[unknown]" }] }, { capabilities: ["[unknown]"] }],
    ["capabilities that are a secret", { capabilities: secret("x") }, { capabilities: secret("x") }],
  ])("of the plugin says the same of %s as one of dynamic resources", (_, ofPlugin, dynamic) => {
    const [group] = stateReport(pluginResource("a", 1, ofPlugin)).groups;
    const [same] = stateReport(resource("a", 1, dynamic)).groups;
    const { key: _key, urn: _urn, owner, ...shown } = group ?? {};
    expect(same).toMatchObject(shown);
    expect(shown).toMatchObject({ id: 1, name: "a", project: "test-project" });
    expect(owner).toMatch(/^test\/dev\/a#[0-9a-f]{12}$/);
  });

  test("has the security categories of the plugin, too", () => {
    const category = { type: pluginTypeToken("SecurityCategory"), urn: "u", id: "7", outputs: { name: "secret" } };
    expect(accessInState(exportOf(category)).categories).toEqual([{ id: 7, name: "secret" }]);
  });

  test("takes an empty stack export, and a state file", () => {
    expect(accessInState({ version: 3, deployment: {} }).groups).toEqual([]);
    expect(accessInState({ checkpoint: { latest: { resources: [resource("a", 1, {})] } } }).groups).toHaveLength(1);
    expect(() => accessInState({ steps: [] })).toThrow("is not a `pulumi stack export`");
  });

  test("beside a live project says what is managed, what drifted, what is missing and what is nobody's", () => {
    const state = accessInState(
      exportOf(
        resource("same", 1, {
          sourceId: "s",
          capabilities: [can("timeSeriesAcl", ["READ"], { idscope: { ids: ["7"] } })],
        }),
        resource("changed", 2, { sourceId: "s" }),
        resource("gone", 3, { sourceId: "s" }),
        resource("hushed", 6, { sourceId: secret("x") }),
        resource("hushed in part", 7, {
          sourceId: "s",
          capabilities: [can("timeSeriesAcl", ["READ"], { idscope: { ids: [secret("x"), 8] } })],
        }),
        resource("elsewhere", 5, {}, { outputs: { name: "elsewhere", project: "other" } }),
      ),
    );
    const report = accessReport({
      state,
      live: live([
        {
          name: "same",
          sourceId: "s",
          capabilities: [can("timeSeriesAcl", ["READ"], { idScope: { ids: [7] } })],
          metadata: { pulumi: "mark" },
        },
        { name: "changed", sourceId: "s", capabilities: [can("assetsAcl", ["READ"])] },
        { id: 4, name: "by hand" },
        { id: 6, name: "hushed", sourceId: "s" },
        {
          id: 7,
          name: "hushed in part",
          sourceId: "s",
          capabilities: [can("timeSeriesAcl", ["READ"], { idScope: { ids: [7, 9] } })],
        },
      ]),
    });
    expect(report.groups.map(({ name, managementStatus, drift }) => [name, managementStatus, drift])).toEqual([
      ["by hand", "unmanaged", undefined],
      ["changed", "drifted", ["capabilities"]],
      ["gone", "missing", undefined],
      ["hushed", "managed", undefined],
      ["hushed in part", "drifted", ["capabilities"]],
      ["same", "managed", undefined],
    ]);
    expect(report.notes).toEqual([
      "left out, since they are in other projects: 1 group of the state. To see them, set --project to other",
    ]);
    expect(report.groups.find(({ name }) => name === "same")).toMatchObject({ owner: "mark", metadata: {} });
  });
});

test("the access report shows what is known only after up as that", () => {
  const report = stateReport(
    resource("a", 1, { sourceId: unknown, capabilities: [can("assetsAcl", ["READ"], unknown as never)] }),
  );
  expect(report.groups.map(whoOf)).toEqual(["(known after up)"]);
  expect(report.groups[0]?.rights[0]?.scope).toEqual({ reach: "unknown", key: "(known after up)", targets: [] });
});

test("by ACL, each group stands once in every column that it belongs in", () => {
  const report = reportOf([
    {
      name: "a",
      capabilities: [
        can("assetsAcl", ["READ", "WRITE"]),
        can("assetsAcl", ["READ"], inDataSets(1)),
        can("assetsAcl", ["READ"], inDataSets(2)),
      ],
    },
    { name: "b", capabilities: [can("assetsAcl", ["WRITE"], inDataSets(1)), can("eventsAcl", ["READ"])] },
  ]);
  const names = (groups: readonly { name: string }[]) => groups.map(({ name }) => name).join();
  expect(
    holdersByAcl(report.groups).map((row) => [
      row.acl,
      names(row.writeProject),
      names(row.writeScoped),
      names(row.readProject),
      names(row.readScoped),
    ]),
  ).toEqual([
    ["assetsAcl", "a", "b", "a", "a"],
    ["eventsAcl", "", "", "b", ""],
  ]);
});
