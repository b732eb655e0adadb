import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { settingsShown } from "../../src/cli/verify/settings";
import { type LocalIam, startLocalIam } from "../../src/local/index";
import { can } from "../support/capability";
import { temporaryFolder } from "../support/temporary-folder";
import { cli } from "./run";

vi.setConfig({ testTimeout: 60_000 });

const needed = [
  can("groupsAcl", ["LIST", "CREATE", "DELETE"]),
  can("projectsAcl", ["LIST"]),
  can("securityCategoriesAcl", ["LIST", "CREATE", "DELETE"]),
  can("sessionsAcl", ["LIST", "CREATE", "DELETE"]),
];

let iam: LocalIam;
const folder = temporaryFolder();

beforeAll(async () => {
  const client = (clientId: string, group: string) => ({ clientId, clientSecret: `${clientId}-hush`, groups: [group] });
  iam = await startLocalIam({
    projects: ["home", "away"],
    clients: [
      client("admin", "cdf-administrators"),
      client("enough", "enough"),
      client("reader", "reader"),
      client("own-only", "own-only"),
      client("nobody", "nobody"),
      client("lookups", "lookups"),
    ],
  });
  iam.createGroup({ name: "just enough", sourceId: "enough", capabilities: needed });
  iam.createGroup({
    name: "readers",
    sourceId: "reader",
    capabilities: [can("groupsAcl", ["LIST", "READ"]), can("projectsAcl", ["LIST", "READ"])],
  });
  iam.createGroup({
    name: "own only",
    sourceId: "own-only",
    capabilities: [can("groupsAcl", ["LIST", "CREATE", "DELETE"], { currentuserscope: {} })],
  });
  iam.createGroup({
    name: "lookups",
    sourceId: "lookups",
    capabilities: [
      ...needed,
      can("datasetsAcl", ["READ"]),
      can("timeSeriesAcl", ["READ"], { datasetScope: { ids: [1] } }),
      can("extractionPipelinesAcl", ["READ"], { datasetScope: { ids: [1] } }),
      can("extractionPipelinesAcl", ["READ"]),
      can("assetsAcl", ["WRITE"]),
    ],
  });
  iam.createGroup({ name: "no rights", sourceId: "nobody", capabilities: [] });
});
afterAll(() => iam.close());

/** The environment of one of the server's clients. */
const as = (clientId: string, more: Record<string, string> = {}) => ({
  ...iam.env,
  IDP_CLIENT_ID: clientId,
  IDP_CLIENT_SECRET: `${clientId}-hush`,
  ...more,
});

const json = async (clientId: string, ...args: string[]) => {
  const run = await cli(["verify", "--json", ...args], as(clientId));
  return { code: run.code, found: JSON.parse(run.stdout) };
};

const missingIn = (found: { rights: { acl: string; action: string; held?: boolean }[] }) =>
  found.rights.filter(({ held }) => held !== true).map(({ acl, action }) => `${acl}:${action}`);

describe("pulumi-cognite-iam verify", () => {
  test("names each setting that is missing, and where it can be set", async () => {
    const run = await cli(["verify"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^Connection\n {2}project +not set\n/);
    expect(run.stdout).toContain("Problem\n  The connection to Cognite Data Fusion is incomplete or invalid:\n");
    expect(run.stdout).toContain("project is missing: set it with `pulumi config set cognite-iam:project …`");
    expect(run.stdout).not.toContain("Token");
    expect(run.stdout).not.toContain("You do not need the permissions for kinds");
  });

  test("repeats what the token endpoint says of a wrong secret, and nothing of the secret", async () => {
    const run = await cli(["verify"], as("admin", { IDP_CLIENT_SECRET: "wrong-hush" }));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/ {2}clientSecret +set +environment IDP_CLIENT_SECRET\n/);
    expect(run.stdout).toMatch(/Problem\n.*no token: invalid_client.*Check that the client secret is correct/);
    expect(run.stdout).not.toContain("hush");
  });

  test("names the projects that the token reaches when the project is not one of them", async () => {
    const run = await cli(["verify"], as("admin", { CDF_PROJECT: "elsewhere" }));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /Problem\n {2}Cannot tell what you may do in project elsewhere: the token shows home, away, and your groups there could not be listed \(/,
    );
    expect(run.stdout).toContain("Your permissions could not be determined.");
    expect((await json("admin")).found.projects.map(({ name }: { name: string }) => name)).toEqual(["home", "away"]);
  });

  test("shows a caller without rights the group to ask for, to paste", async () => {
    const run = await cli(["verify"], as("nobody"));
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("projects  none shown");
    expect(run.stdout).toContain(
      "Cannot tell what you may do in project home: the token shows no project, and your groups there could not be listed (",
    );
    expect(run.stdout).toContain(
      [
        '  new iam.Group("pulumi", {',
        '    name: "pulumi",',
        '    sourceId: "<the ID of an identity provider group that the client nobody is in>",',
        "    capabilities: [",
        '      { groupsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } },',
        '      { projectsAcl: { actions: ["LIST"], scope: { all: {} } } },',
        '      { securityCategoriesAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } },',
        '      { sessionsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } },',
        "    ],",
        "  });",
      ].join("\n"),
    );
    const body = /^ {2}(\{"items".*)$/m.exec(run.stdout)?.[1] ?? "";
    expect(JSON.parse(body).items[0].capabilities).toEqual(needed);
  });

  test("says which rights are there, and which are missing", async () => {
    const run = await cli(["verify"], as("reader"));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/Your groups in home\n {2}\d+ {2}"readers" {2}sourceId reader\n/);
    expect(run.stdout).toMatch(/ {2}yes {6}groupsAcl:LIST +read groups\n {2}MISSING {2}groupsAcl:CREATE /);
    expect(run.stdout).toMatch(/\n8 permissions are missing\.\n$/);
    expect(missingIn((await json("reader")).found)).toEqual([
      "groupsAcl:CREATE",
      "groupsAcl:DELETE",
      "securityCategoriesAcl:LIST",
      "securityCategoriesAcl:CREATE",
      "securityCategoriesAcl:DELETE",
      "sessionsAcl:LIST",
      "sessionsAcl:CREATE",
      "sessionsAcl:DELETE",
    ]);
  });

  test("judges a project that token inspect leaves out by the caller's own groups; rights to those alone are too few", async () => {
    const { code, found } = await json("own-only");
    expect(code).toBe(1);
    expect(found).toMatchObject({ subject: "own-only", projects: [], groups: [{ name: "own only" }] });
    expect(missingIn(found).slice(0, 4)).toEqual([
      "groupsAcl:LIST",
      "groupsAcl:CREATE",
      "groupsAcl:DELETE",
      "projectsAcl:LIST",
    ]);
  });

  test.for(["enough", "admin"])("says to the client %s that all rights are there", async (clientId) => {
    const run = await cli(["verify"], as(clientId));
    expect(run.stderr).toBe("");
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/\nYou have all required permissions\.\n$/);
    expect(run.stdout).not.toContain("hush");
    const { code, found } = await json(clientId);
    expect(code).toBe(0);
    expect(found).toMatchObject({ enough: true, subject: clientId, project: "home" });
    expect(found).not.toHaveProperty("group");
  });

  test("shows how far the read permissions for lookups reach, which change no verdict", async () => {
    const run = await cli(["verify"], as("lookups"));
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(
      [
        "Read permissions for lookups, needed only by programs that have them",
        "  yes      datasetsAcl:READ             getDataSet",
        "  yes      extractionPipelinesAcl:READ  getExtractionPipeline",
        "  limited  timeSeriesAcl:READ           getTimeSeries",
        "  no       assetsAcl:READ               getAsset",
        "  no       locationFiltersAcl:READ      getLocationFilter",
        "",
      ].join("\n"),
    );
    const held = async (clientId: string, ...args: string[]) => {
      const { found } = await json(clientId, ...args);
      return found.lookups.map((lookup: { held: string }) => lookup.held);
    };
    expect(await held("lookups")).toEqual(["all", "all", "limited", "none", "none"]);
    expect(await held("enough")).toEqual(["none", "none", "none", "none", "none"]);
    expect(await held("lookups", "--project", "away")).toEqual([]);
    expect((await cli(["verify"], as("nobody"))).stdout).not.toContain("Read permissions for lookups");
  });

  test("only reads, with one token", async () => {
    iam.requests.length = 0;
    await cli(["verify"], as("admin"));
    expect(iam.requests.map(({ operation }) => operation)).toEqual(["token", "inspect", "groups.list"]);
  });

  test("--for asks for what the resources of a stack need, and no more", async () => {
    const resource = (kind: string, more: object = {}) => ({
      type: `pulumi-nodejs:dynamic/cognite:${kind}`,
      outputs: { project: "home" },
      provider: "urn:pulumi:dev::p::pulumi:providers:pulumi-nodejs::default::1",
      ...more,
    });
    const check = async (...resources: object[]) => {
      const file = path.join(folder, "stack.json");
      writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources } }));
      return json("reader", "--for", file);
    };
    expect((await check(resource("Group", { external: true }))).code).toBe(0);
    const groups = await check(resource("Group"), resource("Group"), { type: "pulumi:pulumi:Stack" });
    expect(groups.code).toBe(1);
    expect(missingIn(groups.found)).toEqual(["groupsAcl:CREATE", "groupsAcl:DELETE"]);
    expect(groups.found.resources).toEqual({ Group: 2 });
    expect(groups.found.group.capabilities).toEqual(needed.slice(0, 2));
    expect(missingIn((await check(resource("SecurityCategory"))).found)).toEqual([
      "securityCategoriesAcl:LIST",
      "securityCategoriesAcl:CREATE",
      "securityCategoriesAcl:DELETE",
    ]);
    expect((await check()).code).toBe(0);

    const provider = "urn:pulumi:dev::p::pulumi:providers:pulumi-nodejs::prod::1";
    await check(resource("Group", { provider, outputs: { project: "away" } }));
    const run = await cli(["verify", "--for", path.join(folder, "stack.json")], as("admin"));
    expect(run.stdout).toContain("The stack has 1 Group.");
    expect(run.stdout).not.toContain("which are not checked: away");
    expect(run.stdout).toContain(
      "Not checked, since the connection of their explicit provider is another: resources of prod.",
    );
  });

  test("--project checks each that is named, with one token, and judges each for itself", async () => {
    const both = ["verify", "--project", "home", "--project", "away"];
    iam.requests.length = 0;
    expect((await cli([...both, "--project", "home"], as("admin"))).code).toBe(0);
    expect(iam.requests.map(({ operation, project }) => [operation, project])).toEqual([
      ["token", undefined],
      ["inspect", undefined],
      ["groups.list", "home"],
      ["groups.list", "away"],
    ]);
    const run = await cli(both, as("enough"));
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("Your groups in home\n");
    expect(run.stdout).toMatch(/Required permissions in home, each with scope all\n {2}yes {2}groupsAcl:LIST /);
    expect(run.stdout).toMatch(
      /Problem in away\n {2}Cannot tell what you may do in project away: the token shows home,/,
    );
    expect(run.stdout).toContain("to create or to request from an administrator, in away. In a program:\n");
    expect(run.stdout).toMatch(
      /\nhome: You have all required permissions\.\naway: Your permissions could not be determined\.\n$/,
    );
    expect((await cli(["verify", "--project", "away"], as("enough"))).code).toBe(1);
    expect((await cli(["verify", "--project", "home"], as("enough"))).code).toBe(0);
    const { found } = await json("enough", "--project", "home", "--project", "away");
    expect(found).toMatchObject({ enough: false, project: "home", others: [{ project: "away", group: {} }] });
    expect(found).not.toHaveProperty("group");
  });

  describe("--for checks the projects that the stack's resources are in:", () => {
    const urn = (name: string, type: string) => `urn:pulumi:dev::p::${type}::${name}`;
    const group = (name: string, more: Record<string, unknown> = {}, type = "pulumi-nodejs:dynamic/cognite:Group") => ({
      urn: urn(name, type),
      type,
      provider: `${urn("default_0_1_0", "pulumi:providers:pulumi-nodejs")}::1`,
      ...more,
    });
    const inProject = (project: string) => ({ inputs: { project }, outputs: { project } });
    const ofPlugin = "cognite-iam:index:Group";
    const provider = (type: string, inputs: object) => [
      { urn: urn("own", type), type, inputs },
      group("g", { provider: `${urn("own", type)}::1`, outputs: { project: "away" } }),
    ];
    const dynamic = "pulumi:providers:pulumi-nodejs";
    const stateOf = (...resources: object[]) => ({ version: 3, deployment: { resources } });
    const preview = (...states: [oldState: object | undefined, newState: object | undefined][]) => ({
      steps: states.map(([oldState, newState], i) => ({ op: "replace", urn: `urn:${i}`, oldState, newState })),
    });
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const own = "Not checked, since the connection of their explicit provider is another: resources of own.";

    test.for<[behaviour: string, file: object, checked: Record<string, number>, ...notes: string[]]>([
      [
        "of a state, each once",
        stateOf(
          group("a", inProject("away")),
          group("b", { outputs: { project: "home" } }),
          group("c", inProject("away")),
        ),
        { home: 1, away: 2 },
        "The stack has 3 Groups: 1 Group in home; 2 Groups in away.",
      ],
      [
        "of the plugin's resources",
        stateOf(group("a", inProject("away"), ofPlugin)),
        { away: 1 },
        "The stack has 1 Group.",
      ],
      ["of a resource that names none, the connection's", stateOf(group("a")), { home: 1 }],
      [
        "of several kinds, all",
        stateOf(
          group("a", {}, "pulumi-nodejs:dynamic/cognite:SecurityCategory"),
          group("b", {}, "pulumi-nodejs:dynamic/cognite:SecurityCategory"),
          group("c", {}, "pulumi-nodejs:dynamic/cognite:Session"),
        ),
        { home: 0 },
        "The stack has 2 SecurityCategories, 1 Session.",
      ],
      [
        "of no resources, the connection's",
        stateOf(),
        { home: 0 },
        "The stack has no resources of this package, so nothing was checked.\n",
      ],
      [
        "of a preview, both of a move",
        preview([group("a", inProject("away")), group("a", inProject("home"))]),
        { home: 1, away: 1 },
        "This preview changes 2 Groups: 1 Group in home; 1 Group in away.",
      ],
      [
        "of a preview, the one that a resource stays in",
        preview(
          [group("a", { outputs: { project: "away" } }), group("a", { inputs: {} })],
          [undefined, group("b", { inputs: {} })],
        ),
        { home: 1, away: 1 },
      ],
      [
        "not one that is known after up",
        preview([undefined, group("a", { inputs: { project: unknown } })], [undefined, group("b", inProject("home"))]),
        { home: 1 },
        "Not checked, since the project is known only after `pulumi up`: 1 Group.",
        "You have all required permissions, as far as they were checked.",
      ],
      [
        "not where a Provider has another client",
        stateOf(...provider(dynamic, { "cognite-iam:clientId": "other" })),
        {},
        own,
      ],
      ["not where a Provider has a token", stateOf(...provider(dynamic, { "cognite-iam:token": "t" })), {}, own],
      [
        "not where a Provider has another cluster",
        stateOf(...provider(dynamic, { "cognite-iam:cluster": "other" })),
        {},
        own,
      ],
      [
        "also where a Provider differs in its project only",
        stateOf(...provider(dynamic, { "cognite-iam:clientId": "admin", "cognite-iam:project": "away" })),
        { away: 1 },
      ],
      [
        "also where a Provider of the plugin does",
        stateOf(...provider("pulumi:providers:cognite-iam", { project: "away" })),
        { away: 1 },
      ],
    ])("%s", async ([, content, checked, ...notes]) => {
      const file = path.join(folder, "projects.json");
      writeFileSync(file, JSON.stringify(content));
      const { found } = await json("admin", "--for", file);
      const checks: { project: string; resources?: { Group?: number } }[] = [found, ...found.others];
      expect(
        Object.fromEntries(
          checks.flatMap(({ project, resources }) => (resources ? [[project, resources.Group ?? 0]] : [])),
        ),
      ).toEqual(checked);
      const run = await cli(["verify", "--for", file], as("admin"));
      expect(run.code).toBe(0);
      for (const note of notes) expect(run.stdout).toContain(note);
    });

    test.for<[what: string, file: object, note: string]>([
      [
        "a preview without changes",
        { steps: [] },
        "This preview changes no resources of this package, so nothing was checked. To check the whole stack, use `pulumi stack export`.",
      ],
      ["an empty stack", stateOf(), "The stack has no resources of this package, so nothing was checked."],
      ["a stack of another connection", stateOf(...provider(dynamic, { "cognite-iam:token": "t" })), own],
    ])("%s has nothing to check, and gets no verdict", async ([, content, note]) => {
      const file = path.join(folder, "nothing.json");
      writeFileSync(file, JSON.stringify(content));
      const { code, stdout } = await cli(["verify", "--for", file], as("reader"));
      expect(code).toBe(0);
      expect(stdout).toContain(note);
      expect(stdout).not.toMatch(/required permissions/i);
    });

    test("--project limits it to those that are named", async () => {
      const file = path.join(folder, "limited.json");
      writeFileSync(file, JSON.stringify(stateOf(group("a", inProject("away")), group("b", inProject("home")))));
      expect((await json("enough", "--for", file)).code).toBe(1);
      expect(await json("enough", "--for", file, "--project", "home")).toMatchObject({
        code: 0,
        found: { project: "home", resources: { Group: 1 }, others: [] },
      });
      expect(await cli(["verify", "--for", file, "--project", "plant-z"], as("enough"))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("'--project <name>' plant-z: the stack has no resources there"),
      });
    });

    test("a preview that failed is refused", async () => {
      const file = path.join(folder, "failed.json");
      writeFileSync(file, JSON.stringify({ steps: [], diagnostics: [{ severity: "error", message: "no token" }] }));
      expect(await cli(["verify", "--for", file], as("admin"))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("it is a preview that failed, so its changes are not known: no token"),
      });
    });
  });

  test.for([
    [["verify", "--project", "no such"], "It must be a project's URL name"],
    [["verify", "--for", "no-such-file.json"], "the file does not exist"],
    [
      ["verify", "--for", __filename],
      "it is neither a `pulumi stack export` nor the output of `pulumi preview --json`",
    ],
    [["verify", "--frob"], "unknown option '--frob'"],
    [["verify", "extra"], "too many arguments"],
  ] as const)("ends with 2 on wrong usage: %j", async ([args, text]) => {
    const run = await cli(args, as("admin"));
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain(text);
  });

  test.for([
    ["token", "stack config cognite-iam:token", undefined],
    ["client_credentials", undefined, "environment IDP_CLIENT_ID"],
    ["sso", "stack config cognite-iam:token", undefined],
    ["device_code", "stack config cognite-iam:token", undefined],
  ] as const)("with LOGIN_FLOW %s shows the credentials that the connection looks at", ([flow, token, clientId]) => {
    const environment = as("admin", { LOGIN_FLOW: flow });
    const settings = settingsShown({ config: { token: "hush" }, environment }, undefined);
    const from = (key: string) => settings.find((setting) => setting.key === key)?.from;
    expect([from("token"), from("clientId")]).toEqual([token, clientId]);
  });

  test("reports an unknown LOGIN_FLOW as a problem", async () => {
    const run = await cli(["verify"], as("admin", { LOGIN_FLOW: "sso" }));
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('LOGIN_FLOW is "sso", which is unknown: use client_credentials or token');
  });

  test("--stack takes the connection from the stack's config, key by key, and the credentials whole", async () => {
    const config = {
      "cognite-iam:project": { value: "away", secret: false },
      "cognite-iam:clientId": { value: "admin", secret: false },
      "cognite-iam:clientSecret": { value: "admin-hush", secret: true },
    };
    writeFileSync(
      path.join(folder, "pulumi"),
      `#!/bin/sh\n[ "$6" = "" ] && exit 3\necho '${JSON.stringify(config)}'\n`,
      {
        mode: 0o755,
      },
    );
    vi.stubEnv("PATH", `${folder}${path.delimiter}${process.env["PATH"]}`);
    const run = await cli(["verify", "--stack", "prod"], as("nobody"));
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/ {2}project +away +stack config cognite-iam:project\n/);
    expect(run.stdout).toMatch(/ {2}clientSecret +set +stack config cognite-iam:clientSecret\n/);
    expect(run.stdout).toMatch(/ {2}baseUrl +http\S+ +environment CDF_URL\n/);
    expect(run.stdout).not.toContain("hush");
  });

  test("says in one line that the config of a stack cannot be read", async () => {
    vi.stubEnv("PATH", path.join(folder, "nothing"));
    const run = await cli(["verify", "--stack", "dev"], as("admin"));
    expect(run).toMatchObject({
      code: 1,
      stderr: "pulumi-cognite-iam: cannot read the config of stack dev: the Pulumi CLI is not on the PATH\n",
    });
  });
});
