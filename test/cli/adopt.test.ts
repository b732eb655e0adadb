import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { LocalIam } from "../../src/local/index";
import { start } from "../local/harness";
import { can, inDataSets } from "../support/capability";
import { temporaryFolder } from "../support/temporary-folder";
import { cli } from "./run";

vi.setConfig({ testTimeout: 60_000 });

let iam: LocalIam;
let folder: string;

beforeEach(async () => {
  folder = temporaryFolder();
  iam = await start({ groupQuota: 2000 });
});

const adopt = (...args: string[]) => cli(["adopt", "--out", folder, ...args], iam.env);
const written = (name: string) => readFileSync(path.join(folder, name), "utf8");
const read = (acl: string, scope?: object) => can(acl, ["READ"], scope);
const writes = () => iam.requests.filter(({ operation }) => /\.(create|delete)$/.test(String(operation)));

describe("pulumi-cognite-iam adopt", () => {
  test("prints nothing that others wrote as it is, for it may steer the terminal", async () => {
    const { id } = iam.createGroup({ name: "g\u009b2J", metadata: { pulumi: "x\u001b[2J\nred" } });
    const { stdout } = await adopt();
    expect(stdout).toContain(
      `  - "g\\u{9b}2J" (${id}) has the marker of x\\u{1b}[2J\\u{a}red, so two stacks would manage it`,
    );
    iam.fail({ operation: "groups.list", status: 400, body: { error: { code: 400, message: "\u001b[31mno" } } });
    expect((await adopt("--force")).stderr).toContain("GET /groups: 400 \\u{1b}[31mno (");
  });

  test("goes on without the security categories when they may not be read, and says so", async () => {
    const scope = { idscope: { ids: [7] } };
    iam.createGroup({ name: "insiders", capabilities: [can("securityCategoriesAcl", ["MEMBEROF"], scope)] });
    iam.fail({ operation: "securityCategories.list", status: 403 });
    const { code, stdout } = await adopt();
    expect(code).toBe(0);
    expect(stdout).toContain("Notes:\n  - could not read security categories (needs securityCategoriesAcl:LIST)");
    expect(written("index.ts")).toContain("ids: [7]");
  });

  test("writes a program, says what it wrote and what to do next, and writes nothing to the project", async () => {
    const { id } = iam.createGroup({ name: "readers", sourceId: "idp" });
    const run = await adopt();
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toBe(
      [
        `Wrote 2 groups and 0 security categories of project local-project to ${folder}: Pulumi.yaml, package.json, tsconfig.json, index.ts, Pulumi.dev.yaml.`,
        "",
        "Next:",
        `  cd ${folder} && npm install`,
        "  pulumi stack init dev",
        "  pulumi up --stack dev        # imports what exists, and writes nothing",
        "  pulumi config rm import --stack dev",
        "",
        "To undo this without changing any group:",
        "  pulumi state delete <URN>            # one resource",
        "  pulumi stack rm --force <stack>      # all of a stack",
        "`pulumi destroy` would delete the groups.",
        "",
      ].join("\n"),
    );
    expect(written("index.ts")).toMatch(
      /^\/\/ Written by `npx pulumi-cognite-iam adopt` from the CDF project local-project\./,
    );
    expect(written("index.ts")).toContain(
      'const readers = new iam.Group("readers", { name: "readers", sourceId: "idp" }, imported("readers"));\n',
    );
    expect(written("index.ts")).toContain('{ ...imported("cdf-administrators"), protect: true }');
    expect(written("index.ts")).not.toContain(String(id));
    expect(written("Pulumi.dev.yaml")).toContain(`local-project-access:import:\n`);
    expect(written("Pulumi.dev.yaml")).toContain(`    readers: "${id}"\n`);
    expect(written("Pulumi.yaml")).toContain("name: local-project-access\n");
    expect(JSON.parse(written("package.json"))).toMatchObject({
      main: "index.ts",
      dependencies: { "@pulumi/pulumi": ">=3.216.0 <4" },
    });
    expect(iam.requests.map(({ operation }) => operation).sort()).toEqual([
      "groups.list",
      "securityCategories.list",
      "token",
    ]);
    expect(writes()).toEqual([]);
  });

  test.for<[behaviour: string, content: object, commands: string[]]>([
    [
      "all that it lacks",
      {},
      [
        "npm install @pulumi/pulumi pulumi-cognite-iam",
        "npm install --save-dev typescript@6 @types/node@22",
        "pulumi stack init dev",
      ],
    ],
    [
      "what it lacks after `npm install pulumi-cognite-iam`",
      { dependencies: { "pulumi-cognite-iam": "1" } },
      ["npm install @pulumi/pulumi", "npm install --save-dev typescript@6 @types/node@22", "pulumi stack init dev"],
    ],
    [
      "nothing by name if it has all",
      {
        dependencies: { "pulumi-cognite-iam": "1", "@pulumi/pulumi": "3", typescript: "6" },
        devDependencies: { "@types/node": "22" },
      },
      ["npm install", "pulumi stack init dev"],
    ],
  ])("says how to install for a package.json that is there: %s", async ([, content, commands]) => {
    writeFileSync(path.join(folder, "package.json"), JSON.stringify(content));
    const { stdout } = await adopt();
    const [first = "", ...others] = commands;
    expect(stdout).toContain(`Next:\n${[`cd ${folder} && ${first}`, ...others].map((line) => `  ${line}\n`).join("")}`);
    expect(JSON.parse(written("package.json"))).toEqual(content);
  });

  test("refuses a package.json that is not JSON, before it writes", async () => {
    writeFileSync(path.join(folder, "package.json"), "{");
    const run = await adopt();
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/package\.json is not valid JSON \(.*\): correct the file\n$/);
    expect(readdirSync(folder)).toEqual(["package.json"]);
  });

  test.for<[type: string | undefined, extension: string]>([
    ["module", ".ts"],
    ["commonjs", ""],
    [undefined, ""],
  ])("the files of a package of type %s import each other as Node.js finds them", async ([type, extension]) => {
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type }));
    for (let i = 0; i < 50; i++) iam.createGroup({ name: `group-${i}` });
    expect((await adopt()).code).toBe(0);
    const sources = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    const names = sources.flatMap((name) => [...written(name).matchAll(/"(\.\/[^"]*)"/g)].map(([, found]) => found));
    expect(names).toContain(`./settings${extension}`);
    expect(names.map((name) => `${name}${extension === "" ? ".ts" : ""}`.slice(2))).toEqual(
      names.map(() => expect.toBeOneOf(sources)),
    );
  });

  test("leaves every file alone that is there, and asks for --force before it writes over a source", async () => {
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: mine\n");
    writeFileSync(path.join(folder, "index.ts"), "// mine\n");
    const refused = await adopt();
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toBe(
      `pulumi-cognite-iam: index.ts already exists in ${folder}, and nothing was written: choose another folder with --out, or overwrite with --force\n`,
    );
    expect(readdirSync(folder).sort()).toEqual(["Pulumi.yaml", "index.ts"]);
    expect((await adopt("--force")).code).toBe(0);
    expect(written("Pulumi.yaml")).toBe("name: mine\n");
    expect(written("index.ts")).toContain("cdfAdministrators");
  });

  test("says what it leaves out, and why", async () => {
    const full = iam.createGroup({
      name: "full",
      metadata: Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`k${i}`, "v"])),
    });
    const mine = iam.createGroup({ name: "mine", metadata: { pulumi: "other/prod/mine#0123456789ab" } });
    const run = await adopt("--exclude-managed", "--filter", "f*", "m*");
    expect(run.stdout).toContain(
      [
        `Left out 2:`,
        `  - "mine" (${mine.id}): it has the marker of other/prod/mine#0123456789ab`,
        `  - "full" (${full.id}): metadata: has 16 entries; the limit is 15 (the API allows 16, and the owner marker is one)`,
      ].join("\n"),
    );
    expect(written("index.ts")).toMatch(/\nexport \{\};\n$/);
    expect((await adopt("--force", "--filter", "mine")).stdout).toContain(
      `Notes:\n  - "mine" (${mine.id}) has the marker of other/prod/mine#0123456789ab, so two stacks would manage it`,
    );
  });

  test("--json prints an import file alone on stdout, and writes no file", async () => {
    iam.createGroup({ name: "readers" });
    const run = await adopt("--json", "--filter", "readers");
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout).resources).toHaveLength(1);
    expect(run.stderr).toBe("The import file has 1 group and 0 security categories of project local-project.\n");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("--json --plugin names the plugin's types and the ids alone, since the plugin reads the rest", async () => {
    const { id } = iam.createGroup({ name: "readers" });
    const { stdout } = await adopt("--json", "--plugin", "--filter", "readers");
    expect(JSON.parse(stdout)).toEqual({
      resources: [{ type: "cognite-iam:index:Group", name: "readers", id: String(id) }],
    });
  });

  test("looks up by external ids what can be read, and says on stderr what stays a number", async () => {
    const [pumps, nameless] = [{ externalId: "ds_pumps" }, {}].map(
      (spec) => iam.createScopeTarget("dataSets", spec).id,
    );
    iam.createGroup({ name: "cdf-readers", sourceId: "cdf-administrators", capabilities: [read("datasetsAcl")] });
    iam.createGroup({
      name: "pumps",
      capabilities: [
        read("assetsAcl", { datasetScope: { ids: [pumps, nameless] } }),
        read("extractionPipelinesAcl", { idScope: { ids: [5] } }),
      ],
    });
    const { code, stderr } = await adopt("--filter", "pumps");
    expect(code).toBe(0);
    expect(stderr.split("\n")).toEqual([
      `data sets ${nameless} keep their IDs, which differ between projects: they have no external ID`,
      "extraction pipelines 5 keep their IDs, which differ between projects: they could not be read",
      "",
    ]);
    expect(written("index.ts")).toContain(
      [
        'const dsPumps = iam.getDataSetOutput({ externalId: "ds_pumps" }).id;',
        "",
        "// Data sets by their IDs, which differ between projects: they have no external ID",
        "// Extraction pipelines by their IDs, which differ between projects: they could not be read",
        "const pumps = new iam.Group(",
      ].join("\n"),
    );
    expect(written("index.ts")).toContain(`ids: [${nameless}, dsPumps]`);
  });

  test("--json keeps the numbers, as an import file holds no code", async () => {
    const id = iam.createScopeTarget("dataSets", { externalId: "ds_pumps" }).id;
    iam.createGroup({ name: "cdf-readers", sourceId: "cdf-administrators", capabilities: [read("datasetsAcl")] });
    iam.createGroup({ name: "pumps", capabilities: [read("assetsAcl", { datasetScope: { ids: [id] } })] });
    const { stdout } = await adopt("--json", "--filter", "pumps");
    expect(JSON.parse(stdout).resources[0].inputs.capabilities[0].assetsAcl.scope).toEqual({
      datasetScope: { ids: [id] },
    });
  });

  test("--out with a file writes that one, however many groups there are", async () => {
    for (let i = 0; i < 50; i++) iam.createGroup({ name: `group-${i}` });
    const run = await cli(["adopt", "--out", path.join(folder, "access.ts")], iam.env);
    expect(run.code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual([
      "Pulumi.dev.yaml",
      "Pulumi.yaml",
      "access.ts",
      "package.json",
      "tsconfig.json",
    ]);
    expect(JSON.parse(written("package.json")).main).toBe("access.ts");
    expect(written("access.ts").match(/new iam\.Group/g)).toHaveLength(51);
  });

  test("merges the ids into the config of the stack that is named, and refuses one of another project", async () => {
    writeFileSync(path.join(folder, "Pulumi.prod.yaml"), "# ours\nconfig:\n  cognite-iam:project: other-project\n");
    const refused = await adopt();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      "pulumi-cognite-iam: Pulumi.prod.yaml is for project other-project, but the connection is for project local-project: name the stack with --stack\n",
    );
    expect(readdirSync(folder)).toEqual(["Pulumi.prod.yaml"]);
    expect((await adopt("--stack", "dev")).code).toBe(0);
    writeFileSync(path.join(folder, "Pulumi.prod.yaml"), "# ours\nconfig:\n  cognite-iam:project: local-project\n");
    expect((await adopt("--stack", "prod", "--force")).stdout).toContain("  pulumi stack init prod\n");
    expect(written("Pulumi.prod.yaml")).toMatch(
      /^# ours\nconfig:\n {2}cognite-iam:project: local-project\n {2}local-project-access:import:\n/,
    );
  });

  test("names words that it does not know, with the nearest, and the groups that have them", async () => {
    for (const name of ["one", "two"])
      iam.createGroup({ name, capabilities: [{ asetsAcl: { actions: ["READ"], scope: { all: {} } } }] });
    expect((await adopt()).stdout).toContain(
      '  - unknown to this version, so written with iam.unlisted: there is no ACL "asetsAcl"; did you mean "assetsAcl"? (in "one", "two")\n',
    );
  });

  test("writes a thousand groups in seconds, and shows a bar on a terminal only", async () => {
    for (let i = 0; i < 1000; i++)
      iam.createGroup({
        name: `team-${i % 25}-group-${i}`,
        sourceId: `idp-${i}`,
        capabilities: [can("assetsAcl", ["READ"], inDataSets(i + 1))],
      });
    const started = performance.now();
    const run = await adopt();
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(run).toMatchObject({
      code: 0,
      stderr: `data sets ${Array.from({ length: 20 }, (_, i) => i + 1).join(", ")} and 980 more keep their IDs, which differ between projects: they could not be read\n`,
    });
    expect(run.stdout).toContain("Wrote 1001 groups and 0 security categories");
    const terminal = Object.getOwnPropertyDescriptor(process.stderr, "isTTY");
    Object.defineProperty(process.stderr, "isTTY", { value: true, configurable: true });
    try {
      const { stderr } = await adopt("--force");
      const lines = stderr.split("\r\u001b[K");
      expect(lines.slice(0, 2)).toEqual(["", "Reading project local-project"]);
      expect(lines[2]).toMatch(/^\[█+░+\] Writing /);
      expect(lines.at(-2)).toMatch(/^\[█{30}\] Writing /);
      expect(lines.at(-1)).toMatch(/^data sets 1, 2, /);
    } finally {
      if (terminal === undefined) Reflect.deleteProperty(process.stderr, "isTTY");
      else Object.defineProperty(process.stderr, "isTTY", terminal);
    }
  });

  test.for([
    [["adopt", "--env", "dev"], "needs '--from-toolkit <folder>'"],
    [["adopt", "--from-toolkit", "modules", "--json"], "cannot be used with '--json' or '--exclude-managed'"],
    [["adopt", "--plugin"], "needs '--json'"],
    [["adopt", "--out", ""], "It must not be empty."],
    [["adopt", "--nothing"], "unknown option '--nothing'"],
  ] as const)("ends with 2 on wrong usage: %j", async ([args, text]) => {
    const run = await cli(args, iam.env);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain(text);
  });

  test("says what the connection lacks as every command does, and leaves no folder behind", async () => {
    const out = path.join(folder, "new");
    const run = await cli(["adopt", "--out", out]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(
      "pulumi-cognite-iam: The connection to Cognite Data Fusion is incomplete or invalid:\n",
    );
    expect(existsSync(out)).toBe(false);
  });
});
