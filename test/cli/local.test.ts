import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bin, name } from "../../package.json";
import { exportLines, proxyBypass } from "../../src/cli/environment";
import { commands } from "../../src/cli/program";
import { IamClient } from "../../src/client/index";
import { environmentNames } from "../../src/connection/settings";
import { temporaryFolder } from "../support/temporary-folder";

vi.setConfig({ testTimeout: 60_000 });

const root = path.resolve(__dirname, "../..");
const started = new Set<ChildProcess>();
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  for (const child of started) child.kill("SIGKILL");
  started.clear();
});

describe("pulumi-cognite-iam local", () => {
  test("prints how to connect as one line of JSON, serves, and ends with 0 on a signal", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const server = start("local", "--json");
      const { url, env, dataFile } = JSON.parse(await server.line());
      expect(env.CDF_URL).toBe(url);
      expect(dataFile).toBeNull();
      expect((await clientIn(env).groups.list({ all: true })).map(({ name }) => name)).toEqual(["cdf-administrators"]);
      server.child.kill(signal);
      expect(await server.ended).toEqual({ code: 0, stderr: "", stdout: expect.stringMatching(/^\{.*\}\n$/) });
    }
  });

  test("has the data sets that are asked for in each project, each with an id of its own", async () => {
    const server = start(
      "local",
      "--json",
      "--project",
      "dev",
      "--project",
      "prod",
      "--data-set",
      "ds_a",
      "--data-set",
      "ds_b",
    );
    const { env } = JSON.parse(await server.line());
    const found = await Promise.all(
      ["dev", "prod"].map((project) =>
        clientIn({ ...env, CDF_PROJECT: project }).dataSets.retrieve([{ externalId: "ds_a" }, { externalId: "ds_b" }]),
      ),
    );
    expect(found.map((each) => each.map(({ externalId }) => externalId))).toEqual([
      ["ds_a", "ds_b"],
      ["ds_a", "ds_b"],
    ]);
    expect(new Set(found.flat().map(({ id }) => id)).size).toBe(4);
  });

  test("has the users that are asked for, found by each part of their names", async () => {
    const users = ["user-1=Ada Lovelace", "user-2= Grace Brewster  Hopper", "user-3", "a@b.example=x=y"];
    const server = start("local", "--json", ...users.flatMap((user) => ["--user", user]));
    const { userProfiles } = clientIn(JSON.parse(await server.line()).env);
    const found = await userProfiles.list({ limit: null });
    expect(Object.fromEntries(found.map(({ userIdentifier, displayName }) => [userIdentifier, displayName]))).toEqual({
      "user-1": "Ada Lovelace",
      "user-2": "Grace Brewster  Hopper",
      "user-3": undefined,
      "a@b.example": "x=y",
    });
    for (const name of ["ada", "Love", "Ada Lovelace"])
      expect((await userProfiles.search({ name })).map(({ userIdentifier }) => userIdentifier)).toEqual(["user-1"]);
  });

  test("prints lines to paste into a shell, which name every variable that is needed", async () => {
    const server = start("local");
    while (!server.stdout().includes("Press Ctrl-C to stop it.")) await server.line();
    const exported = [...server.stdout().matchAll(/^ {2}export (\w+)=(\S+)$/gm)].map(([, name, value]) => [
      name,
      value,
    ]);
    const client = clientIn(Object.fromEntries(exported));
    expect((await client.token.inspect()).subject).toBe("local-admin");
    server.child.kill("SIGTERM");
    expect((await server.ended).code).toBe(0);
  });

  test("keeps its state in the data file", async () => {
    const file = path.join(folder, "iam.db");
    const first = start("local", "--json", "--data-file", file);
    const { env, dataFile } = JSON.parse(await first.line());
    expect(dataFile).toBe(file);
    const { id } = await clientIn(env).groups.create({ name: "readers" });
    first.child.kill("SIGINT");
    await first.ended;

    const second = start("local", "--json", "--data-file", file);
    const again = JSON.parse(await second.line());
    expect((await clientIn(again.env).groups.list({ all: true })).map((group) => group.id)).toContain(id);
  });

  test("has the projects that are asked for, and the first is the one to connect to", async () => {
    const server = start("local", "--json", "--project", "dev", "--project", "prod");
    const { env } = JSON.parse(await server.line());
    expect(env.CDF_PROJECT).toBe("dev");
    for (const project of ["dev", "prod"])
      expect(await clientIn({ ...env, CDF_PROJECT: project }).groups.list({ all: true })).toHaveLength(1);
  });

  test("listens where it is told to, and answers as late as it is told to", async () => {
    const port = await freePort();
    const server = start("local", "--json", "--port", String(port), "--host", "localhost", "--latency-ms", "300");
    const { url } = JSON.parse(await server.line());
    expect(url).toBe(`http://localhost:${port}`);
    const before = performance.now();
    expect((await fetch(`${url}/api/v1/token/inspect`)).status).toBe(401);
    expect(performance.now() - before).toBeGreaterThan(290);
  });

  test("answers to the names that are allowed, and to no other", async () => {
    const server = start("local", "--json", "--allowed-host", "iam.internal", "--allowed-host", "iam.test:9000");
    const { url } = JSON.parse(await server.line());
    const asked = async (host: string) => (await statusOf(url, host)) !== 403;
    expect(await Promise.all(["iam.internal", "iam.test:9000", "evil.example"].map(asked))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("warns when other machines can reach it", async () => {
    const server = start("local", "--json", "--host", "0.0.0.0");
    await server.line();
    server.child.kill("SIGTERM");
    expect((await server.ended).stderr).toContain("Other machines can reach this server");
  });

  test("fails in one line on a port in use, an address of another machine or a bad data file", async () => {
    const port = await freePort();
    const first = start("local", "--json", "--port", String(port), "--data-file", path.join(folder, "iam.db"));
    await first.line();
    const nowhere = path.join(folder, "nowhere", "iam.db");
    const mistakes = [
      [["--port", String(port)], `port ${port} on 127.0.0.1 is in use: choose another with --port`],
      [["--host", "192.0.2.1"], "192.0.2.1 is not an address of this machine: change --host"],
      [["--data-file", nowhere], `the data file ${nowhere} cannot be used: unable to open database file`],
      [["--data-file", path.join(folder, "iam.db")], "Check that no other local IAM server is using it"],
    ] as const;
    for (const [args, message] of mistakes) {
      const { code, stdout, stderr } = await start("local", ...args).ended;
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain(message);
      expect(stderr.trim().split("\n")).toHaveLength(1);
    }
    expect(existsSync(nowhere)).toBe(false);
  });
});

test.each([
  [{}, {}],
  [{ NO_PROXY: "a" }, {}],
  [{ HTTP_PROXY: "http://proxy" }, { NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" }],
  [
    { http_proxy: "http://proxy", NO_PROXY: "a,b" },
    { NO_PROXY: "a,b,127.0.0.1", no_proxy: "a,b,127.0.0.1" },
  ],
  [{ http_proxy: "http://proxy", NO_PROXY: "a, 127.0.0.1" }, {}],
  [{ http_proxy: "http://proxy", no_proxy: "*" }, {}],
])("in the environment %j, cognite-iam local tells clients to set %j, so that no proxy is asked", (env, expected) => {
  expect(proxyBypass("127.0.0.1", env)).toEqual(expected);
});

test("pulumi-cognite-iam local quotes values that a shell would read, for either kind of shell", () => {
  const env = { A: "http://a:1/b", B: "it's $HOME" };
  expect(exportLines(env, "linux")).toEqual(["  export A=http://a:1/b", "  export B='it'\\''s $HOME'"]);
  expect(exportLines(env, "win32")).toEqual(["  $env:A = 'http://a:1/b'", "  $env:B = 'it''s $HOME'"]);
});

describe("pulumi-cognite-iam ends with 2 and one line that says what is wrong", () => {
  test.each([
    [["nonsense"], "unknown command 'nonsense'"],
    [["locl"], "Did you mean local?"],
    [["local", "--prot", "1"], "Did you mean --port?"],
    [["local", "extra"], "too many arguments"],
    [["local", "--port"], "argument missing"],
    [["local", "--port", "-1"], "It must be a whole number from 0 to 65535."],
    [["local", "--port", "65536"], "It must be a whole number from 0 to 65535."],
    [["local", "--port", "4e3"], "It must be a whole number from 0 to 65535."],
    [["local", "--latency-ms", "soon"], "It must be a whole number from 0 to 600000."],
    [["local", "--project", "no spaces"], "It must be a project's URL name"],
    [["local", "--user", "=Ada Lovelace"], "It must be a user identifier, or one with a name"],
    [["local", "--user", ""], "It must be a user identifier, or one with a name"],
    [["local", "--project", "-dash"], "It must be a project's URL name"],
  ])("on the wrong usage %j", async (args, message) => {
    const { code, stdout, stderr } = await start(...args).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("and the help where no command is named", async () => {
    const { code, stderr } = await start().ended;
    expect(code).toBe(2);
    expect(stderr).toContain("Usage: pulumi-cognite-iam");
  });
});

describe("pulumi-cognite-iam", () => {
  test.each([[["--help"]], [["help"]], [["local", "--help"]], [["help", "local"]]])(
    "shows the help for %j",
    async (args) => {
      const { code, stdout, stderr } = await start(...args).ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain("Usage: pulumi-cognite-iam");
      if (args.includes("local"))
        for (const option of [
          "--port",
          "--host",
          "--allowed-host",
          "--data-file",
          "--latency-ms",
          "--project",
          "--data-set",
          "--json",
        ])
          expect(stdout).toContain(option);
    },
  );

  test("has the package's own name for npx, which would run a package of another's name where this one is not installed", async () => {
    expect(Object.keys(bin)).toContain(name);
    expect(new Set(Object.values(bin)).size).toBe(1);
    const helps = await Promise.all(commands.map((make) => start(make().name(), "--help").ended));
    const examples = helps.flatMap(({ stdout }) => stdout.match(/^ {2}\$ .*cognite-iam.*$/gm) ?? []);
    expect(examples.length).toBeGreaterThan(10);
    expect(examples.filter((example) => !example.includes(`npx ${name} `))).toEqual([]);
  });

  test("prints the version of the package for --version", async () => {
    const { stdout } = await start("--version").ended;
    expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
  });
});

interface Started {
  child: ChildProcess;
  stdout(): string;
  /** The next line that it writes to stdout. */
  line(): Promise<string>;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** Runs the command line as it is installed, with none of this machine's settings. */
function start(...args: string[]): Started {
  const child = spawn(process.execPath, [path.join(root, "dist/cli/main.js"), ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.add(child);
  const said = { stdout: "", stderr: "" };
  let read = 0;
  child.stdout.setEncoding("utf8").on("data", (data: string) => {
    said.stdout += data;
  });
  child.stderr.setEncoding("utf8").on("data", (data: string) => {
    said.stderr += data;
  });
  const ended = once(child, "close").then(([code]) => ({ code, ...said }));
  return {
    child,
    ended,
    stdout: () => said.stdout,
    async line() {
      const isWhole = () => said.stdout.indexOf("\n", read) >= 0;
      while (!isWhole() && child.exitCode === null) await Promise.race([once(child.stdout, "data"), ended]);
      if (!isWhole()) throw new Error(`It ended without a line: ${said.stderr}`);
      const end = said.stdout.indexOf("\n", read);
      const line = said.stdout.slice(read, end);
      read = end + 1;
      return line;
    },
  };
}

/** A client with these variables as its environment. */
function clientIn(env: Record<string, string>): IamClient {
  const settings = Object.entries(environmentNames).flatMap(([key, name]) =>
    name === undefined || env[name] === undefined ? [] : [[key, env[name]]],
  );
  return new IamClient(Object.fromEntries(settings));
}

/** What a server answers to a request whose `Host` header is another than its address. */
async function statusOf(url: string, host: string): Promise<number | undefined> {
  const sent = request(`${url}/api/v1/token/inspect`, { headers: { host } }).end();
  const [answer] = await once(sent, "response");
  answer.resume();
  return answer.statusCode;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  return address.port;
}
