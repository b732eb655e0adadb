import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { IamClient } from "../../src/client/index";
import { typeToken } from "../../src/contract/resource-types";
import { type LocalIam, startLocalIam } from "../../src/local/index";
import { can, inDataSets } from "../support/capability";
import { temporaryFolder } from "../support/temporary-folder";
import { exportOf, resource, secret } from "./access/groups";

vi.setConfig({ testTimeout: 60_000 });

const root = path.resolve(__dirname, "../..");
let iam: LocalIam;
const folder = temporaryFolder();

beforeAll(async () => {
  iam = await startLocalIam({
    profiles: [{ userIdentifier: "ada", displayName: "Ada Lovelace" }],
    groups: [
      { name: "engineers", members: ["ada", "unknown-user"], capabilities: [can("assetsAcl", ["READ", "WRITE"])] },
      { name: "everyone", members: "allUserAccounts", capabilities: [can("eventsAcl", ["WRITE"], inDataSets(1))] },
      {
        name: "insiders",
        sourceId: "idp",
        capabilities: [can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: [1, 2] } })],
      },
    ],
  });
});
afterAll(() => iam.close());

const file = (name: string, content?: unknown): string => {
  const where = path.join(folder, name);
  if (content !== undefined) writeFileSync(where, typeof content === "string" ? content : JSON.stringify(content));
  return where;
};

describe("pulumi-cognite-iam access of a live project", () => {
  test("prints who can do what, with the names of members, and writes nothing to the project", async () => {
    const before = iam.requests.length;
    const { code, stdout, stderr } = await run("access");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Access in local-project \(live\): 4 groups, \d risks$/m);
    expect(stdout).toContain("Ada Lovelace (ada)");
    expect(stdout).toMatch(/^assetsAcl +engineers +engineers$/m);
    expect(stdout).toContain("high    everyone: every user account can write: every user account of");
    const calls = iam.requests.slice(before).map(({ operation }) => String(operation));
    expect(calls.filter((call) => /create|delete|revoke/i.test(call))).toEqual([]);
  });

  test.skipIf(process.platform === "win32")("takes the connection from the config of --stack", async () => {
    const bin = temporaryFolder();
    const config = { "cognite-iam:project": { value: "another-project", secret: false } };
    writeFileSync(path.join(bin, "pulumi"), `#!/bin/sh\necho '${JSON.stringify(config)}'\n`, { mode: 0o755 });
    vi.stubEnv("PATH", `${bin}${path.delimiter}${process.env["PATH"]}`);
    const { code, stderr } = await run("access", "--stack", "prod");
    vi.unstubAllEnvs();
    expect(code).toBe(1);
    expect(stderr).toContain("another-project");
  });

  test("marks categories that are gone, and not the admin group that was named", async () => {
    const { stdout } = await run("access", "--json", "--admin-group", "cdf-administrators");
    const { risks, groups } = JSON.parse(stdout);
    expect(risks.map(({ rule, subject }: { rule: string; subject: string }) => [rule, subject])).toEqual([
      ["write-for-all-users", "everyone"],
      ["category-gone", "insiders"],
      ["acl-deprecated", "cdf-administrators"],
      ["acl-deprecated", "insiders"],
    ]);
    expect(groups.find(({ name }: { name: string }) => name === "engineers").membership.members).toEqual([
      { id: "ada", name: "Ada Lovelace" },
      { id: "unknown-user" },
    ]);
  });

  test("writes a page, Markdown and JSON, in one go", async () => {
    const [html, markdown, json] = ["a.html", "a.md", "a.json"].map((name) => file(name));
    const { code, stdout, stderr } = await run(
      "access",
      "--html",
      html ?? "",
      "--markdown",
      markdown ?? "",
      "--json",
      json ?? "",
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toBe(`Wrote ${html}.\nWrote ${json}.\nWrote ${markdown}.\n`);
    expect(readFileSync(html ?? "", "utf8")).toMatch(/^<!doctype html>/);
    expect(readFileSync(markdown ?? "", "utf8")).toMatch(/^# Access in/);
    expect(JSON.parse(readFileSync(json ?? "", "utf8")).kind).toBe("cognite-iam/access");
  });

  test("beside a state says what is managed and what is not", async () => {
    const id = iam.state().groups.find(({ name }) => name === "insiders")?.id ?? 0;
    const capabilities = [can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: [1, 2] } })];
    const state = exportOf(
      resource(
        "insiders",
        id,
        { sourceId: "idp", capabilities },
        { outputs: { name: "insiders", sourceId: "idp", capabilities, project: "local-project" } },
      ),
    );
    const { stdout } = await run("access", "--state", file("state.json", state), "--live", "--json");
    const text = await run("access", "--state", file("state.json", state), "--live");
    expect(text.stdout).toMatch(/^GROUP .* STATUS$/m);
    expect(text.stdout).toMatch(/^everyone .* unmanaged$/m);
    const statuses = JSON.parse(stdout).groups.map(
      ({ name, managementStatus }: Record<string, string>) => `${name} ${managementStatus}`,
    );
    expect(statuses).toContain("insiders managed");
    expect(statuses).toContain("everyone unmanaged");
  });

  test("ends with 1 and says why where the project cannot be read", async () => {
    const { code, stdout, stderr } = await run({ env: { IDP_CLIENT_SECRET: "wrong" } }, "access");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^pulumi-cognite-iam: .*token/);
  });
});

test("pulumi-cognite-iam access of a state alone needs no connection, and shows no secret", async () => {
  const state = file(
    "alone.json",
    exportOf(resource("a", 1, { sourceId: secret("SEKRET"), capabilities: [can("assetsAcl", ["WRITE"])] })),
  );
  const { code, stdout } = await run({ env: { CDF_PROJECT: "", IDP_CLIENT_ID: "" } }, "access", "--state", state);
  expect(code).toBe(0);
  expect(stdout).toContain("(secret)");
  expect(stdout).not.toContain("SEKRET");
});

describe("pulumi-cognite-iam access with --before or --after", () => {
  const reading = exportOf(resource("a", 1, { sourceId: "s", capabilities: [can("assetsAcl", ["READ"])] }));
  const writing = exportOf(resource("a", 2, { sourceId: "s", capabilities: [can("assetsAcl", ["READ", "WRITE"])] }));

  test("ends with 3 when somebody gains write, with 0 when nobody does", async () => {
    const [old, now] = [file("old.json", reading), file("now.json", writing)];
    const gained = await run("access", "--before", old, "--after", now, "--markdown");
    expect(gained.code).toBe(3);
    expect(gained.stdout).toMatch(/^### Access: 1 group gains write$/m);
    const lost = await run("access", "--before", now, "--after", old);
    expect(lost).toMatchObject({ code: 0, stdout: expect.stringContaining("Nobody gains write."), stderr: "" });
  });

  test("takes the reports that --json writes", async () => {
    const [old, now] = [file("before.json"), file("after.json")];
    await run("access", "--json", old);
    const client = new IamClient({ ...iam.connection });
    const made = await client.groups.create({
      name: "late",
      sourceId: "idp-late",
      capabilities: [can("filesAcl", ["WRITE"])],
    });
    await run("access", "--json", now);
    await client.groups.delete(made.id);
    const { code, stdout } = await run("access", "--before", old, "--after", now, "--json");
    expect(code).toBe(3);
    expect(JSON.parse(stdout).changes).toMatchObject([{ change: "new", name: "late", idAfter: made.id }]);
  });

  test("reads a preview from standard input", async () => {
    const steps = [{ op: "create", urn: "urn:a", newState: (writing.deployment.resources as unknown[])[0] }];
    const { code, stdout } = await run({ stdin: JSON.stringify({ steps }) }, "access", "--preview", "-");
    expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringContaining("a: new") });
  });

  test.each([
    ["deletes the group that manages access", "delete", undefined],
    ["weakens it", "replace", [can("groupsAcl", ["LIST", "READ"])]],
  ])("ends with 3 for a preview that %s", async (_, op, capabilities) => {
    const admins = (rights: unknown) => resource("admins", 1, { sourceId: "idp", capabilities: rights });
    const oldState = admins([can("groupsAcl", ["LIST", "CREATE", "DELETE"])]);
    const steps = [{ op, urn: "urn:a", oldState, ...(capabilities && { newState: admins(capabilities) }) }];
    const preview = file("weaker.json", { steps });
    const { code, stdout } = await run("access", "--preview", preview, "--admin-group", "admins");
    expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringContaining("loses the right to manage groups") });
    expect((await run("access", "--preview", preview, "--json")).code).toBe(3);
  });

  test("reads what PowerShell's redirection writes", async () => {
    const utf16 = path.join(folder, "utf16.json");
    writeFileSync(utf16, Buffer.from(`\uFEFF${JSON.stringify(reading)}`, "utf16le"));
    const utf8 = path.join(folder, "utf8.json");
    writeFileSync(utf8, `\uFEFF${JSON.stringify(reading)}`);
    expect((await run("access", "--before", utf16, "--after", utf8)).code).toBe(0);
  });

  test.each([
    ["no JSON", "{", "is not valid JSON"],
    [
      "something else",
      "{}",
      "is neither a report of `npx pulumi-cognite-iam access --json` nor a `pulumi stack export`",
    ],
  ])("refuses %s, naming the file", async (_, text, message) => {
    const wrong = file("wrong.json", text);
    expect(await run("access", "--before", wrong, "--after", wrong)).toEqual({
      code: 1,
      stdout: "",
      stderr: `pulumi-cognite-iam: ${wrong} ${message}\n`,
    });
  });

  test("refuses a state of 50,000 levels as any other file that cannot be read", async () => {
    const deep = { urn: "u", type: typeToken("Group"), id: "1", inputs: { name: "x", capabilities: "deep" } };
    const levels = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const wrong = file("deep.json", JSON.stringify(exportOf(deep)).replace('"deep"', levels));
    const { code, stderr } = await run("access", "--state", wrong);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `pulumi-cognite-iam: ${wrong} is nested too deeply to be read\n`,
    });
  });

  test("refuses a file that is not there", async () => {
    const { code, stderr } = await run("access", "--preview", path.join(folder, "none.json"));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^pulumi-cognite-iam: ENOENT/);
  });
});

describe("two projects side by side", () => {
  let plants: LocalIam;
  beforeAll(async () => {
    plants = await startLocalIam({
      projects: ["dev", "prod"],
      clients: [{ clientId: "reviewer", clientSecret: "s", groups: ["cdf-administrators"] }],
      dataSets: [{ externalId: "ds_pumps" }],
    });
    for (const project of ["dev", "prod"]) {
      const client = clientOf(project);
      const category = await client.securityCategories.create({ name: "top secret" });
      const [pumps] = await client.dataSets.list();
      await client.groups.create({
        name: "operators",
        sourceId: "operators",
        capabilities: [
          can("assetsAcl", ["READ", "WRITE"], inDataSets(pumps?.id)),
          can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: [category.id] } }),
        ],
      });
    }
  });
  afterAll(() => plants.close());

  const clientOf = (project: string) =>
    new IamClient({ ...plants.connection, project, clientId: "reviewer", clientSecret: "s" });
  const env = () => ({ ...plants.env, IDP_CLIENT_ID: "reviewer", IDP_CLIENT_SECRET: "s", CDF_PROJECT: "dev" });
  const [dev, prod] = ["dev.json", "prod.json"];
  const reports = async () => {
    for (const project of ["dev", "prod"])
      expect((await run({ env: env() }, "access", "--project", project, "--json", `${project}.json`)).code).toBe(0);
    return ["access", "--before", dev, "--after", prod] as const;
  };

  test("are the same where only ids differ", async () => {
    const { code, stdout } = await run(...(await reports()));
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "Nobody can write more in prod than in dev.\nNo group differs.\n",
    });
    const ids = [dev, prod].map((name) => JSON.parse(readFileSync(file(name), "utf8")).groups[1].rights[0].scope);
    expect(ids[0].targets).not.toEqual(ids[1].targets);
    expect(ids.map(({ externalIds }) => Object.values(externalIds))).toEqual([["ds_pumps"], ["ds_pumps"]]);
  });

  test("differ where one gives more, which ends with 3 and makes a page", async () => {
    const made = await clientOf("prod").groups.create({
      name: "late",
      sourceId: "x",
      capabilities: [can("filesAcl", ["WRITE"])],
    });
    const result = await run(...(await reports()), "--html", "differences.html");
    await clientOf("prod").groups.delete(made.id);
    expect(result).toMatchObject({ code: 3, stdout: "", stderr: "Wrote differences.html.\n" });
    expect(readFileSync(file("differences.html"), "utf8")).toContain("<h1>Access in prod compared with dev</h1>");
  });

  test("show the external id beside the number", async () => {
    const { stdout } = await run({ env: env() }, "access", "--markdown");
    expect(stdout.replaceAll("&#95;", "_")).toMatch(/datasetScope&#58; \d+ \(ds_pumps\)/);
    expect(stdout).toMatch(/idscope&#58; \d+ \(top secret\)/);
  });
});

describe("--project", () => {
  const of = (name: string, project: string) => {
    const group = resource(name, 1, { sourceId: "s", capabilities: [can("assetsAcl", ["WRITE"])] });
    return { ...group, outputs: { ...(group["outputs"] as object), project } };
  };
  const both = () => file("both.json", exportOf(of("a", "dev"), of("b", "prod")));

  test("takes one project out of a state that holds several", async () => {
    const { code, stdout } = await run("access", "--state", both(), "--project", "prod");
    expect({ code, title: stdout.split("\n")[0] }).toEqual({
      code: 0,
      title: "Access in prod (state): 1 group, 0 risks",
    });
    expect(stdout).not.toMatch(/^a /m);
  });

  test("takes one out of a preview, and of both sides of a comparison", async () => {
    const steps = [of("a", "dev"), of("b", "prod")].map((newState, i) => ({ op: "create", urn: `urn:${i}`, newState }));
    const preview = file("several.json", { steps });
    expect((await run("access", "--preview", preview)).stdout).toMatch(/^a in dev: new/m);
    const { stdout } = await run("access", "--preview", preview, "--project", "prod");
    expect(stdout).toMatch(/^b: new/m);
    expect(stdout).not.toMatch(/^a/m);
    expect((await run("access", "--before", both(), "--after", both(), "--project", "dev")).code).toBe(0);
  });

  test("that a file does not have is refused, with those that it has", async () => {
    const { code, stderr } = await run("access", "--state", both(), "--project", "test");
    expect(code).toBe(1);
    expect(stderr).toBe(
      `pulumi-cognite-iam: ${file("both.json")} has nothing in the project "test": set --project to dev or prod\n`,
    );
  });
});

test.each([
  ["--before", "a"],
  ["--before", "a", "--after", "b", "--preview", "c"],
  ["--project", ""],
  ["--preview", "c", "--live"],
  ["--json", "--markdown"],
  ["--before", "-", "--after", "-"],
  ["--admin-group", ""],
  ["--nonsense"],
])("pulumi-cognite-iam access ends with 2 on wrong usage: %s %s %s %s", async (...args) => {
  const { code, stdout, stderr } = await run("access", ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^error: /);
});

interface How {
  env?: Record<string, string>;
  stdin?: string;
}

/** Runs the built command line to its end. */
function run(...given: (string | How)[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { env, stdin } = (given.find((each) => typeof each !== "string") ?? {}) as How;
  const args = given.filter((each) => typeof each === "string");
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(root, "dist/cli/main.js"), ...args],
      { cwd: folder, env: { PATH: process.env["PATH"], ...iam.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
    child.stdin?.end(stdin ?? "");
  });
}
