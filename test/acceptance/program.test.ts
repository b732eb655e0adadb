import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { start } from "../local/harness";
import { temporaryFolder } from "../support/temporary-folder";

const root = path.resolve(__dirname, "..", "..");

/** Runs the program in an environment that names no project but this one. */
function program(args: readonly string[], environment: Record<string, string>) {
  const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...environment };
  const child = spawn(process.execPath, ["scripts/acceptance.mjs", ...args], { cwd: root, env });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data) => {
    said.stdout += data;
  });
  child.stderr.on("data", (data) => {
    said.stderr += data;
  });
  return { child, ended: once(child, "close").then(([code]) => ({ code, ...said })) };
}

const consent = { COGNITE_IAM_ACCEPTANCE: "1" };

describe("the program", () => {
  test("asks nothing without consent, and says so in one line", async () => {
    const iam = await start();
    expect(await program([], iam.env).ended).toEqual({
      code: 0,
      stdout: "Skipped: the acceptance tests need COGNITE_IAM_ACCEPTANCE=1 in the environment. See CONTRIBUTING.md.\n",
      stderr: "",
    });
    expect(iam.requests).toEqual([]);
  });

  test("names every variable that it lacks", async () => {
    const { code, stdout } = await program(["--sweep"], { COGNITE_IAM_ACCEPTANCE: "yes" }).ended;
    expect([code, stdout]).toEqual([
      0,
      "Skipped: the acceptance tests need COGNITE_IAM_ACCEPTANCE=1; CDF_PROJECT; CDF_CLUSTER or CDF_URL; IDP_CLIENT_ID and IDP_CLIENT_SECRET, or CDF_TOKEN in the environment. See CONTRIBUTING.md.\n",
    ]);
  });

  test.each([
    [["--only", "groups.none"], "There is no question groups.none.\n"],
    [["--swep"], /^Unknown option '--swep'/],
  ])("refuses %j before it asks anything", async (args, message) => {
    const iam = await start();
    const { code, stderr } = await program(args, { ...iam.env, ...consent }).ended;
    expect([code, stderr]).toEqual([1, typeof message === "string" ? message : expect.stringMatching(message)]);
    expect(iam.requests).toEqual([]);
  });

  test("prints a table, and writes it as JSON, without secrets or the project's name", async () => {
    const iam = await start();
    const file = path.join(temporaryFolder(), "acceptance.json");
    const only = ["--only", "sessions.status-when-new", "--only", "content.no-membership"];
    const { code, stdout, stderr } = await program([...only, "--json", file], { ...iam.env, ...consent }).ended;
    expect([code, stdout]).toEqual([0, expect.stringContaining("| Status of a new session | READY | READY | yes |\n")]);
    const json = readFileSync(file, "utf8");
    expect(JSON.parse(json).rows).toMatchObject([{ agrees: "yes" }, { agrees: "yes" }]);
    const said = stdout + stderr + json;
    for (const secret of ["eyJ", "nonce", iam.connection.clientSecret, iam.connection.clientId, iam.connection.project])
      expect(said).not.toContain(secret);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("clears what it has created after %s", async (signal, exitCode) => {
    const iam = await start({ latencyMs: 20 });
    const { child, ended } = program([], { ...iam.env, ...consent });
    const interrupt = () => {
      child.kill(signal);
      return false;
    };
    iam.fail({ operation: "groups.create", match: interrupt });
    const { code, stdout } = await ended;
    expect([code, stdout]).toEqual([exitCode, expect.stringContaining("The run ended early: interrupted.\n")]);
    const { groups } = iam.state();
    expect(groups.length).toBeGreaterThan(1);
    expect(groups.filter(({ isDeleted }) => !isDeleted).map(({ name }) => name)).toEqual(["cdf-administrators"]);
  });

  test("deletes with --sweep what a killed run has left", async () => {
    const iam = await start({ latencyMs: 20 });
    const killed = program([], { ...iam.env, ...consent });
    iam.fail({ operation: "groups.create", match: () => killed.child.kill("SIGKILL"), when: "after", hangMs: 10 });
    await killed.ended;
    const live = () => iam.state().groups.filter(({ isDeleted }) => !isDeleted).length;
    expect(live()).toBe(2);
    const { code, stdout } = await program(["--sweep"], { ...iam.env, ...consent }).ended;
    expect([code, stdout]).toEqual([0, "Deleted: 1.\n"]);
    expect(live()).toBe(1);
  });
});
