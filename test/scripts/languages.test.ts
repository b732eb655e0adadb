import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { executable, fakePulumi, linesOf, pinned, type Run, root, start, temporaryFolder, write } from "./harness.js";

const engineFiles = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
const pythonFiles = ["pulumi-language-python", "pulumi-language-python-exec"];

let home: string;
let bin: string;
let cache: string;

beforeEach(() => {
  home = temporaryFolder();
  bin = path.join(home, "bin");
  cache = path.join(home, "cache");
  mkdirSync(bin);
  for (const name of engineFiles) fakePulumi(path.join(bin, name), `v${pinned}`);
});

/** Runs `npm run engine` on an engine that is on the PATH, or with none, and nothing else there. */
function engine(args: readonly string[], env: Record<string, string> = {}): Run {
  return start(path.join(root, "scripts/engine.mjs"), args, {
    PATH: bin,
    HOME: home,
    PULUMI_COGNITE_IAM_CACHE: cache,
    PULUMI_COGNITE_IAM_ENGINE: "path,cache,go",
    ...env,
  });
}

/** Puts a Go on the PATH that notes which packages it builds, and has the module of the Python host. */
function fakeGo(): string {
  const log = path.join(home, "built");
  write(path.join(home, "module/python/cmd/pulumi-language-python-exec"), "#!/usr/bin/env python\n");
  executable(
    path.join(bin, "go"),
    `if [ "$1" = list ]; then echo ${home}/module; exit; fi`,
    'if [ "$1" != build ]; then exit; fi',
    'while [ "$1" != -o ]; do shift; done',
    `echo "$3" >> ${log}`,
    `/bin/cp ${fakePulumi(path.join(home, "made"), `v${pinned}`)} "$2"`,
  );
  return log;
}

async function folderOf(run: Run): Promise<string> {
  const { code, stdout, stderr } = await run.ended;
  expect(code, stderr).toBe(0);
  return stdout.trim();
}

const packages = {
  yaml: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  python: "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
};

test("language hosts are built once, and put beside the engine", async () => {
  const built = fakeGo();
  const folder = await folderOf(engine(["--languages", "yaml,python"]));
  expect(readdirSync(folder).sort()).toEqual([...engineFiles, ...pythonFiles, "pulumi-language-yaml"].sort());
  expect(readlinkSync(path.join(folder, "pulumi"))).toBe(path.join(bin, "pulumi"));
  rmSync(path.join(bin, "go"));
  expect(await folderOf(engine(["--languages", "yaml,python"]))).toBe(folder);
  expect(linesOf(built)).toEqual([packages.yaml, packages.python]);
});

test("only the languages asked for are built", async () => {
  const built = fakeGo();
  const folder = await folderOf(engine(["--languages", "python"]));
  expect(existsSync(path.join(folder, "pulumi-language-yaml"))).toBe(false);
  expect(linesOf(built)).toEqual([packages.python]);
});

test("hosts that the engine's folder has are used as they are", async () => {
  for (const name of ["pulumi-language-yaml", ...pythonFiles]) executable(path.join(bin, name));
  expect(await folderOf(engine(["--languages", "yaml,python"]))).toBe(bin);
  expect(existsSync(cache)).toBe(false);
});

test("a host elsewhere on the PATH is linked, with all of its files from one folder", async () => {
  const [half, whole] = [path.join(home, "half"), path.join(home, "whole")];
  executable(path.join(half, "pulumi-language-python"));
  for (const name of pythonFiles) executable(path.join(whole, name));
  const folder = await folderOf(engine(["--languages", "python"], { PATH: [bin, half, whole].join(":") }));
  for (const name of pythonFiles) expect(readlinkSync(path.join(folder, name))).toBe(path.join(whole, name));
});

test("beside an engine that was made here, hosts lie in its own folder", async () => {
  for (const name of engineFiles) rmSync(path.join(bin, name));
  const built = fakeGo();
  const plain = await folderOf(engine([]));
  const folder = await folderOf(engine(["--languages", "yaml,python"]));
  expect(folder).toBe(plain);
  expect(readdirSync(folder).sort()).toEqual(
    ["engine.json", ...engineFiles, ...pythonFiles, "pulumi-language-yaml"].sort(),
  );
  expect(await folderOf(engine(["--languages", "yaml,python"]))).toBe(plain);
  expect(linesOf(built)).toHaveLength(4);
});

test("a newer host takes the place of the one beside an engine that was made here", async () => {
  for (const name of engineFiles) rmSync(path.join(bin, name));
  fakeGo();
  const host = path.join(await folderOf(engine(["--languages", "yaml"])), "pulumi-language-yaml");
  const newer = readFileSync(host, "utf8");
  rmSync(host);
  write(host, "an older one");
  await folderOf(engine(["--languages", "yaml"]));
  expect(readFileSync(host, "utf8")).toBe(newer);
});

test("a host that is damaged in the cache is made again", async () => {
  const built = fakeGo();
  const folder = await folderOf(engine(["--languages", "yaml"]));
  rmSync(readlinkSync(path.join(folder, "pulumi-language-yaml")));
  expect(await folderOf(engine(["--languages", "yaml"]))).toBe(folder);
  expect(linesOf(built)).toHaveLength(2);
});

test("when no way leads to a host, the error lists each with its reason", async () => {
  const stub = write(
    path.join(home, "fetch.cjs"),
    'globalThis.fetch = async () => { throw new Error("no network"); };',
  );
  const env = { PULUMI_COGNITE_IAM_ENGINE: "", NODE_OPTIONS: `--require ${stub}` };
  const { code, stdout, stderr } = await engine(["--languages", "python"], env).ended;
  expect([code, stdout]).toEqual([1, ""]);
  for (const reason of [
    "There is no Python language host here",
    "path      no pulumi-language-python with pulumi-language-python-exec beside the engine or on the PATH",
    `cache     nothing complete in ${cache}/engine/python-`,
    "download  Failed to download https://get.pulumi.com/install.sh: no network",
    "go        no `go` on the PATH",
  ]) {
    expect(stderr).toContain(reason);
  }
});

test.each([
  ["a language without a host here", ["--languages", "cobol"], "no language host is made for cobol"],
  ["an option that there is not", ["--language", "yaml"], "Unknown option '--language'"],
])("%s is a usage error", async (_, args, message) => {
  const { code, stderr } = await engine(args).ended;
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain("usage: npm run engine -- [--languages yaml,python]");
});
