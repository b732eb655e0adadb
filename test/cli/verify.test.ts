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

describe("cognite-iam verify", () => {
  test("names each setting that is missing, and where it can be set", async () => {
    const run = await cli(["verify"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^Connection\n {2}project +not set\n/);
    expect(run.stdout).toContain("Problem\n  The connection to Cognite Data Fusion is not complete:\n");
    expect(run.stdout).toContain("project is missing: set it with `pulumi config set cognite-iam:project …`");
    expect(run.stdout).not.toContain("Token");
  });

  test("repeats what the token endpoint says of a wrong secret, and nothing of the secret", async () => {
    const run = await cli(["verify"], as("admin", { IDP_CLIENT_SECRET: "wrong-hush" }));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/ {2}clientSecret +set +environment IDP_CLIENT_SECRET\n/);
    expect(run.stdout).toMatch(/Problem\n.*no token: invalid_client.*is the client secret right/);
    expect(run.stdout).not.toContain("hush");
  });

  test("names the projects that the token reaches when the project is not one of them", async () => {
    const run = await cli(["verify"], as("admin", { CDF_PROJECT: "elsewhere" }));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /Problem\n {2}The token does not show project elsewhere \(the projects that it shows are home, away\)/,
    );
    expect(run.stdout).toContain("What you may do there cannot be told.");
    expect((await json("admin")).found.projects.map(({ name }: { name: string }) => name)).toEqual(["home", "away"]);
  });

  test("shows a caller without rights the group to ask for, to paste", async () => {
    const run = await cli(["verify"], as("nobody"));
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("projects  none shown");
    expect(run.stdout).toContain("The token does not show project home (it shows no project at all)");
    expect(run.stdout).toContain(
      [
        '  new iam.Group("pulumi", {',
        '    name: "pulumi",',
        '    sourceId: "<the id of a group of your identity provider that the client nobody is in>",',
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
    expect(run.stdout).toMatch(/\n8 rights are missing\.\n$/);
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
    expect(run.stdout).toMatch(/\nAll that is needed is there\.\n$/);
    expect(run.stdout).not.toContain("hush");
    const { code, found } = await json(clientId);
    expect(code).toBe(0);
    expect(found).toMatchObject({ enough: true, subject: clientId, project: "home" });
    expect(found).not.toHaveProperty("group");
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
    expect(run.stdout).toContain("Some of them are in other projects, which are not checked: away.");
    expect(run.stdout).toContain("Some have a provider of their own, whose connection is not checked: prod.");
  });

  test.for([
    [["verify", "--for", "no-such-file.json"], "there is no such file"],
    [["verify", "--for", __filename], "that is no stack export"],
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
    expect(run.stdout).toContain('LOGIN_FLOW is "sso", which is not known: use client_credentials or token');
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
      stderr: "cognite-iam: the config of stack dev cannot be read: the Pulumi CLI is not on the PATH\n",
    });
  });
});
