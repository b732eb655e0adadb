import { describe, expect, test } from "vitest";
import { findLeftovers } from "../../../src/cli/leftovers/find";
import { projectsToSearch, readStackState, stackOf } from "../../../src/cli/leftovers/state";
import type { Group } from "../../../src/client/groups";
import { resolveConnection } from "../../../src/connection/resolve";
import { newMarker, ownerOf } from "../../../src/contract/marker";
import { pluginTypeToken, typeToken } from "../../../src/contract/resource-types";

const type = typeToken("Group");
const component = "my:index:Team";

/** The URN of a group of the stack `proj/dev`. */
const urnOf = (name: string, { types = type, stack = "dev", project = "proj" } = {}) =>
  `urn:pulumi:${stack}::${project}::${types}::${name}`;

/** A group with the marker of a create call. */
const made = (id: number, urn: string, organization = "acme"): Group => ({
  id,
  name: `group-${id}`,
  metadata: { pulumi: newMarker(ownerOf(urn, organization)) },
});

/** A resource of a state. */
const kept = (id: number, urn: string, more: object = {}, organization = "acme") => ({
  urn,
  type,
  id: String(id),
  inputs: {},
  outputs: { name: `group-${id}`, project: "p", owner: ownerOf(urn, organization) },
  ...more,
});

const elsewhere = (id: number, urn: string) =>
  kept(id, urn, { outputs: { name: "x", project: "other", owner: ownerOf(urn, "acme") } });

interface Case {
  groups: Group[];
  resources?: object[];
  pending?: object[];
  /** What the Pulumi CLI calls the stack. */
  fullName?: string;
}

function found({ groups, resources = [], pending = [], fullName = "acme/proj/dev" }: Case): string[] {
  const state = readStackState({ version: 3, deployment: { resources, pending_operations: pending } });
  const stack = stackOf(state, fullName);
  if (stack === undefined) throw new Error("The stack is not known.");
  return findLeftovers(groups, { state, stack, cdfProject: "p" }).map(
    ({ group, resource, doubt }) => `${group.id} ${resource}${doubt === undefined ? "" : ` (${doubt})`}`,
  );
}

const long = "x".repeat(600);
const inOtherOrganization = "it may belong to a stack of the same name in another organization";

const ofPlugin = pluginTypeToken("Group");
const noOrganization =
  "(it may belong to a stack of the same name in another organization: markers of the plugin's groups do not include the organization)";

/** A group of the plugin, whose marker has no organization, and its resource, whose state has no owner. */
const pluginMade = (id: number, name: string, parent = ""): Group =>
  made(id, urnOf(name, { types: parent + ofPlugin }), "");
const pluginKept = (id: number, name: string) => ({
  urn: urnOf(name, { types: ofPlugin }),
  type: ofPlugin,
  id: String(id),
  outputs: { name: `group-${id}`, project: "p" },
});

const cases: Record<string, Case & { expected: string[] }> = {
  "a group that the state has is none": {
    groups: [made(1, urnOf("a"))],
    resources: [kept(1, urnOf("a"))],
    expected: [],
  },
  "a copy of a resource that the state has is one": {
    groups: [made(1, urnOf("a")), made(2, urnOf("a"))],
    resources: [kept(1, urnOf("a"))],
    expected: ["2 a"],
  },
  "a group that is about to be deleted is in the state": {
    groups: [made(1, urnOf("a")), made(2, urnOf("a"))],
    resources: [kept(1, urnOf("a")), kept(2, urnOf("a"), { delete: true })],
    expected: [],
  },
  "a group that is read by `get` is in the state": {
    groups: [made(1, urnOf("a"))],
    resources: [kept(1, urnOf("b"), { external: true })],
    expected: [],
  },
  "a group of a resource that was dropped is one": {
    groups: [made(1, urnOf("a")), made(2, urnOf("b"))],
    resources: [kept(2, urnOf("b"))],
    expected: ["1 a"],
  },
  "of a stack that was destroyed, every group is one": {
    groups: [made(1, urnOf("a")), made(2, urnOf("a::b/c#d"))],
    expected: ["1 a", "2 a::b/c#d"],
  },
  "groups of another stack or Pulumi project are none": {
    groups: [made(1, urnOf("a", { stack: "prod" })), made(2, urnOf("a", { project: "other" }))],
    resources: [kept(3, urnOf("a"))],
    expected: [],
  },
  "a group of a stack of the same name in another organization is not proven": {
    groups: [made(1, urnOf("a"), "other")],
    resources: [kept(3, urnOf("a"))],
    expected: [`1 a (${inOtherOrganization}, or to a resource whose parent the state no longer has)`],
  },
  "a group of a dropped resource is one under each parent that the state shows": {
    groups: [
      made(1, urnOf("a", { types: `${component}$${type}` })),
      made(2, urnOf("b", { types: `${component}$my:index:Inner$${type}` })),
      made(3, urnOf("c", { types: `${type}$${type}` })),
    ],
    resources: [
      { urn: urnOf("team", { types: component }), type: component },
      { urn: urnOf("x", { types: `${component}$my:index:Inner$my:index:Leaf` }), type: "my:index:Leaf" },
      kept(9, urnOf("parent")),
    ],
    expected: ["1 a", "2 b", "3 c"],
  },
  "a group under a parent that the state does not show is not proven": {
    groups: [made(1, urnOf("a", { types: `${component}$${type}` }))],
    resources: [kept(2, urnOf("b"))],
    expected: [`1 a (${inOtherOrganization}, or to a resource whose parent the state no longer has)`],
  },
  "a group of a create that has not ended is one, under its parent too": {
    groups: [made(1, urnOf("a", { types: `${component}$${type}` }))],
    pending: [{ type: "creating", resource: { urn: urnOf("a", { types: `${component}$${type}` }), type } }],
    expected: ["1 a"],
  },
  "a marker of an earlier version, without the digits of a call, is read": {
    groups: [
      { id: 1, name: "g", metadata: { pulumi: ownerOf(urnOf("a"), "acme") } },
      { id: 2, name: "g", metadata: { pulumi: ownerOf(urnOf("b"), "acme") } },
    ],
    resources: [kept(1, urnOf("a"))],
    expected: ["2 b"],
  },
  "a resource that has another owner in the state, as after an alias, is known by both": {
    groups: [made(1, urnOf("old")), made(2, urnOf("new"))],
    resources: [kept(3, urnOf("new"), { outputs: { name: "g", project: "p", owner: ownerOf(urnOf("old"), "acme") } })],
    expected: ["2 new", "1 old"],
  },
  "a stack that was renamed does not claim the groups of a new stack of its old name": {
    groups: [made(1, urnOf("a"))],
    resources: [
      kept(2, urnOf("a", { stack: "prod" }), {
        outputs: { name: "g", project: "p", owner: ownerOf(urnOf("a"), "acme") },
      }),
    ],
    fullName: "acme/proj/prod",
    expected: [],
  },
  "a name that is cut in the marker is known where the state has the resource": {
    groups: [made(1, urnOf(long)), made(2, urnOf(`${long}y`))],
    resources: [kept(3, urnOf(long))],
    expected: [
      `1 ${long.slice(0, 512 - "proj/dev/#0123456789ab.01234567".length)}`,
      expect.stringContaining(`(${inOtherOrganization}: the resource's name is too long for the marker`),
    ],
  },
  "an id in another CDF project does not count in this one": {
    groups: [made(1, urnOf("a")), made(2, urnOf("b"))],
    resources: [elsewhere(1, urnOf("a")), kept(2, urnOf("b"))],
    expected: ["1 a"],
  },
  "an id whose CDF project the state does not say counts": {
    groups: [made(1, urnOf("a"))],
    resources: [kept(1, urnOf("a"), { outputs: { name: "g" } })],
    expected: [],
  },
  "groups without a marker, or with a text that is none, are none": {
    groups: [
      { id: 1, name: "g" },
      { id: 2, name: "g", metadata: undefined },
      { id: 3, name: "g", metadata: { pulumi: "proj/dev/a" } },
      { id: 4, name: "g", metadata: { pulumi: "" } },
      { id: 5, name: "g", metadata: { other: ownerOf(urnOf("a"), "acme") } },
    ],
    expected: [],
  },
  "a group of the plugin that the state has is none, and a copy of it is one": {
    groups: [pluginMade(1, "a"), pluginMade(2, "a")],
    resources: [pluginKept(1, "a")],
    expected: [`2 a ${noOrganization}`],
  },
  "a group of the plugin is one where its resource was dropped, under a parent too, and where the stack was destroyed":
    {
      groups: [pluginMade(1, "a"), pluginMade(2, "b", `${component}$`)],
      resources: [{ urn: urnOf("team", { types: component }), type: component }],
      expected: [`1 a ${noOrganization}`, `2 b ${noOrganization}`],
    },
  "a group of the plugin is proven in a self-managed backend, and its owner says nothing about the backend": {
    groups: [pluginMade(1, "b"), made(2, urnOf("c"), "organization")],
    resources: [pluginKept(9, "a")],
    fullName: "dev",
    expected: ["1 b", "2 c"],
  },
  "a stack that moved from one door to the other knows the groups of both": {
    groups: [made(1, urnOf("a")), pluginMade(2, "a"), made(3, urnOf("b"))],
    resources: [pluginKept(9, "a")],
    expected: ["1 a", `2 a ${noOrganization}`, "3 b"],
  },
  "a name that is cut in the plugin's marker is known where the state has the resource": {
    groups: [pluginMade(1, long)],
    resources: [pluginKept(9, long)],
    expected: [`1 ${long.slice(0, 512 - "proj/dev/#0123456789ab.01234567".length)} ${noOrganization}`],
  },
  "without an organization, that of a self-managed backend is taken where the owners in the state are made with it": {
    groups: [made(1, urnOf("a"), "organization"), made(2, urnOf("b"), "acme")],
    resources: [kept(3, urnOf("c"), {}, "organization")],
    fullName: "dev",
    expected: ["1 a", `2 b (${inOtherOrganization}, or to a resource whose parent the state no longer has)`],
  },
  "without an organization, where the owners in the state are made with another, only resources of the state are proven":
    {
      groups: [made(1, urnOf("a")), made(2, urnOf("b")), made(3, urnOf("b"), "organization")],
      resources: [kept(9, urnOf("a"))],
      fullName: "dev",
      expected: [
        "1 a",
        `2 b (${inOtherOrganization}: the state does not say which organization this stack is in)`,
        `3 b (${inOtherOrganization}: the state does not say which organization this stack is in)`,
      ],
    },
};

describe("leftovers of a stack", () => {
  test.each(Object.entries(cases))("%s", (_, { expected, ...given }) => {
    expect(found(given)).toEqual(expected);
  });
});

describe("the projects to search", () => {
  const connection = resolveConnection({
    args: { project: "home", cluster: "c", clientId: "me", clientSecret: "s", idp: "cdf" },
    environment: {},
  });
  const inProject = (project: string, more: object = {}, type = typeToken("Group")) => ({
    urn: urnOf("a", { types: type }),
    type,
    inputs: { project },
    outputs: { name: "a", project },
    ...more,
  });
  const providerUrn = urnOf("own", { types: "pulumi:providers:pulumi-nodejs" });
  const provider = (inputs: object) => ({ urn: providerUrn, type: "pulumi:providers:pulumi-nodejs", inputs });
  const provided = { provider: `${providerUrn}::1` };

  test.each<[string, { resources?: object[]; pending?: object[]; others?: string[] }, string[]]>([
    ["the connection's alone, of an empty state", {}, []],
    [
      "those that resources name, once",
      { resources: ["b", "a", "b"].map((each) => inProject(`plant-${each}`)) },
      ["plant-a", "plant-b"],
    ],
    [
      "those of other kinds and of the plugin",
      { resources: [inProject("plant-a", {}, typeToken("SecurityCategory")), inProject("plant-b", {}, ofPlugin)] },
      ["plant-a", "plant-b"],
    ],
    ["not those of resources that name none", { resources: [inProject("away", { inputs: {} })] }, []],
    [
      "one that only the outputs say was named",
      { resources: [inProject("plant-a", { inputs: {}, outputs: { project: "plant-a", isProjectDeclared: true } })] },
      ["plant-a"],
    ],
    ["one in which a create has not ended", { pending: [inProject("plant-a", { outputs: {} })] }, ["plant-a"]],
    ["not one that is only read", { resources: [inProject("plant-a", { external: true })] }, []],
    [
      "not that of a Provider with other credentials",
      { resources: [provider({ "cognite-iam:clientId": "you" }), inProject("plant-a", provided)] },
      [],
    ],
    [
      "that of a Provider with the same",
      { resources: [provider({ "cognite-iam:clientId": "me" }), inProject("plant-a", provided)] },
      ["plant-a"],
    ],
    [
      "those that are given",
      { resources: [inProject("plant-b")], others: ["plant-a", "home", "plant-b"] },
      ["plant-a", "plant-b"],
    ],
  ])("are %s", (_, { resources = [], pending = [], others = [] }, expected) => {
    const operations = pending.map((resource) => ({ type: "creating", resource }));
    const state = readStackState({ version: 3, deployment: { resources, pending_operations: operations } });
    expect(projectsToSearch(state, connection, others)).toEqual(["home", ...expected]);
  });
});

describe("the stack of a state", () => {
  const state = (deployment: object) => readStackState({ version: 3, deployment });

  test("is the one that a state file names, whose resources need not be there", () => {
    const file = readStackState({ version: 3, checkpoint: { stack: "organization/proj/dev", latest: {} } });
    expect(stackOf(file)).toEqual({ organization: "organization", project: "proj", name: "dev" });
  });

  test("is in the URNs, also of operations that have not ended", () => {
    const resource = { urn: urnOf("a"), type };
    const expected = { organization: "organization", project: "proj", name: "dev" };
    expect(stackOf(state({ resources: [resource] }))).toEqual(expected);
    expect(stackOf(state({ pending_operations: [{ type: "creating", resource }] }))).toEqual(expected);
    expect(stackOf(state({ resources: [resource] }), "dev")).toEqual(expected);
  });

  test("is not known of an empty export", () => {
    expect(stackOf(state({}))).toBeUndefined();
  });

  test("operations of groups that have not ended are named, others are not", () => {
    const pending = [type, "pulumi-nodejs:dynamic/cognite:SecurityCategory"].map((each) => ({
      type: "creating",
      resource: { urn: urnOf("a", { types: each }), type: each },
    }));
    expect(state({ pending_operations: pending }).pending).toEqual([urnOf("a")]);
  });

  test.each([[{}], [[]], ["text"], [null], [{ deployment: { resources: 1 } }]])("%j is refused", (json) => {
    expect(() => readStackState(json)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });
});
