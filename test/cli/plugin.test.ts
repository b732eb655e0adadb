import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { engineFolder } from "../engine/harness";

const root = path.resolve(__dirname, "../..");
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "cognite-iam-plugin-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const run = (args: readonly string[], env: NodeJS.ProcessEnv) =>
  promisify(execFile)(process.execPath, [path.join(root, "dist/cli/main.js"), "plugin", ...args], { env });

describe("what starts the plugin on Windows", () => {
  const starter = readFileSync(path.join(root, "plugin/pulumi-resource-cognite-iam.cmd"), "utf8");
  const lines = starter.split("\r\n").filter(Boolean);

  test("ends its lines as Windows does, and prints none of them where the engine reads the port", () => {
    expect(starter.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(lines.filter((line) => !line.startsWith("@"))).toEqual([]);
  });

  test("quotes every path, since it may contain spaces", () => {
    expect(lines.map((line) => line.replaceAll(/"[^"]*"/g, "")).join("\n")).not.toMatch(/%(~|\w+%)/);
    for (const file of ["node.path", "plugin.js"]) expect(starter).toContain(`"%~dp0${file}"`);
  });

  test("starts Node with all arguments in its last line, so that its exit code is Node's", () => {
    expect(lines.at(-1)).toBe('@"%node%" "%~dp0plugin.js" %*');
    const settings = /^@(?:setlocal$|(?:if (?:not )?exist "[^"]+" )?set )/;
    expect(lines.slice(0, -1).filter((line) => !settings.test(line))).toEqual([]);
  });
});

describe("pulumi-cognite-iam plugin", () => {
  test("path prints the folder that holds the executable, one script, the schema and the licences", async () => {
    const { stdout } = await run(["path"], process.env);
    expect(readdirSync(stdout.trim()).sort()).toEqual([
      "LICENSE",
      "LICENSES.txt",
      "plugin.js",
      "pulumi-resource-cognite-iam",
      "pulumi-resource-cognite-iam.cmd",
      "schema.json",
    ]);
    expect(JSON.parse(readFileSync(path.join(stdout.trim(), "schema.json"), "utf8"))).toMatchObject({ version });
  });

  test("install puts it where Pulumi looks, and does so again", async () => {
    const PATH = [engineFolder(), process.env["PATH"]].join(path.delimiter);
    for (const _ of ["first", "again"]) {
      const { stdout } = await run(["install"], { ...process.env, PATH, PULUMI_HOME: home });
      expect(stdout).toBe(`Installed the plugin cognite-iam ${version}. \`pulumi plugin ls\` lists it.\n`);
    }
    expect(existsSync(path.join(home, `plugins/resource-cognite-iam-v${version}/pulumi-resource-cognite-iam`))).toBe(
      true,
    );
  });

  test("install says what is missing without the Pulumi CLI", async () => {
    await expect(run(["install"], { PATH: home })).rejects.toMatchObject({
      code: 1,
      stderr: "pulumi-cognite-iam: cannot install the plugin: the Pulumi CLI is not on the PATH\n",
    });
  });
});
