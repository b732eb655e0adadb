import { cpSync, existsSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { executable, fakePulumi, linesOf, pipe, type Run, root, start, temporaryFolder, write } from "./harness.js";

let home: string;
const inHome = (name: string, content: string) => write(path.join(home, name), content);
const inClone = (name: string, content: string) => inHome(`clone/${name}`, content);
const remove = (name: string) => rmSync(path.join(home, "clone", name), { recursive: true });

/** A clone with these scripts, one dependency and one source file. */
beforeEach(() => {
  home = temporaryFolder();
  for (const name of ["scripts", "schema.json", "LICENSE"])
    cpSync(path.join(root, name), path.join(home, "clone", name), { recursive: true });
  for (const name of ["package.json", "tsconfig.json", "tsconfig.build.json"]) inClone(name, "{}");
  inClone("src/cli/main.js", "hello");
  lock("1.0.0");
  npm("");
  other = {};
});

/** Says which version of the dependency is wanted. */
function lock(version: string): void {
  const packages = { "": {}, "node_modules/one": { version }, "node_modules/other-platform": { optional: true } };
  inClone("package-lock.json", JSON.stringify({ packages }));
}

/** Writes an npm that does `first`, and then installs what package-lock.json names; both it and tsc note that they ran. */
function npm(first: string): void {
  inHome(
    "tsc",
    `const fs = require("node:fs");
     fs.appendFileSync("../log", "tsc\\n");
     fs.cpSync("src", process.argv[process.argv.indexOf("--outDir") + 1], { recursive: true });
     if (fs.readFileSync("src/cli/main.js", "utf8") !== "wrong") return;
     console.log("src/cli/main.ts(1,1): error TS1005");
     process.exitCode = 2;`,
  );
  executable(path.join(home, "bin/npm"), `exec ${process.execPath} ../npm.js "$@"`);
  inHome(
    "npm.js",
    `const fs = require("node:fs");
     fs.appendFileSync("../log", "npm " + process.argv[2] + "\\n");
     fs.rmSync("node_modules", { recursive: true, force: true });
     ${first}
     for (const name of ["node", "typescript"]) fs.mkdirSync("node_modules/" + name + "/bin", { recursive: true });
     fs.symlinkSync(process.execPath, "node_modules/node/bin/node");
     fs.symlinkSync("../../../../tsc", "node_modules/typescript/bin/tsc");
     fs.mkdirSync("node_modules/esbuild");
     fs.writeFileSync("node_modules/esbuild/index.js", "exports.build = async () => ({ metafile: { inputs: {} } });");
     const { "node_modules/one": one } = JSON.parse(fs.readFileSync("package-lock.json", "utf8")).packages;
     fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages: { "node_modules/one": one } }));`,
  );
}

let other: Record<string, string>;

function script(name: string, ...args: string[]): Run {
  const env = { PATH: path.join(home, "bin"), PULUMI_COGNITE_IAM_CACHE: path.join(home, "cache"), ...other };
  return start(path.join(home, "clone/scripts", name), args, env);
}

/** Makes the clone ready, and returns what ran for it. */
async function ready(): Promise<string[]> {
  rmSync(path.join(home, "log"), { force: true });
  const { code, stdout, stderr } = await script("ready.mjs").ended;
  expect([code, stdout], stderr).toEqual([0, ""]);
  return linesOf(path.join(home, "log"));
}

test.each<[string, () => unknown, string[]]>([
  ["package-lock.json wants another version", () => lock("2.0.0"), ["npm ci", "tsc"]],
  ["an install was broken off", () => remove("node_modules/.package-lock.json"), ["npm ci"]],
  ["an install was broken off at its end", () => inClone("node_modules/.package-lock.json", "{"), ["npm ci"]],
  ["its own Node is missing", () => remove("node_modules/node/bin/node"), ["npm ci"]],
  ["a source file changed", () => inClone("src/cli/main.js", "again"), ["tsc"]],
  ["a source file is new", () => inClone("src/new.js", ""), ["tsc"]],
  ["a source file is gone", () => remove("src/gone.js"), ["tsc"]],
  ["a setting of the compiler changed", () => inClone("tsconfig.build.json", "{ }"), ["tsc"]],
  ["dist is missing", () => remove("dist"), ["tsc"]],
  ["its command is missing", () => remove("dist/cli/main.js"), ["tsc"]],
])("a clone is installed and built once, and again when %s", async (_, change, expected) => {
  inClone("src/gone.js", "");
  expect(await ready()).toEqual(["npm ci", "tsc"]);
  expect(statSync(path.join(home, "clone/dist/cli/main.js")).mode & 0o111).toBe(0o111);
  expect(await ready()).toEqual([]);
  change();
  expect(await ready()).toEqual(expected);
  expect(await ready()).toEqual([]);
  for (const name of ["new.js", "gone.js"]) {
    const [source, output] = ["src", "dist"].map((folder) => existsSync(path.join(home, "clone", folder, name)));
    expect(output).toBe(source);
  }
});

test("a clone keeps its dist when the new source does not compile, and tries again", async () => {
  const dist = () => readFileSync(path.join(home, "clone/dist/cli/main.js"), "utf8");
  await ready();
  inClone("src/cli/main.js", "wrong");
  for (let round = 0; round < 2; round += 1) {
    const { code, stderr } = await script("ready.mjs").ended;
    expect([code, stderr, dist()]).toEqual([1, expect.stringContaining("error TS1005\n"), "hello"]);
  }
  inClone("src/cli/main.js", "right");
  expect([await ready(), dist()]).toEqual([["tsc"], "right"]);
});

test.each<[string, () => unknown, string]>([
  ["npm fails", () => npm('console.error("npm error no version"); process.exit(3);'), "npm error no version\n"],
  ["npm runs no scripts", () => npm("process.exit(0);"), "turn off its setting ignore-scripts\n"],
  [
    "npm takes another version",
    () => npm("JSON.parse = () => ({ packages: {} });"),
    "package-lock.json does not match",
  ],
  ["package-lock.json is cut off", () => inClone("package-lock.json", '{ "pack'), "Cannot read package-lock.json: "],
])("an install says why it failed when %s", async (_, damage, reason) => {
  damage();
  expect(await script("ready.mjs").ended).toMatchObject({ code: 1, stderr: expect.stringContaining(reason) });
});

test("an install also says why it failed under `npm test --silent`, which silences the npm that it runs", async () => {
  other = { npm_config_loglevel: "silent" };
  npm(`const flag = process.argv.find((word) => word.startsWith("--loglevel="))?.slice("--loglevel=".length);
       if ((flag ?? process.env.npm_config_loglevel) !== "silent") console.error("npm error no version");
       process.exit(3);`);
  const reason = expect.stringContaining("npm error no version\n");
  expect(await script("ready.mjs").ended).toMatchObject({ code: 1, stderr: reason });
});

test("a clone is made ready once when two ask for it at once", async () => {
  const gate = pipe(path.join(home, "gate"));
  npm(`fs.readFileSync(${JSON.stringify(gate)});`);
  const first = script("ready.mjs");
  await first.says("Installing packages");
  const second = script("ready.mjs");
  await second.says("Waiting for another run");
  await writeFile(gate, "go");
  expect([(await first.ended).code, (await second.ended).code]).toEqual([0, 0]);
  expect(linesOf(path.join(home, "log"))).toEqual(["npm ci", "tsc"]);
});

/** Runs `npm run demo` with this program as the demo, and an engine on the PATH. */
function demo(program: string, ...args: string[]): Run {
  inClone("scripts/demo/demo.mjs", program);
  for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) {
    fakePulumi(path.join(home, "bin", name), "v3.250.0");
  }
  return script("run.mjs", "demo", ...args);
}

test("a command gets its arguments, the project's own Node first on the PATH, and the folder of the engine", async () => {
  const program = `const { PATH, PULUMI_ENGINE_DIR } = process.env;
    console.log(JSON.stringify([process.argv.slice(2), PATH, PULUMI_ENGINE_DIR, process.cwd()]));`;
  const { stdout } = await demo(program, "--keep", "a b").ended;
  const [bin, clone] = [path.join(home, "bin"), path.join(home, "clone")];
  expect(JSON.parse(stdout)).toEqual([
    ["--keep", "a b"],
    `${clone}/node_modules/node/bin:${clone}/node_modules/.bin:${bin}`,
    bin,
    clone,
  ]);
});

test("a command runs with the Node of PULUMI_COGNITE_IAM_NODE, where that is set", async () => {
  const node = executable(path.join(home, "other/node"), `OTHER_NODE=yes exec ${process.execPath} "$@"`);
  other = { PULUMI_COGNITE_IAM_NODE: node };
  const { stdout, stderr } = await demo("console.log(process.env.OTHER_NODE, process.env.PATH);").ended;
  expect(stdout, stderr).toMatch(`yes ${home}/other:`);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "a command of the project gets %s, and may tidy up",
  async (signal) => {
    const run = demo(`const alive = setInterval(() => {}, 1000);
    process.on("${signal}", () => { clearInterval(alive); console.log("tidied up"); process.exitCode = 3; });
    console.error("listening");`);
    await run.says("listening");
    run.kill(signal);
    expect(await run.ended).toMatchObject({ code: 3, stdout: "tidied up\n" });
  },
);

test.each([
  ["its exit code", "process.exitCode = 7;", 7],
  ["128 and the number of the signal that ends it", 'process.kill(process.pid, "SIGKILL");', 137],
])("a command of the project gives %s", async (_, program, code) => {
  expect(await demo(program).ended).toMatchObject({ code });
});

test.each([[[]], [["toString"]], [["deploy"]]])("an unknown command is a usage error: %j", async (args) => {
  const usage =
    "usage: node scripts/run.mjs <test | test:long | test:acceptance | simulate | demo | bench | reference | schema | local> [arguments…]\n";
  expect(await script("run.mjs", ...args).ended).toMatchObject({ code: 2, stderr: usage });
});

test("a clone that is reached through a link works", async () => {
  symlinkSync(path.join(home, "clone"), path.join(home, "link"));
  const env = { PULUMI_COGNITE_IAM_CACHE: path.join(home, "cache"), PULUMI_COGNITE_IAM_ENGINE: "cache" };
  const { stderr } = await start(path.join(home, "link/scripts/engine.mjs"), [], env).ended;
  expect(stderr).toContain("cache     no complete engine");
});
