import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { afterAll } from "vitest";
import type { LocalGroup, LocalIam, LocalIamOptions, LocalRequest } from "../../src/local/index";
import { temporaryFolder } from "../support/temporary-folder";

/** The project's folder: what a linked program's `node_modules` points to. */
export const root = path.resolve(__dirname, "../..");

/** What a command of the CLI did. */
export interface Run {
  code: number;
  /** What the user sees: both outputs, in the order of arrival. */
  text: string;
  stdout: string;
  /** Every request that the server got meanwhile. */
  requests: LocalRequest[];
  /** The operations of these requests in their order, without the ones for tokens. */
  calls: string[];
}

/** The text of `index.js`, or files by name. */
export type Program = string | Readonly<Record<string, string>>;

export { temporaryFolder };

const servers = new Set<LocalIam>();
const children = new Set<number>();

afterAll(async () => {
  for (const pid of children) kill(pid);
  await Promise.all([...servers].map((iam) => iam.close()));
  for (const all of [servers, children]) all.clear();
});

/** A local IAM server, and an engine that knows no other stacks. Ends with the test file. */
export async function workspace(options: LocalIamOptions = {}): Promise<Workspace> {
  const { startLocalIam } = createRequire(path.join(root, "package.json"))("./dist/local/index.js");
  const iam: LocalIam = await startLocalIam(options);
  servers.add(iam);
  return new Workspace(iam, temporaryFolder());
}

/** Stacks that share a backend and a server. */
export class Workspace {
  readonly iam: LocalIam;
  readonly folder: string;

  constructor(iam: LocalIam, folder: string) {
    this.iam = iam;
    this.folder = folder;
    for (const name of ["home", "state", "tmp"]) mkdirSync(path.join(folder, name));
  }

  /** The groups that are alive, without the administrators that the server starts with. */
  groups(project?: string): LocalGroup[] {
    return this.iam.state(project).groups.filter((group) => !group.isDeleted && group.name !== "cdf-administrators");
  }

  /** The names of what is alive, in order. */
  groupNames(project?: string): string[] {
    return this.groups(project)
      .map(({ name }) => name)
      .sort();
  }

  /** A new stack `dev` of a project of its own, with the package linked into its program's folder. */
  async stack(project: string, program: Program, install: (folder: string) => void = link): Promise<Stack> {
    const stack = new Stack(this, project);
    install(stack.folder);
    stack.write(program);
    await stack.pulumi(["stack", "init", "dev"]);
    return stack;
  }
}

/** A program's folder and its stack. Each command must succeed, unless it is asked for by `fails`. */
export class Stack {
  readonly workspace: Workspace;
  readonly project: string;
  readonly folder: string;
  /** The environment of the commands, besides what the engine needs. */
  env: Record<string, string>;

  constructor(workspace: Workspace, project: string) {
    this.workspace = workspace;
    this.project = project;
    this.folder = path.join(workspace.folder, project);
    this.env = { ...workspace.iam.env };
    mkdirSync(this.folder);
    this.write({ "Pulumi.yaml": `name: ${project}\nruntime: nodejs\n`, "package.json": "{}" });
  }

  /** Writes the program anew; what is not named stays. */
  write(program: Program): void {
    const files = typeof program === "string" ? { "index.js": prelude + program } : program;
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(this.folder, name)), { recursive: true });
      writeFileSync(path.join(this.folder, name), text);
    }
  }

  preview = (...args: string[]): Promise<Run> => this.pulumi(["preview", ...args]);
  up = (...args: string[]): Promise<Run> => this.pulumi(["up", "--yes", "--skip-preview", ...args]);
  refresh = (...args: string[]): Promise<Run> => this.pulumi(["refresh", "--yes", "--skip-preview", ...args]);
  destroy = (...args: string[]): Promise<Run> => this.pulumi(["destroy", "--yes", "--skip-preview", ...args]);

  /** Runs a command that must fail. */
  async fails(command: "preview" | "up" | "refresh" | "destroy", ...args: string[]): Promise<Run> {
    const consent = command === "preview" ? [] : ["--yes", "--skip-preview"];
    const run = await this.run([command, ...consent, ...args]);
    if (run.code === 0) throw new Error(`\`pulumi ${command}\` should have failed:\n${run.text}`);
    return run;
  }

  /** Runs a command that must succeed. */
  async pulumi(args: readonly string[]): Promise<Run> {
    const run = await this.run(args);
    if (run.code !== 0) throw new Error(`\`pulumi ${args.join(" ")}\` ended with ${run.code}:\n${run.text}`);
    return run;
  }

  /** Runs a command to its end, however it ends. */
  async run(args: readonly string[]): Promise<Run> {
    const { requests } = this.workspace.iam;
    const before = requests.length;
    const done = await spawned("pulumi", [...args, "--non-interactive"], {
      cwd: this.folder,
      env: this.environment(),
    });
    const during = requests.slice(before);
    const calls = during.map(({ operation }) => String(operation)).filter((operation) => operation !== "token");
    return { ...done, requests: during, calls };
  }

  /** What the program exports, as the state file has it: without the half second that `pulumi stack output` takes. */
  // biome-ignore lint/suspicious/noExplicitAny: outputs are whatever the program exports
  outputs(): Record<string, any> {
    return this.state()[`${this.project}-dev`]?.outputs ?? {};
  }

  /** The resources of the stack by name, as the state file has them: secrets encrypted. */
  state(): Record<string, StateResource> {
    const resources = Object.values(this.stateByUrn());
    return Object.fromEntries(resources.map((resource) => [resource.urn.split("::").at(-1), resource]));
  }

  stateByUrn(): Record<string, StateResource> {
    const resources: StateResource[] = JSON.parse(this.stateText()).checkpoint.latest.resources ?? [];
    return Object.fromEntries(resources.map((resource) => [resource.urn, resource]));
  }

  /** The state file as it is on disk. */
  stateText(): string {
    return readFileSync(this.#stateFile(), "utf8");
  }

  /** Puts another state in its place. */
  writeState(text: string): void {
    writeFileSync(this.#stateFile(), text);
  }

  #stateFile(): string {
    return path.join(this.workspace.folder, "state/.pulumi/stacks", this.project, "dev.json");
  }

  /** What every command of the stack is given. */
  environment(): Record<string, string> {
    const { folder } = this.workspace;
    return {
      HOME: folder,
      TMPDIR: path.join(folder, "tmp"),
      PATH: [engineFolder(), path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter),
      PULUMI_HOME: path.join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${path.join(folder, "state").replaceAll("\\", "/")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Each command loads Pulumi's SDK in two processes anew: a tenth of the time goes without this.
      NODE_COMPILE_CACHE: path.join(folder, "compile-cache"),
      ...this.env,
    };
  }
}

/** The signature of an encrypted value in the state. */
export const secretSignature = "4dabf18193072939515e22adb298388d";

/** A resource in the state file. */
export interface StateResource {
  urn: string;
  id: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  [other: string]: unknown;
}

/** What each program in plain JavaScript begins with. */
const prelude = `"use strict";
const pulumi = require("@pulumi/pulumi");
const iam = require("pulumi-cognite-iam");
`;

/** The project file of a program that has resources of the provider plugin, too. */
export const pluginProject = (project: string): Program => ({
  "Pulumi.yaml": `name: ${project}\nruntime: nodejs\nplugins:\n  providers:\n    - { name: cognite-iam, path: ${JSON.stringify(path.join(root, "plugin"))} }\n`,
});

/** The class of such a group, for a program. */
export const pluginGroup = `class PluginGroup extends pulumi.CustomResource {
  constructor(name, args, opts) {
    super("cognite-iam:index:Group", name, { groupId: undefined, project: undefined, ...args }, opts);
  }
}
`;

/** Links the package and Pulumi's SDK into a program's folder. */
function link(folder: string): void {
  mkdirSync(path.join(folder, "node_modules"));
  symlinkSync(root, path.join(folder, "node_modules/pulumi-cognite-iam"), "dir");
  symlinkSync(path.join(root, "node_modules/@pulumi"), path.join(folder, "node_modules/@pulumi"), "dir");
}

/** Runs a program in a process group of its own. */
export function spawned(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string | undefined> },
): Promise<{ code: number; text: string; stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    if (child.pid !== undefined) children.add(child.pid);
    let [text, stdout] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (data: string) => {
      text += data;
      stdout += data;
    });
    child.stderr.setEncoding("utf8").on("data", (data: string) => {
      text += data;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (child.pid !== undefined) children.delete(child.pid);
      resolve({ code: code ?? -1, text, stdout });
    });
  });
}

/** Kills a whole process group; one that is gone, or never was, is no error. */
export function kill(group: number | undefined): void {
  try {
    if (group !== undefined) process.kill(-group, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

let engine: string | undefined;

/** Where the CLI is; `npm test` says so, and a run by hand asks. */
export function engineFolder(): string {
  engine ??=
    process.env["PULUMI_ENGINE_DIR"] ??
    execFileSync(process.execPath, [path.join(root, "scripts/engine.mjs")], { encoding: "utf8" })
      .trim()
      .split("\n")
      .at(-1) ??
    "";
  return engine;
}
