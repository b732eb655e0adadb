import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  executable,
  fakePulumi,
  linesOf,
  pinned,
  pipe,
  type Run,
  root,
  start,
  temporaryFolder,
  write,
} from "./harness.js";

const script = path.join(root, "scripts/engine.mjs");
const three = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

let home: string;
let bin: string;
let cache: string;

beforeEach(() => {
  home = temporaryFolder();
  bin = path.join(home, "bin");
  cache = path.join(home, "cache");
  mkdirSync(bin);
});

/** Runs `npm run engine` with nothing on the PATH but the test's own folders. */
function engine(ways: string, env: Record<string, string> = {}): Run {
  return start(script, [], {
    PATH: bin,
    HOME: home,
    PULUMI_COGNITE_IAM_CACHE: cache,
    PULUMI_COGNITE_IAM_ENGINE: ways,
    ...env,
  });
}

/** Puts a Go on the PATH that notes what it builds, and before the first build does `first`. */
function fakeGo(first = ":"): string {
  const log = path.join(home, "built");
  fakePulumi(path.join(home, "pulumi-made"), `v${pinned}`);
  executable(
    path.join(bin, "go"),
    'if [ "$1" = list ]; then echo one/package; exit; fi',
    'if [ "$1" != build ]; then exit; fi',
    first,
    `echo build >> ${log}`,
    'while [ "$1" != -o ]; do shift; done',
    `/bin/cp ${home}/pulumi-made "$2"`,
  );
  return log;
}

/** The folder that a run ended with: its only line on stdout. */
async function folderOf(run: Run): Promise<string> {
  const { code, stdout, stderr } = await run.ended;
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^\/[^\n]+\n$/);
  return stdout.trim();
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

describe("`npm run engine`: a pulumi on the PATH", () => {
  test.each(["v3.200.0", "v3.259.0", "3.201.1-dev.0", "v4.0.0"])(
    "%s with all three files beside it is used as it is",
    async (version) => {
      for (const name of three) fakePulumi(path.join(bin, name), version);
      expect(await folderOf(engine("path"))).toBe(bin);
      expect(entriesOf(cache)).toEqual([]);
    },
  );

  test.each([
    ["v3.199.9", "older than 3.200"],
    ["v2.300.0", "older than 3.200"],
    ["command not found", "which is no version"],
  ])("that says %s is not used", async (version, reason) => {
    for (const name of three) fakePulumi(path.join(bin, name), version);
    const { code, stdout, stderr } = await engine("path").ended;
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(reason);
  });

  test("gives way to a newer one further down the PATH", async () => {
    const newer = path.join(home, "newer");
    for (const name of three) fakePulumi(path.join(bin, name), "v3.1.0");
    for (const name of three) fakePulumi(path.join(newer, name), "v3.250.0");
    expect(await folderOf(engine("path", { PATH: `${bin}:${newer}` }))).toBe(newer);
  });

  test("that is a link is used from where it really is", async () => {
    const cellar = path.join(home, "cellar");
    for (const name of three) fakePulumi(path.join(cellar, name), "v3.250.0");
    symlinkSync(path.join(cellar, "pulumi"), path.join(bin, "pulumi"));
    expect(await folderOf(engine("path"))).toBe(cellar);
  });

  test("with its language host elsewhere on the PATH gives a folder of links, the same one each time", async () => {
    const elsewhere = path.join(home, "elsewhere");
    fakePulumi(path.join(bin, "pulumi"), "v3.250.0");
    executable(path.join(elsewhere, "pulumi-language-nodejs"));
    const env = { PATH: `${bin}:${elsewhere}` };
    const folder = await folderOf(engine("path", env));
    expect(entriesOf(folder)).toEqual(three);
    expect(readlinkSync(path.join(folder, "pulumi"))).toBe(path.join(bin, "pulumi"));
    expect(readlinkSync(path.join(folder, "pulumi-language-nodejs"))).toBe(
      path.join(elsewhere, "pulumi-language-nodejs"),
    );
    expect(readFileSync(path.join(folder, "pulumi-resource-pulumi-nodejs"), "utf8")).toContain("dynamic-provider");
    expect(await folderOf(engine("path", env))).toBe(folder);
    expect(entriesOf(path.join(cache, "engine"))).toEqual([path.basename(folder)]);
  });

  test("without a language host is not used", async () => {
    fakePulumi(path.join(bin, "pulumi"), "v3.250.0");
    const { code, stderr } = await engine("path").ended;
    expect(code).toBe(1);
    expect(stderr).toContain("no pulumi-language-nodejs beside it or on the PATH");
  });
});

describe("`npm run engine`: the cache", () => {
  test("serves every run after the first, without building", async () => {
    const built = fakeGo();
    const folder = await folderOf(engine("cache,go"));
    expect(folder.startsWith(path.join(cache, "engine", `pulumi-${pinned}-`))).toBe(true);
    expect(entriesOf(folder)).toEqual(["engine.json", ...three]);
    rmSync(path.join(bin, "go"));
    expect(await folderOf(engine("cache"))).toBe(folder);
    expect(linesOf(built)).toHaveLength(2);
  });

  test.each([
    ["the stamp is missing", (folder: string) => rmSync(path.join(folder, "engine.json"))],
    ["the stamp is cut off", (folder: string) => write(path.join(folder, "engine.json"), '{ "sizes": {')],
    ["a file is missing", (folder: string) => rmSync(path.join(folder, "pulumi-language-nodejs"))],
    ["a file is cut off", (folder: string) => write(path.join(folder, "pulumi"), "#!/bin/sh")],
  ])("is made anew when %s", async (_, damage) => {
    const built = fakeGo();
    const folder = await folderOf(engine("cache,go"));
    damage(folder);
    expect(await folderOf(engine("cache,go"))).toBe(folder);
    expect(linesOf(built)).toHaveLength(4);
    expect(entriesOf(folder)).toEqual(["engine.json", ...three]);
    expect(entriesOf(path.join(cache, "engine"))).toEqual([path.basename(folder)]);
  });

  test("is in the user's own cache folder when no other is named", async () => {
    fakeGo();
    const xdg = path.join(home, "xdg");
    const env = { PULUMI_COGNITE_IAM_CACHE: "", XDG_CACHE_HOME: xdg };
    const expected = process.platform === "darwin" ? path.join(home, "Library/Caches") : xdg;
    expect((await folderOf(engine("go", env))).startsWith(path.join(expected, "pulumi-cognite-iam/engine/"))).toBe(
      true,
    );
  });
});

describe("`npm run engine`: a build", () => {
  test("is done once when two ask for it at once", async () => {
    const gate = pipe(path.join(home, "gate"));
    const built = fakeGo(`if [ ! -e ${home}/built ]; then read go < ${gate}; fi`);
    const first = engine("cache,go");
    await first.says("Building the Node.js language host");
    const second = engine("cache,go");
    await second.says(`Waiting for another run. If there is none, delete ${cache}/locks/engine.lock\n`);
    await writeFile(gate, "go\n");
    expect(await folderOf(second)).toBe(await folderOf(first));
    expect(linesOf(built)).toHaveLength(2);
  });

  test("that was killed leaves a lock that the next one takes, and files that it clears away", async () => {
    const gate = pipe(path.join(home, "gate"));
    fakeGo(`read go < ${gate}`);
    const killed = engine("cache,go");
    await killed.says("Building the Node.js language host");
    const waiting = engine("cache,go");
    await waiting.says("Waiting for");
    expect(entriesOf(path.join(cache, "engine"))).toEqual([expect.stringMatching(`\\.draft-${killed.pid}$`)]);
    const built = fakeGo();
    killed.kill("SIGKILL");
    const folder = await folderOf(waiting);
    expect(linesOf(built)).toHaveLength(2);
    expect(entriesOf(path.join(cache, "engine"))).toEqual([path.basename(folder)]);
    await writeFile(gate, ""); // lets go of the orphaned Go
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "that is ended by %s leaves nothing behind, not even its Go",
    async (signal) => {
      const gate = pipe(path.join(home, "gate"));
      fakeGo(`read go < ${gate}`);
      const run = engine("cache,go");
      await run.says("Building the Node.js language host");
      const held = await openedBy(gate);
      run.kill(signal);
      expect((await run.ended).code).toBe(signal === "SIGINT" ? 130 : 143);
      expect(entriesOf(path.join(cache, "engine"))).toEqual([]);
      await expect.poll(() => tryToOpen(gate)).toBeUndefined();
      closeSync(held);
    },
  );

  test("that makes another version than the pinned one does not count", async () => {
    fakeGo();
    fakePulumi(path.join(home, "pulumi-made"), "v3.100.0");
    const { code, stderr } = await engine("cache,go").ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`go        made pulumi v3.100.0, expected ${pinned}`);
    expect(entriesOf(path.join(cache, "engine"))).toEqual([]);
  });

  test("that fails says what Go said", async () => {
    executable(path.join(bin, "go"), '[ "$1" = version ] && exit', "echo go: no route to the module proxy >&2; exit 1");
    const { code, stderr } = await engine("go").ended;
    expect(code).toBe(1);
    expect(stderr).toContain("go        go: no route to the module proxy");
  });
});

describe("`npm run engine`: the official download", () => {
  /** Has the download's process get this installer, in place of the one on the internet. */
  function installer(...lines: string[]): Record<string, string> {
    const body = JSON.stringify(lines.join("\n"));
    const stub = write(path.join(home, "fetch.cjs"), `globalThis.fetch = async () => new Response(${body});`);
    return { NODE_OPTIONS: `--require ${stub}` };
  }

  test("is what the installer installs, less what is not needed", async () => {
    for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-language-go"]) {
      fakePulumi(path.join(home, "release", name), `v${pinned}`);
    }
    // As the SDK calls it: --no-edit-path --install-root FOLDER --version VERSION
    const env = installer(
      `[ "$5" = ${pinned} ] || exit 1`,
      `/bin/mkdir -p "$3" && /bin/cp -R ${home}/release "$3/bin"`,
    );
    const folder = await folderOf(engine("cache,download", env));
    expect(entriesOf(folder)).toEqual(["engine.json", ...three]);
  });

  test("that fails gives way to Go", async () => {
    const built = fakeGo();
    await folderOf(engine("download,go", installer("echo no space left >&2; exit 1")));
    expect(linesOf(built)).toHaveLength(2);
  });
});

test("`npm run engine` lists each way with its reason when none leads to an engine", async () => {
  const stub = write(
    path.join(home, "fetch.cjs"),
    'globalThis.fetch = async () => { throw new Error("no network"); };',
  );
  fakePulumi(path.join(bin, "pulumi"), "v3.50.0");
  const { code, stdout, stderr } = await engine("", { NODE_OPTIONS: `--require ${stub}` }).ended;
  expect([code, stdout]).toEqual([1, ""]);
  for (const reason of [
    `path      ${bin}/pulumi is v3.50.0, older than 3.200`,
    `cache     nothing complete in ${cache}/engine/pulumi-${pinned}-`,
    "download  Failed to download https://get.pulumi.com/install.sh: no network",
    "go        no `go` on the PATH",
    "https://www.pulumi.com/docs/iac/download-install/",
  ]) {
    expect(stderr).toContain(reason);
  }
});

test("`npm run engine` with an unknown way is a usage error", async () => {
  const { code, stderr } = await engine("cache,luck").ended;
  expect(code).toBe(2);
  expect(stderr).toBe("PULUMI_COGNITE_IAM_ENGINE names luck; it may name path, cache, download, go\n");
});

/** The writing end of the pipe, once a process waits at the other. */
function openedBy(gate: string): Promise<number> {
  return vi.waitUntil(() => tryToOpen(gate), { timeout: 30_000, interval: 10 });
}

function tryToOpen(gate: string): number | undefined {
  try {
    return openSync(gate, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return undefined; // nobody reads from it
  }
}
