import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LocalIamOptions } from "../../src/local/index";
import { root, type Stack, type Workspace, workspace } from "./harness";

interface Example {
  name: string;
  options?: LocalIamOptions;
  config?: () => string[];
  /** The environment of the commands. */
  env?: Record<string, string>;
  /** What the first preview asks for: lookups only. */
  previewCalls: string[];
  outputs: object;
  /** What is left to look at when it stands, and to change. */
  more?(stack: Stack, space: Workspace): Promise<void>;
}

/** What the job of `session-for-a-job` was started with. */
const runs: { version: string; nonce: string }[] = [];

const jobs = createServer((request, response) => {
  let body = "";
  request.on("data", (data) => {
    body += data;
  });
  request.on("end", () => {
    runs.push(JSON.parse(body));
    response.setHeader("content-type", "application/json").end(JSON.stringify({ id: `run-${runs.length}` }));
  });
});

beforeAll(() => new Promise<void>((resolve) => jobs.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => jobs.close(resolve)));

const number = expect.any(Number);

const examples: Example[] = [
  {
    name: "environments",
    options: {
      projects: ["plant-dev", "plant-prod"],
      dataSets: [{ externalId: "ds_pumps" }, { externalId: "ds_turbines" }],
      extractionPipelines: [{ externalId: "ep_pi" }],
    },
    env: { ENGINEERS_SOURCE_ID: "engineers" },
    previewCalls: ["dataSets.byids"],
    outputs: {},
    async more(stack, space) {
      expect(space.groupNames("plant-dev")).toEqual(["gp_oslo_engineers", "gp_oslo_readers"]);
      await stack.pulumi(["stack", "init", "prod"]);
      await stack.up("--stack", "prod");
      expect(space.groupNames("plant-prod")).toEqual([
        "gp_bergen_engineers",
        "gp_bergen_pi_extractor",
        "gp_bergen_readers",
      ]);
      const readers = space.groups("plant-prod").find(({ name }) => name === "gp_bergen_readers");
      for (const { id } of space.iam.state("plant-prod").dataSets)
        expect(JSON.stringify(readers?.capabilities)).toContain(`"${id}"`);
      await stack.up("--stack", "prod", "--expect-no-changes");
      await stack.destroy("--stack", "prod", "--remove");
      await stack.pulumi(["stack", "select", "dev"]);
    },
  },
  {
    name: "lookups",
    previewCalls: ["groups.list", "groups.list", "inspect", "securityCategories.list"],
    outputs: {
      subject: "local-admin",
      project: "local-project",
      missing: 0,
      ownGroups: ["cdf-administrators"],
      securityCategories: [],
      auditors: "auditors",
      groups: ["auditors", "cdf-administrators"],
    },
    async more(_, space) {
      expect(space.groups()).toMatchObject([{ name: "auditors", sourceId: "cdf-administrators" }]);
    },
  },
  {
    name: "members-from-profiles",
    options: {
      profiles: [
        { userIdentifier: "u1", displayName: "Ann Ek" },
        { userIdentifier: "u2", displayName: "Bo Berg" },
        { userIdentifier: "u3", displayName: "Bo Dahl" },
        { userIdentifier: "u4", displayName: "Ann Ekman" },
        { userIdentifier: "u5", displayName: "Bo Dahl" },
      ],
    },
    config: () => ["--path", "--plaintext", "names[0]=Ann Ek", "--plaintext", "names[1]=Bo Berg"],
    previewCalls: ["profiles.byids", "profiles.search", "profiles.search"],
    outputs: { groupId: number, people: ["Ann Ek", "Bo Berg"] },
    async more(stack, space) {
      expect([...(space.groups()[0]?.members ?? [])].sort()).toEqual(["u1", "u2"]);
      for (const [name, message] of [
        ["Ann", 'There is no user with the name "Ann".'],
        ["Bo Dahl", 'Several users have the name "Bo Dahl".'],
      ] as const) {
        await stack.pulumi(["config", "set", "--path", "names[2]", name]);
        expect((await stack.fails("preview")).text).toContain(message);
      }
      await stack.pulumi(["config", "rm", "--path", "names[2]"]);
    },
  },
  {
    name: "session-for-a-job",
    config: () => ["--plaintext", `jobUrl=http://127.0.0.1:${(jobs.address() as AddressInfo).port}/runs`],
    previewCalls: [],
    outputs: { sessionId: number, sessionType: "CLIENT_CREDENTIALS", runId: "run-1" },
    async more(stack, space) {
      expect(runs).toEqual([{ version: "1", nonce: expect.any(String) }]);
      expect(stack.stateText()).not.toContain(runs[0]?.nonce);
      await stack.pulumi(["config", "set", "version", "2"]);
      const { calls, text } = await stack.up();
      expect(calls).toEqual(["sessions.list", "sessions.create", "sessions.revoke"]);
      expect(runs).toHaveLength(2);
      expect(runs[1]).toEqual({ version: "2", nonce: expect.not.stringContaining(runs[0]?.nonce ?? "") });
      expect(space.iam.state().sessions.map(({ status }) => status)).toEqual(["REVOKED", "READY"]);
      for (const { nonce } of runs) for (const where of [text, stack.stateText()]) expect(where).not.toContain(nonce);
    },
  },
  {
    name: "plants",
    options: { projects: ["plant-a", "plant-b", "plant-c"], dataSets: [{ externalId: "ds_historian" }] },
    config: () => [
      ...["a", "b", "c"].flatMap((plant, i) => ["--path", "--plaintext", `plants[${i}]=plant-${plant}`]),
      "--plaintext",
      "writers=team",
    ],
    previewCalls: ["dataSets.byids", "dataSets.byids", "dataSets.byids"],
    outputs: { historians: ["a", "b", "c"].map((plant) => ({ project: `plant-${plant}`, historian: number })) },
    async more(stack, space) {
      for (const plant of ["a", "b", "c"]) expect(space.groupNames(`plant-${plant}`)).toEqual(["historian-writers"]);
      const { requests } = await stack.refresh("--expect-no-changes");
      const lists = requests.map(({ project = "", operation }) => `${project} ${operation}`).sort();
      expect(lists).toEqual([" token", ...["a", "b", "c"].map((plant) => `plant-${plant} groups.list`)]);
    },
  },
  {
    name: "two-projects",
    options: { projects: ["project-a", "project-b"] },
    config: () => [
      "--plaintext",
      "staging=project-a",
      "--plaintext",
      "production=project-b",
      "--plaintext",
      "sourceId=team",
    ],
    previewCalls: ["groups.list", "groups.list"],
    outputs: {
      projects: ["project-a", "project-b"],
      readers: [number, number],
      others: [["cdf-administrators"], ["cdf-administrators"]],
    },
    async more(_, space) {
      for (const project of ["project-a", "project-b"]) expect(space.groupNames(project)).toEqual(["team-readers"]);
    },
  },
];

describe.each(examples)("the example $name", ({ name, options, config, env, previewCalls, outputs, more }) => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace(options);
    const folder = path.join(root, "examples", name);
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    const program = files.map((file) => [file.name, readFileSync(path.join(folder, file.name), "utf8")]);
    const install = (to: string) => symlinkSync(path.join(root, "node_modules"), path.join(to, "node_modules"), "dir");
    stack = await space.stack(`pulumi-cognite-iam-${name}`, Object.fromEntries(program), install);
    Object.assign(stack.env, env);
    for (const pair of config === undefined ? [] : [config()]) await stack.pulumi(["config", "set-all", ...pair]);
  });

  test("is previewed, made, left alone by a second up, and destroyed", async () => {
    const preview = await stack.preview();
    expect(preview.calls.sort()).toEqual(previewCalls);
    await stack.up();
    expect(stack.outputs()).toEqual(outputs);
    const again = await stack.up("--expect-no-changes");
    expect(again.calls.filter((call) => /create|delete|revoke/.test(call))).toEqual([]);
    await more?.(stack, space);
    await stack.destroy();
    for (const project of options?.projects ?? [undefined]) expect(space.groups(project)).toEqual([]);
    expect(space.iam.state().sessions.filter(({ status }) => status !== "REVOKED")).toEqual([]);
  });

  test("has a README that says how to run it", () => {
    const readme = readFileSync(path.join(root, "examples", name, "README.md"), "utf8");
    expect(readme).toContain("pulumi up");
  });
});
