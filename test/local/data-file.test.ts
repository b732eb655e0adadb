import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { type LocalIam, startLocalIam } from "../../src/local/index";
import { temporaryFolder } from "../support/temporary-folder";
import { compileServer, NODE_PATH } from "./compile";
import { call, items, start } from "./harness";

const compiled = temporaryFolder();
let dataFile: string;
beforeEach(() => {
  dataFile = join(temporaryFolder(), "iam.db");
});

test("a data file keeps state, ids and tokens over a restart", async () => {
  const first = await startLocalIam({
    dataFile,
    projects: ["one", "two"],
    dataSets: [{ externalId: "ds", name: "Pumps" }],
    locationFilters: [{ externalId: "lf" }],
  });
  first.createScopeTarget("assets", { externalId: "root", metadata: { a: "1" } }, "two");
  const [group, gone] = await items(call(first, "POST /groups", { items: [{ name: "a" }, { name: "b" }] }), 201);
  await call(first, "POST /groups/delete", { items: [gone.id] });
  await items(call(first, "POST /securitycategories", { items: [{ name: "c" }] }), 201);
  await items(call(first, "POST /sessions", { items: [{ tokenExchange: true }] }));
  const before = { one: first.state("one"), two: first.state("two") };
  const token = first.token();
  await first.close();

  const second = await start({ dataFile });
  expect({ one: second.state("one"), two: second.state("two") }).toEqual(before);
  expect(before.two).toMatchObject({ dataSets: [{ externalId: "ds" }], assets: [{ metadata: { a: "1" } }] });
  expect(second.connection.project).toBe("one");
  const listed = await items(call(second, "GET /groups?all=true", undefined, { token }));
  expect(listed.map((one) => one.id)).toContain(group.id);
  expect(listed).toHaveLength(2);
});

test("revoked tokens stay revoked over a restart", async () => {
  const first = await startLocalIam({ dataFile });
  const token = first.token();
  first.revokeTokens();
  await first.close();
  const second = await start({ dataFile });
  expect((await call(second, "GET /groups", undefined, { token })).status).toBe(401);
});

test("projects that are new to a data file get their first groups, old ones are left as they are", async () => {
  const first = await startLocalIam({ dataFile, projects: ["one"] });
  await first.close();
  const second = await start({ dataFile, projects: ["two", "one"], groups: [{ name: "more" }] });
  expect(second.connection.project).toBe("two");
  expect(second.state("one").groups).toHaveLength(1);
  expect(second.state("two").groups).toHaveLength(2);
});

test("a data file serves one server at a time", async () => {
  await start({ dataFile });
  await expect(startLocalIam({ dataFile })).rejects.toThrow("Check that no other local IAM server is using it");
});

interface Child {
  process: ChildProcess;
  url: string;
  token: string;
}

/** Starts the compiled server in a process of its own. */
async function spawnServer(index: string): Promise<Child> {
  const program = `
    const { startLocalIam } = require(${JSON.stringify(index)});
    startLocalIam({ dataFile: ${JSON.stringify(dataFile)}, groupQuota: 1e9 }).then((iam) => {
      console.log(JSON.stringify({ url: iam.url, token: iam.token() }));
    });`;
  const child = spawn(process.execPath, ["-e", program], {
    env: { ...process.env, NODE_PATH },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await once(createInterface(child.stdout), "line");
  return { process: child, ...JSON.parse(line) };
}

test("a kill -9 under writing load loses nothing that was acknowledged, and leaves no half of a batch", async () => {
  const index = compileServer(compiled);
  const created = new Set<number>();
  const deleted = new Set<number>();
  const categories = new Set<string>();
  let token: string | undefined;

  for (let round = 0; round < 4; round += 1) {
    const child = await spawnServer(index);
    token ??= child.token;
    const iam = { url: child.url, connection: { project: "local-project" } } as LocalIam;
    const how = { token };
    let acknowledged = 0;
    const goal = 20 + round * 17;
    const write = async (worker: number) => {
      for (let n = 0; ; n += 1) {
        const name = `r${round}w${worker}n${n}`;
        const batch = [1, 2, 3].map(() => ({ name, metadata: { padding: "x".repeat(300) } }));
        const made = await items(call(iam, "POST /groups", { items: batch }, how), 201);
        for (const { id } of made) created.add(id);
        if ((await call(iam, "POST /securitycategories", { items: [{ name }] }, how)).status === 201)
          categories.add(name);
        if (n % 2 === 0) {
          const ids = made.map((group) => group.id);
          if ((await call(iam, "POST /groups/delete", { items: ids }, how)).status === 200)
            for (const id of ids) deleted.add(id);
        }
        acknowledged += 1;
        if (acknowledged === goal) child.process.kill("SIGKILL");
      }
    };
    const exited = once(child.process, "exit");
    await Promise.all(
      [0, 1, 2, 3].map((worker) =>
        write(worker).catch((error: Error) => expect(error.message).toMatch(/fetch failed|terminated/)),
      ),
    );
    expect(await exited).toEqual([null, "SIGKILL"]);
  }

  const after = await start({ dataFile, groupQuota: 1e9 });
  const { groups, securityCategories } = after.state();
  const byId = new Map(groups.map((group) => [group.id, group]));
  expect([...created].filter((id) => !byId.has(id))).toEqual([]);
  expect([...deleted].filter((id) => !byId.get(id)?.isDeleted)).toEqual([]);
  const kept = new Set(securityCategories.map((category) => category.name));
  expect([...categories].filter((name) => !kept.has(name))).toEqual([]);
  for (const name of new Set(groups.slice(1).map((group) => group.name))) {
    const batch = groups.filter((group) => group.name === name);
    expect(batch).toHaveLength(3);
    expect(new Set(batch.map((group) => group.isDeleted)).size).toBe(1);
  }
  expect(created.size).toBeGreaterThan(300);
  expect((await call(after, "GET /groups", undefined, { token })).status).toBe(200);
}, 60_000);
