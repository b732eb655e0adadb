import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { newMarker, ownerOf } from "../../src/contract/marker";
import { pluginTypeToken, typeToken } from "../../src/contract/resource-types";
import type { LocalGroup, LocalIam } from "../../src/local/index";
import { start } from "../local/harness";
import { can } from "../support/capability";
import { temporaryFolder } from "../support/temporary-folder";
import { type CliRun, cli } from "./run";

vi.setConfig({ testTimeout: 60_000 });
vi.mock("../../src/lifecycle/times", () => ({
  times: { listLagMs: 50, pollMs: 10, reconcileMs: 1_000, nonceMs: 100 },
}));

const type = typeToken("Group");
const urnOf = (name: string) => `urn:pulumi:dev::proj::${type}::${name}`;
const markOf = (name: string, organization = "acme") => newMarker(ownerOf(urnOf(name), organization));
const reading = [can("assetsAcl", ["READ"])];
const managing = [can("groupsAcl", ["LIST", "CREATE", "DELETE"])];

let iam: LocalIam;
let folder: string;

beforeEach(async () => {
  folder = temporaryFolder();
  const client = (clientId: string) => ({ clientId, clientSecret: `${clientId}-hush`, groups: [clientId] });
  iam = await start({
    projects: ["home", "away"],
    clients: [
      { clientId: "admin", clientSecret: "admin-hush", groups: ["cdf-administrators", "second"] },
      client("own-only"),
      client("nobody"),
    ],
  });
  const own = [can("groupsAcl", ["LIST", "DELETE"], { currentuserscope: {} })];
  iam.createGroup({ name: "own only", sourceId: "own-only", capabilities: own });
  iam.createGroup({ name: "no rights", sourceId: "nobody", capabilities: [] });
});

/** A `pulumi` of one stack with such a state and config. */
function stack({ resources = [], pending = [], config = {}, name = "acme/proj/dev" }: FakeStack = {}): string {
  const state = { version: 3, deployment: { resources, pending_operations: pending } };
  writeFileSync(path.join(folder, "state.json"), JSON.stringify(state));
  const script = `#!/bin/sh
case "$*" in
  "stack --show-name --fully-qualify-stack-names --non-interactive") echo ${name} ;;
  "stack --show-name --fully-qualify-stack-names --stack dev --non-interactive") echo ${name} ;;
  "stack export --stack ${name} --non-interactive") cat ${path.join(folder, "state.json")} ;;
  "config --json --show-secrets --stack ${name} --non-interactive") echo '${JSON.stringify(config)}' ;;
  *) echo "warning: old" >&2; echo "error: no stack named '$5' found" >&2; exit 1 ;;
esac
`;
  writeFileSync(path.join(folder, "pulumi"), script, { mode: 0o755 });
  return path.join(folder, "state.json");
}

interface FakeStack {
  resources?: object[];
  pending?: object[];
  config?: Record<string, { value: string }>;
  name?: string;
}

const kept = (name: string, id: number, project = "home") => ({
  urn: urnOf(name),
  type,
  id: String(id),
  outputs: { name, project, owner: ownerOf(urnOf(name), "acme") },
});

const run = (...args: string[]): Promise<CliRun> => runAs("admin", ...args);

function runAs(clientId: string, ...args: string[]): Promise<CliRun> {
  vi.stubEnv("PATH", `${folder}${path.delimiter}${process.env["PATH"]}`);
  return cli(["leftovers", ...args], {
    ...iam.env,
    IDP_CLIENT_ID: clientId,
    IDP_CLIENT_SECRET: `${clientId}-hush`,
  });
}

const group = (resource: string, more: object = {}, organization = "acme"): LocalGroup =>
  iam.createGroup({ name: resource, metadata: { pulumi: markOf(resource, organization) }, ...more });

const isAlive = ({ id }: LocalGroup) => iam.state("home").groups.some((each) => each.id === id && !each.isDeleted);
const writes = () => iam.requests.filter(({ operation }) => /\.(create|delete)$/.test(String(operation)));

describe("pulumi-cognite-iam leftovers", () => {
  test("finds none where the state has every group, and writes nothing", async () => {
    const { id } = group("readers");
    stack({ resources: [kept("readers", id)] });
    expect(await run()).toEqual({ code: 0, stdout: "No leftovers of stack proj/dev in project home.\n", stderr: "" });
    expect(await run("--delete")).toMatchObject({ code: 0, stderr: "" });
    expect(writes()).toEqual([]);
  });

  test("says what each gives to whom and ends with 3", async () => {
    const live = group("readers");
    const copy = group("readers", { sourceId: "idp-readers", capabilities: reading });
    const nobody = group("dropped");
    stack({ resources: [kept("readers", live.id)] });
    const { code, stdout, stderr } = await run("--stack", "dev");
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(stdout).toContain(
      [
        "2 leftovers of stack proj/dev in project home:",
        `  "dropped" (${nobody.id}), created for Group "dropped"`,
        "    who    nobody",
        "    gives  nothing",
        "",
        `  "readers" (${copy.id}), created for Group "readers"`,
        "    who    identity provider group idp-readers",
        "    gives  assetsAcl READ (project-wide)",
        "",
        "Note: check the list before you delete anything.",
      ].join("\n"),
    );
    expect(writes()).toEqual([]);
  });

  test("--delete deletes what is proven and nothing else", async () => {
    const live = group("readers");
    const copy = group("readers");
    const other = iam.createGroup({ name: "readers" });
    stack({ resources: [kept("readers", live.id)] });
    const { code, stdout } = await run("--delete");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Deleted 1 leftover of stack proj\/dev in project home:\n {2}"readers" \(\d+\), created for/,
    );
    expect([live, copy, other].map(isAlive)).toEqual([true, false, true]);
    expect(await run()).toMatchObject({ code: 0, stdout: "No leftovers of stack proj/dev in project home.\n" });
  });

  test("--delete leaves alone what may be another organization's, says how to delete it, and ends with 3", async () => {
    const [ours, theirs] = [group("readers"), group("readers", {}, "other")];
    stack();
    const { code, stdout } = await run("--delete");
    expect(code).toBe(3);
    expect(stdout).toContain("1 possible leftover of stack proj/dev in project home:\n");
    expect(stdout).toContain("    doubt  it may belong to a stack of the same name in another organization");
    expect(stdout).toContain(`delete it by hand: in Fusion under Admin, Access management, Groups, or with`);
    expect(stdout).toContain(`groups.delete(${theirs.id})`);
    expect([ours, theirs].map(isAlive)).toEqual([false, true]);
  });

  test("--delete goes on after a refusal to lock the caller out, and ends with 1", async () => {
    const admins = iam.state("home").groups.find(({ name }) => name === "cdf-administrators")?.id ?? 0;
    const mine = group("admins", { sourceId: "second", capabilities: managing });
    const rest = group("readers");
    iam.deleteGroup(admins, "home");
    stack();
    const { code, stdout } = await run("--delete");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Deleted 1 leftover /);
    expect(stdout).toMatch(/^ {4}error {2}Deleting group "admins" .*would lock you out/m);
    expect([mine, rest].map(isAlive)).toEqual([true, false]);
    stack({ config: { "cognite-iam:allowLockout": { value: "true" } } });
    expect((await run("--delete")).code).toBe(0);
    expect(isAlive(mine)).toBe(false);
  });

  test("--delete is refused where an update runs or has died, and a list says so", async () => {
    const made = group("readers");
    stack({ pending: [{ type: "creating", resource: { urn: urnOf("readers"), type } }] });
    expect(await run("--delete")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^pulumi-cognite-iam: nothing was deleted: .*run `pulumi cancel`, then `pulumi refresh/,
      ),
    });
    expect(isAlive(made)).toBe(true);
    const { code, stdout } = await run();
    expect(code).toBe(3);
    expect(stdout).toContain(
      'Note: operations on groups are pending ("readers"): an update is running, or one was interrupted.',
    );
  });

  test("--json is for machines, before and after a delete", async () => {
    const copy = group("readers", { members: ["ada"], capabilities: reading });
    const theirs = group("theirs", {}, "other");
    stack();
    const { code, stdout } = await run("--json");
    const [proven, doubted] = [
      {
        project: "home",
        id: copy.id,
        name: "readers",
        resource: "readers",
        proven: true,
        givesTo: "ada",
        capabilities: reading,
      },
      {
        project: "home",
        id: theirs.id,
        name: "theirs",
        resource: "theirs",
        proven: false,
        reason: expect.stringContaining("may belong to a stack of the same name in another organization"),
        givesTo: "nobody",
        capabilities: [],
      },
    ];
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      stack: "proj/dev",
      project: "home",
      projects: ["home"],
      unsearched: [],
      leftovers: [proven, doubted],
      deleted: [],
      notes: expect.any(Array),
    });
    const after = await run("--json", "--delete");
    expect(after.code).toBe(3);
    expect(JSON.parse(after.stdout)).toMatchObject({ leftovers: [doubted], deleted: [proven] });
  });

  test("prints nothing that others wrote as it is, for it may steer the terminal", async () => {
    group("a\u009b2J", { name: "g\u001b[2J", members: ["x\u202ey"] });
    stack();
    const { stdout } = await run();
    expect(stdout).toContain('"g\\u001b[2J"');
    expect(stdout).toContain('created for Group "a\\u{9b}2J"');
    expect(stdout).toContain("who    x\\u{202e}y");
  });

  test("takes the connection from the stack's config, and names the projects that it did not look at", async () => {
    const { id } = iam.createGroup({ name: "g", metadata: { pulumi: markOf("readers") } }, "away");
    stack({ resources: [kept("readers", id)], config: { "cognite-iam:project": { value: "away" } } });
    const { code, stdout } = await run();
    expect(code).toBe(3);
    expect(stdout).toContain("of stack proj/dev in project away:");
    expect(stdout).toContain(
      "Note: the stack also has groups in other projects, which were not searched: home. To search one of them with this connection, use --project\n",
    );
  });

  describe("of a stack with several projects", () => {
    const declared = (name: string, id: number, project: string) => ({
      ...kept(name, id, project),
      inputs: { project },
    });
    const groupIn = (project: string, resource: string, more: object = {}) =>
      iam.createGroup({ name: resource, metadata: { pulumi: markOf(resource) }, ...more }, project);
    const aliveIn = (project: string) =>
      iam.state(project).groups.flatMap(({ name, isDeleted }) => (isDeleted || name.startsWith("cdf-") ? [] : [name]));

    test("lists them project by project, and --delete deletes each where it is, in one run with one token", async () => {
      const [live, copy] = [groupIn("away", "writers"), groupIn("away", "writers")];
      const here = group("readers");
      stack({ resources: [declared("writers", live.id, "away")] });
      const { code, stdout } = await run();
      expect(code).toBe(3);
      expect(stdout).toMatch(
        new RegExp(
          `^1 leftover of stack proj/dev in project home:\n {2}"readers" \\(${here.id}\\)[^]*\n1 leftover of stack proj/dev in project away:\n {2}"writers" \\(${copy.id}\\)`,
        ),
      );
      expect(JSON.parse((await run("--json")).stdout)).toMatchObject({
        project: "home",
        projects: ["home", "away"],
        leftovers: [
          { project: "home", id: here.id },
          { project: "away", id: copy.id },
        ],
      });
      iam.requests.length = 0;
      const deleted = await run("--delete");
      expect(deleted).toMatchObject({ code: 0, stdout: expect.stringContaining("in project away:") });
      expect(writes().map(({ operation, project }) => [operation, project])).toEqual([
        ["groups.delete", "home"],
        ["groups.delete", "away"],
      ]);
      expect(iam.requests.filter(({ operation }) => operation === "token")).toHaveLength(1);
      expect(await run()).toMatchObject({
        code: 0,
        stdout: "No leftovers of stack proj/dev in projects home, away.\n",
      });
    });

    test("--project looks in one that the state does not name any more", async () => {
      const left = groupIn("away", "writers");
      stack({ resources: [declared("writers", group("writers").id, "home")] });
      expect(await run("--delete")).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^No leftovers .* home\.\n$/),
      });
      const { code, stdout } = await run("--project", "away");
      expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringContaining(`"writers" (${left.id})`) });
      expect(await run("--project", "away", "--delete")).toMatchObject({ code: 0 });
      expect(aliveIn("away")).toEqual([]);
    });

    test("names a group with a doubt in the client of its project", async () => {
      const theirs = iam.createGroup({ name: "x", metadata: { pulumi: markOf("x", "other") } }, "away");
      stack();
      const { stdout } = await run("--project", "away");
      expect(stdout).toContain(`\`await new IamClient().inProject("away").groups.delete(${theirs.id})\``);
    });

    test("guards each project against lockout by itself", async () => {
      const admins = iam.state("away").groups.find(({ name }) => name === "cdf-administrators")?.id ?? 0;
      groupIn("away", "admins", { sourceId: "second", capabilities: managing });
      iam.deleteGroup(admins, "away");
      const mine = group("admins", { sourceId: "second", capabilities: managing });
      stack();
      const { code, stdout } = await run("--project", "away", "--delete");
      expect(code).toBe(1);
      expect(stdout).toMatch(/^Deleted 1 leftover of stack proj\/dev in project home:/);
      expect(stdout).toMatch(
        /in project away:\n {2}"admins" .* {4}error {2}Deleting group "admins" .*would lock you out/s,
      );
      expect([isAlive(mine), aliveIn("away")]).toEqual([false, ["admins"]]);
    });

    test("searches and deletes in the others where one cannot be searched, and ends with 1", async () => {
      const here = iam.createGroup({ name: "lister", sourceId: "nobody", capabilities: managing }, "home");
      const copy = group("readers");
      stack({ resources: [declared("writers", 1, "away")] });
      const { code, stdout } = await runAs("nobody", "--delete");
      expect(code).toBe(1);
      expect(stdout).toMatch(/^Deleted 1 leftover of stack proj\/dev in project home:/);
      expect(stdout).toMatch(/^Not searched: project away: GET .*401 /m);
      expect([isAlive(copy), isAlive(here)]).toEqual([false, true]);
      const { unsearched } = JSON.parse((await runAs("nobody", "--json")).stdout);
      expect(unsearched).toEqual([{ project: "away", error: expect.stringContaining("401") }]);
    });

    test("understands the plugin's groups, and leaves alone what may be another organization's", async () => {
      const token = pluginTypeToken("Group");
      const pluginUrn = `urn:pulumi:dev::proj::${token}::readers`;
      const metadata = () => ({ pulumi: newMarker(ownerOf(pluginUrn, "")) });
      const [live, copy] = [1, 2].map(() => iam.createGroup({ name: "readers", metadata: metadata() }, "away"));
      const state = { urn: pluginUrn, type: token, id: String(live?.id), inputs: { project: "away" } };
      stack({ resources: [{ ...state, outputs: { name: "readers", project: "away", members: ["allUserAccounts"] } }] });
      const { code, stdout } = await run();
      expect(code).toBe(3);
      expect(stdout).toContain(`1 possible leftover of stack proj/dev in project away:\n  "readers" (${copy?.id})`);
      expect(stdout).toContain("markers of the plugin's groups do not include the organization");
      expect((await run("--delete")).code).toBe(3);
      expect(aliveIn("away")).toEqual(["readers", "readers"]);
    });
  });

  test("warns that a stack in another self-managed backend may have the same markers", async () => {
    group("readers", {}, "organization");
    stack({ name: "organization/proj/dev" });
    expect((await run()).stdout).toContain("a stack of the same name in another backend has the same markers");
  });

  test("reads a file with the connection of the environment, and says that it is older", async () => {
    const live = group("readers");
    const copy = group("readers");
    const file = stack({ resources: [kept("readers", live.id)] });
    vi.stubEnv("PATH", "");
    const { code, stdout } = await run("--state", file);
    expect(code).toBe(3);
    expect(stdout).toContain(`1 leftover of stack proj/dev in project home:\n  "readers" (${copy.id})`);
    expect(stdout).toContain("Note: the state comes from a file: groups that an update created since then");
  });

  test("refuses an empty file, which does not say what stack it is of", async () => {
    expect(await run("--state", stack())).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("the state is empty and does not name its stack: name it with"),
    });
  });

  test("refuses a caller who may list only their own groups, whether token inspect shows the project or not", async () => {
    stack();
    for (const capability of [undefined, can("projectsAcl", ["LIST"])]) {
      if (capability !== undefined) iam.createGroup({ name: "more", sourceId: "own-only", capabilities: [capability] });
      expect(await runAs("own-only", "--delete")).toEqual({
        code: 1,
        stdout: "",
        stderr:
          "pulumi-cognite-iam: cannot tell which groups of project home are left over: you can list only your own groups. Ask for groupsAcl:LIST with scope all\n",
      });
    }
  });

  test("explains what is missing to a caller who may not list at all", async () => {
    stack();
    const { code, stderr } = await runAs("nobody");
    expect(code).toBe(1);
    expect(stderr).toMatch(/GET \/groups: 403 .*groupsAcl:LIST/);
  });

  test.each([
    ["there is no such stack", ["--stack", "nope"], "cannot find stack nope: error: no stack named"],
    ["the state is no JSON", ["--state", __filename], "is not valid JSON"],
  ])("fails in one line when %s", async (_, args, text) => {
    stack();
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(text);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("fails in one line without the Pulumi CLI", async () => {
    vi.stubEnv("PATH", path.join(folder, "nothing"));
    expect(await cli(["leftovers"], iam.env)).toEqual({
      code: 1,
      stdout: "",
      stderr: "pulumi-cognite-iam: cannot find the selected stack: the Pulumi CLI is not on the PATH\n",
    });
  });

  test.each([
    [["--state", "x", "--stack", "y"], "'--state <file>' cannot be used with '--stack <name>'"],
    [["--state", "x", "--delete"], "'--delete' cannot be used with '--state <file>'"],
    [["--project", "no such"], "It must be a project's URL name"],
    [["--frob"], "unknown option '--frob'"],
    [["extra"], "too many arguments"],
  ])("ends with 2 on wrong usage: %j", async (args, text) => {
    expect(await run(...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(text) });
  });
});
