import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { executable, fakePulumi, linesOf, pipe, type Run, root, start, temporaryFolder, write } from "./harness.js";

let clone: string;
let home: string;
let log: string;

/** A clone with these scripts, one dependency and one source file; an npm and a tsc that note that they ran. */
beforeEach(() => {
  home = temporaryFolder();
  clone = path.join(home, "clone");
  log = path.join(home, "log");
  cpSync(path.join(root, "scripts"), path.join(clone, "scripts"), { recursive: true });
  write(path.join(clone, "package.json"), "{}");
  for (const name of ["tsconfig.json", "tsconfig.build.json"]) write(path.join(clone, name), "{}");
  write(path.join(clone, "src/cli/main.js"), "hello");
  lock("1.0.0");
  npm("");
  tsc("");
});

/** Says which version of the dependency is wanted. */
function lock(version: string): void {
  const packages = {
    "": {},
    "node_modules/dependency": { version },
    "node_modules/other-platform": { version, optional: true },
  };
  write(path.join(clone, "package-lock.json"), JSON.stringify({ packages }));
}

/** Writes an npm that installs what package-lock.json names, after it has done `first`. */
function npm(first: string): void {
  write(
    path.join(home, "npm-cli.js"),
    `const fs = require("node:fs");
     fs.appendFileSync(${JSON.stringify(log)}, "npm " + process.argv[2] + "\\n");
     fs.rmSync("node_modules", { recursive: true, force: true });
     ${first}
     fs.mkdirSync("node_modules/typescript/bin", { recursive: true });
     fs.copyFileSync("../tsc", "node_modules/typescript/bin/tsc");
     fs.mkdirSync("node_modules/node/bin", { recursive: true });
     fs.symlinkSync(process.execPath, "node_modules/node/bin/node");
     const { packages } = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
     delete packages[""];
     delete packages["node_modules/other-platform"];
     fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));`,
  );
}

/** Writes a compiler that copies the source, and then does `last`. */
function tsc(last: string): void {
  const program = `const fs = require("node:fs");
     fs.appendFileSync(${JSON.stringify(log)}, "tsc\\n");
     fs.cpSync("src", process.argv[process.argv.indexOf("--outDir") + 1], { recursive: true });
     ${last}`;
  write(path.join(home, "tsc"), program);
  if (existsSync(path.join(clone, "node_modules"))) write(path.join(clone, "node_modules/typescript/bin/tsc"), program);
}

function script(name: string, ...args: string[]): Run {
  const env = { PATH: path.join(home, "bin"), PULUMI_COGNITE_IAM_CACHE: path.join(home, "cache") };
  return start(path.join(clone, "scripts", name), args, { ...env, npm_execpath: path.join(home, "npm-cli.js") });
}

/** Makes the clone ready, and returns what ran for it. */
async function ready(): Promise<string[]> {
  rmSync(log, { force: true });
  const { code, stdout, stderr } = await script("ready.mjs").ended;
  expect(code, stderr).toBe(0);
  expect(stdout).toBe("");
  return linesOf(log);
}

describe("a clone", () => {
  test("is installed and built once", async () => {
    expect(await ready()).toEqual(["npm ci", "tsc"]);
    expect(statSync(path.join(clone, "dist/cli/main.js")).mode & 0o111).toBe(0o111);
    expect(await ready()).toEqual([]);
  });

  test.each<[string, () => void, string[]]>([
    ["every file is touched", () => touchAll(), []],
    ["package-lock.json wants another version", () => lock("2.0.0"), ["npm ci", "tsc"]],
    ["an install was broken off", () => rmSync(path.join(clone, "node_modules/.package-lock.json")), ["npm ci", "tsc"]],
    ["its own Node is missing", () => rmSync(path.join(clone, "node_modules/node/bin/node")), ["npm ci", "tsc"]],
    ["a source file changed", () => write(path.join(clone, "src/cli/main.js"), "again"), ["tsc"]],
    ["a source file is new", () => write(path.join(clone, "src/new.js"), ""), ["tsc"]],
    ["a setting of the compiler changed", () => write(path.join(clone, "tsconfig.build.json"), "{ }"), ["tsc"]],
    ["dist is missing", () => rmSync(path.join(clone, "dist"), { recursive: true }), ["tsc"]],
    ["a file of dist is missing", () => rmSync(path.join(clone, "dist/cli/main.js")), ["tsc"]],
    ["a file of dist is another", () => write(path.join(clone, "dist/cli/main.js"), "edited"), ["tsc"]],
  ])("when %s", async (_, change, expected) => {
    await ready();
    change();
    expect(await ready()).toEqual(expected);
    expect(await ready()).toEqual([]);
  });

  test("keeps nothing in dist of a source file that is gone", async () => {
    write(path.join(clone, "src/gone.js"), "");
    await ready();
    rmSync(path.join(clone, "src/gone.js"));
    await ready();
    expect(existsSync(path.join(clone, "dist/gone.js"))).toBe(false);
  });

  test("keeps its dist when the new source does not compile, and tries again", async () => {
    await ready();
    write(path.join(clone, "src/cli/main.js"), "broken");
    tsc('console.log("src/cli/main.ts(1,1): error TS1005"); process.exitCode = 2;');
    for (let round = 0; round < 2; round += 1) {
      const { code, stderr } = await script("ready.mjs").ended;
      expect(code).toBe(1);
      expect(stderr).toContain("error TS1005");
      expect(readFileSync(path.join(clone, "dist/cli/main.js"), "utf8")).toBe("hello");
    }
    tsc("");
    expect(await ready()).toEqual(["tsc"]);
    expect(readFileSync(path.join(clone, "dist/cli/main.js"), "utf8")).toBe("broken");
  });

  test("whose install fails says what npm said", async () => {
    npm('console.error("npm warn old\\nnpm error no such version"); process.exit(1);');
    const { code, stderr } = await script("ready.mjs").ended;
    expect(code).toBe(1);
    expect(stderr).toContain("npm ci failed:\nnpm error no such version\n");
  });

  test("is installed by a plain install when npm ci does not like the lockfile", async () => {
    npm('if (process.argv[2] === "ci") { console.error("npm error code EUSAGE"); process.exit(1); }');
    expect(await ready()).toEqual(["npm ci", "npm install", "tsc"]);
    expect(await ready()).toEqual([]);
  });

  test("is made ready once when two ask for it at once", async () => {
    const gate = pipe(path.join(home, "gate"));
    npm(`fs.readFileSync(${JSON.stringify(gate)});`);
    const first = script("ready.mjs");
    await first.says("Installing packages");
    const second = script("ready.mjs");
    await second.says(`Waiting for the install of another run (pid ${first.pid})`);
    await writeFile(gate, "go");
    expect([(await first.ended).code, (await second.ended).code]).toEqual([0, 0]);
    expect(linesOf(log)).toEqual(["npm ci", "tsc"]);
  });
});

describe("a command", () => {
  /** Has `npm run demo` run this program, with an engine on the PATH. */
  function demo(program: string): void {
    write(path.join(clone, "scripts/demo/demo.mjs"), program);
    for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) {
      fakePulumi(path.join(home, "bin", name), "v3.250.0");
    }
  }

  test("gets its arguments, the project's own Node first on the PATH, and the folder of the engine", async () => {
    demo(`const { PATH, PULUMI_ENGINE_DIR } = process.env;
          console.log(JSON.stringify([process.argv.slice(2), PATH, PULUMI_ENGINE_DIR, process.cwd()]));`);
    const { code, stdout } = await script("run.mjs", "demo", "--keep", "a b").ended;
    const bin = path.join(home, "bin");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([["--keep", "a b"], `${clone}/node_modules/.bin:${bin}`, bin, clone]);
  });

  test("gives its exit code", async () => {
    demo("process.exitCode = 7;");
    expect((await script("run.mjs", "demo").ended).code).toBe(7);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("gets %s, and may tidy up", async (signal) => {
    demo(`const alive = setInterval(() => {}, 1000);
          process.on("${signal}", () => { clearInterval(alive); console.log("tidied up"); process.exitCode = 3; });
          console.error("listening");`);
    const run = script("run.mjs", "demo");
    await run.says("listening");
    run.kill(signal);
    expect(await run.ended).toMatchObject({ code: 3, stdout: "tidied up\n" });
  });

  test("that a signal ends gives 128 and the signal's number", async () => {
    demo('process.kill(process.pid, "SIGKILL");');
    expect((await script("run.mjs", "demo").ended).code).toBe(137);
  });

  test.each([[[]], [["toString"]], [["deploy"]]])("that there is not is a usage error: %j", async (args) => {
    const { code, stderr } = await script("run.mjs", ...args).ended;
    expect(code).toBe(2);
    expect(stderr).toContain(
      "usage: node scripts/run.mjs <test | test:long | simulate | demo | bench | reference | local> [arguments…]",
    );
  });

  test("works from a clone that is reached through a link", async () => {
    const link = path.join(home, "link");
    symlinkSync(clone, link);
    mkdirSync(path.join(home, "bin"));
    executable(path.join(home, "bin/unused"));
    const run = start(path.join(link, "scripts/engine.mjs"), [], {
      PULUMI_COGNITE_IAM_CACHE: path.join(home, "cache"),
      PULUMI_COGNITE_IAM_ENGINE: "cache",
    });
    expect((await run.ended).stderr).toContain("cache     nothing complete");
  });
});

function touchAll(): void {
  const later = new Date(Date.now() + 60_000);
  for (const name of ["package.json", "package-lock.json", "tsconfig.json", "src/cli/main.js", "src"]) {
    utimesSync(path.join(clone, name), later, later);
  }
}
