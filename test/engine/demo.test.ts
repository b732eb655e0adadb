import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { IamClient } from "../../src/client/index";
import { engineFolder, root, temporaryFolder } from "./harness";

const demos = path.join(root, ".demo");

describe("the demo", () => {
  test("shows each of its steps, claims only what the server confirms, and leaves nothing behind", async () => {
    const before = left();
    const { code, text } = await demo();
    expect(text).not.toContain("\u001b");
    expect({ code, text }).toMatchObject({ code: 0 });
    expect(text.match(/^\d\/7 .*$/gm)).toHaveLength(7);
    const claims = [...text.matchAll(/^ {2}✓ (.*(?:\n {4}\S.*)*)/gm)].map(([, claim = ""]) =>
      claim.replaceAll(/\s+/g, " "),
    );
    const [, oldId, newId] = /new id has arrived: (\d+) => (\d+)\./.exec(text) ?? [];
    expect(claims).toEqual([
      "The API got 0 calls: a preview writes nothing.",
      "Both groups are there, beside the one that the project came with.",
      `The second stack has the ID ${oldId}.`,
      `The new group (${newId}) stood before the old one (${oldId}) was deleted; one is left.`,
      `The new id has arrived: ${oldId} => ${newId}.`,
      "The refresh noticed that one group is gone.",
      expect.stringMatching(/^The group is there again, with a new id: \d+\.$/),
      expect.stringMatching(/^Only the group that the project came with is left\. 5 deleted ones still count/),
    ]);
    // What Pulumi itself said of each.
    expect(text).toContain("+ 4 to create");
    expect(text).toMatch(/\+\+ \S+cognite:Group readers created replacement .*\[diff: ~capabilities\]/);
    expect(text).toMatch(/-- \S+cognite:Group readers deleted original/);
    expect(text).toContain(`~ readersId : ${oldId} => ${newId}`);
    expect(text).toContain("With a project of yours");
    expect(left()).toEqual(before);
  });

  test("leaves a server that the printed settings reach with --keep, is not hindered by a killed demo, and --stop ends it all", async () => {
    const before = left();
    const killed = startDemo();
    await killed.says("$ pulumi preview");
    killed.child.kill("SIGKILL");
    await killed.ended;

    const { code, text } = await demo("--keep");
    expect({ code, text }).toMatchObject({ code: 0 });
    const env = Object.fromEntries(
      [...text.matchAll(/^ {2}export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    const client = new IamClient({
      project: env.CDF_PROJECT,
      baseUrl: env.CDF_URL,
      idp: env.PROVIDER,
      tokenUrl: env.IDP_TOKEN_URL,
      clientId: env.IDP_CLIENT_ID,
      clientSecret: env.IDP_CLIENT_SECRET,
    });
    const names = (await client.groups.list({ all: true })).map(({ name }) => name).sort();
    expect(names).toEqual(["analysts", "cdf-administrators", "engineers", "readers"]);
    const [, stack = ""] = /pulumi up --stack (\S+)/.exec(text) ?? [];
    const script = /source (\S+)\)/.exec(text)?.[1] ?? "";
    const unchanged = execFileSync(
      "/bin/sh",
      ["-c", `. ./${script} && pulumi preview --stack ${stack} --expect-no-changes --non-interactive`],
      { cwd: root, encoding: "utf8" },
    );
    expect(unchanged).toContain("4 unchanged");

    const stopped = await demo("--stop");
    expect(stopped.text).toContain(`Ended: ${env.CDF_URL}.`);
    await expect(fetch(env.CDF_URL ?? "")).rejects.toThrow();
    expect(left()).toEqual(before);
  });

  test("removes everything on a Ctrl-C, and says so", async () => {
    const before = left();
    const stopped = startDemo();
    await stopped.says("$ pulumi up");
    stopped.child.kill("SIGINT");
    const { code, text } = await stopped.ended;
    expect(code).toBe(130);
    expect(text).toContain("everything is removed");
    expect(left()).toEqual(before);
  });

  test("ends with 2 on wrong usage", async () => {
    const { code, text } = await demo("--kepe");
    expect(code).toBe(2);
    expect(text).toContain("usage: npm run demo");
  });
});

/**
 * What demos have on the disk: their folders, and the settings of their stacks. A Pulumi whose demo was killed may write a
 * last log, to a folder that is gone; that is no run, and later demos remove it.
 */
function left(): string[] {
  const settings = [root, path.join(root, "examples/second-stack")].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^Pulumi\.demo.*\.yaml$/.test(name))
      .map((name) => `${folder}/${name} ${readFileSync(path.join(folder, name), "utf8").length}`),
  );
  const runs = existsSync(demos) ? readdirSync(demos) : [];
  return [...runs.filter((name) => existsSync(path.join(demos, name, "run.json"))), ...settings];
}

const demo = (...args: string[]) => startDemo(...args).ended;

/** Starts the demo as `npm run demo` does, with settings of a user's own around that must not matter. */
function startDemo(...args: string[]) {
  const strange = temporaryFolder();
  const env = {
    ...process.env,
    PULUMI_ENGINE_DIR: engineFolder(),
    PULUMI_BACKEND_URL: `file://${strange}`,
    PULUMI_STACK: "mine",
    PULUMI_ACCESS_TOKEN: "mine",
    CDF_PROJECT: "mine",
    CDF_TOKEN: "mine",
    LOGIN_FLOW: "token",
    IDP_TENANT_ID: "mine",
  };
  const child = spawn(process.execPath, ["scripts/demo/demo.mjs", ...args], { cwd: root, env });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (data: string) => {
      text += data;
    });
  const ended = once(child, "close").then(([code]) => {
    // Nothing of the user's was touched.
    expect(readdirSync(strange)).toEqual([]);
    return { code: code as number | null, text };
  });
  return {
    child,
    ended,
    async says(what: string) {
      while (!text.includes(what) && child.exitCode === null) await Promise.race([once(child.stdout, "data"), ended]);
      expect(text).toContain(what);
    },
  };
}
