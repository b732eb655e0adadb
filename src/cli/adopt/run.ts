import { IamClient } from "../../client/client";
import { type Connection, resolveConnection } from "../../connection/resolve";
import { CdfError, messageOf } from "../../errors";
import { declarationOf } from "../../groups/drift/align";
import { notify, type Progress } from "../progress";
import { stackConfigOf } from "../stack-config";
import { type Folder, folderOf, writeProgram } from "./folder";
import { importFileOf, pluginImportFileOf } from "./import-file";
import { inventoryOf, type LiveProject, readLive } from "./live";
import type { LiveEnvironment } from "./matching";
import type { AdoptOptions } from "./options";
import { packageIn } from "./package-file";
import { type Plan, planOf } from "./plan";
import { sourcesOf } from "./program";
import { importFileReport, type NextStep, writtenReport } from "./report";
import { connectionIn, mergedStackFile, stackFileOf, stackIn } from "./stack-file";
import { readTargets, wantedIn } from "./targets";
import { contentsIn, type ToolkitInventory, toolkitInventory } from "./toolkit";
import type { Environment } from "./toolkit-config";
import { readToolkit, type ToolkitProject } from "./toolkit-files";

/** Reads a project, or several, and writes the program, the settings of its stacks, and what there is to say. */
export async function adoptProject(options: AdoptOptions, progress: Progress): Promise<void> {
  const folder = folderOf(options.out);
  const stack = options.stack ?? options.env ?? stackIn(folder.path);
  const connection = resolveConnection({ config: await configOf(options, folder), environment: process.env });
  const inFile = connectionIn(folder.path, stack);
  const other = typeof inFile === "object" ? inFile.project : undefined;
  if (other !== undefined && other !== connection.project && options.fromToolkit === undefined)
    throw new CdfError(
      "INVALID_ARGUMENT",
      `${stackFileOf(stack)} is for project ${other}, but the connection is for project ${connection.project}: name the stack with --stack`,
    );
  const client = new IamClient(connection, { notify: notify });
  const work = { options, folder, stack, connection, progress, client };
  if (options.fromToolkit === undefined)
    return adoptLive({ ...work, pulumiProject: folder.pulumiProject(connection.project) });
  const toolkit = readToolkit({ folder: options.fromToolkit, environment: options.env, variables: process.env });
  const pulumiProject = folder.pulumiProject(toolkit.isTemplate ? "cdf" : connection.project);
  return adoptToolkit({ ...work, pulumiProject }, toolkit);
}

interface Work {
  pulumiProject: string;
  options: AdoptOptions;
  folder: Folder;
  stack: string;
  connection: Connection;
  client: IamClient;
  progress: Progress;
}

async function adoptLive(work: Work): Promise<void> {
  const { options, pulumiProject, stack, connection, client, progress } = work;
  const { project } = connection;
  progress.at(`Reading project ${project}`);
  const live = await readLive(client);
  const targets = await readTargets(client, wantedIn(live.groups.map(declarationOf)));
  const inventory = inventoryOf(live, { ...options, stack, targets });
  inventory.notes.unshift(...categoriesUnread(live));
  const plan = planOf(inventory, { ...connection, pulumiProject, stack });
  if (options.json) {
    progress.end();
    const file = options.plugin ? pluginImportFileOf(plan, stack) : importFileOf(plan, project, stack);
    process.stdout.write(`${JSON.stringify(file, undefined, 2)}\n`);
    process.stderr.write(importFileReport(plan, project));
    return;
  }
  write(work, plan, [{ stack }], new Map(), `the CDF project ${project}`);
  for (const line of inventory.numbers) notify(line);
}

async function adoptToolkit(work: Work, toolkit: ToolkitProject): Promise<void> {
  const { options, connection, stack, pulumiProject, progress } = work;
  const stacks = new Map(toolkit.environments.map((each) => [each, toolkit.isTemplate ? each.name : stack]));
  const live = new Map<Environment, LiveEnvironment>();
  for (const environment of toolkit.environments) {
    const project = projectOf(environment, toolkit, connection, toolkit.notes);
    if (project === undefined) continue;
    progress.at(`Reading project ${project}`);
    const read = await readEnvironment(work, project, toolkit, environment);
    if (read !== undefined) live.set(environment, { ...read, stack: stacks.get(environment) ?? stack });
  }
  const inventory = toolkitInventory(toolkit, live, options.filter);
  const plan = planOf(inventory, { ...connection, pulumiProject, stack });
  const settings = new Map(
    [...stacks].map(([environment, name]) => [name, settingsOf(environment, toolkit, inventory, plan)]),
  );
  const steps = [...stacks].map(([environment, name]) => ({
    stack: name,
    modules: inventory.modules.get(environment) ?? new Set<string>(),
    missing: missingIn(environment, inventory),
  }));
  write(work, plan, steps, settings, "Cognite Toolkit modules");
}

/** The project to read for an environment; undefined where it is not known. */
function projectOf(
  { name, project }: Environment,
  { isTemplate }: ToolkitProject,
  connection: Connection,
  notes: string[],
): string | undefined {
  if (isTemplate) {
    if (project === undefined)
      notes.push(`config.${name}.yaml names no project, so nothing is imported there: set environment.project`);
    return project;
  }
  if (project !== undefined && project !== connection.project)
    notes.push(
      `config.${name}.yaml is for project ${project}, but the groups were read from project ${connection.project}`,
    );
  return connection.project;
}

/** What is live in the project of an environment; undefined, with a note, where another project may not be read. */
async function readEnvironment(
  { client, connection }: Work,
  project: string,
  toolkit: ToolkitProject,
  environment: Environment,
): Promise<Omit<LiveEnvironment, "stack"> | undefined> {
  try {
    const reader = client.inProject(project);
    const live = await readLive(reader);
    toolkit.notes.push(...categoriesUnread(live));
    return { ...live, targets: await readTargets(reader, wantedIn(contentsIn(toolkit, environment))) };
  } catch (error) {
    if (project === connection.project || !(error instanceof CdfError)) throw error;
    toolkit.notes.push(
      `could not read project ${project} (${messageOf(error)}), so ${stackFileOf(environment.name)} gets no \`import\`: run the command again with --force and a connection to that project`,
    );
    return undefined;
  }
}

/** The settings of an environment's stack: its project, variables, modules, and IDs that cannot be looked up. */
function settingsOf(
  environment: Environment,
  toolkit: ToolkitProject,
  inventory: ToolkitInventory,
  plan: Plan,
): Settings {
  const ids = [...(inventory.idSettings.get(environment) ?? [])].flatMap(([key, { value }]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  if (!toolkit.isTemplate) return { values: new Map(ids) };
  const { name, project } = environment;
  const declared = new Set([...plan.groups, ...plan.securityCategories].map(({ module }) => module));
  const modules = [...(inventory.modules.get(environment) ?? [])].filter((module) => declared.has(module)).sort();
  const variables = [...plan.settings].flatMap(([key, { values, modules: users }]) => {
    const isUsed = users.has(undefined) || modules.some((module) => users.has(module));
    return isUsed && values.has(name) ? [[key, settingOf(values.get(name))] as const] : [];
  });
  const selected = modules.length > 0 ? [["selected", modules] as const] : [];
  return { project, values: new Map<string, unknown>([...selected, ...variables, ...ids]) };
}

/** A variable's value as the config of a stack holds it. */
function settingOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settingOf);
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value ?? "";
}

interface Settings {
  project?: string | undefined;
  values: ReadonlyMap<string, unknown>;
}

const missingIn = (environment: Environment, { idSettings }: ToolkitInventory) =>
  new Map(
    [...(idSettings.get(environment) ?? [])].flatMap(([key, { value, meaning }]) =>
      value === undefined ? [[key, meaning] as const] : [],
    ),
  );

function write(
  { options, folder, progress, connection, pulumiProject }: Work,
  plan: Plan,
  steps: readonly NextStep[],
  settings: ReadonlyMap<string, Settings>,
  from: string,
): void {
  const comment = [
    `Written by \`npx pulumi-cognite-iam adopt\` from ${from}.`,
    "The first `pulumi up` imports the IDs under `import` in the stack's config; then run `pulumi config rm import`.",
  ];
  const kept: string[] = [];
  const stackFiles = steps.map(({ stack }) => {
    const own = { values: new Map<string, unknown>(), ...settings.get(stack), import: idsFor(plan, stack) };
    return mergedStackFile({ folder: folder.path, stack, pulumiProject }, own, kept);
  });
  const { isModule, installs } = packageIn(folder.path);
  const sources = sourcesOf(plan, comment, { onlyFile: folder.file, isModule });
  const written = writeProgram(folder, { sources, stackFiles, pulumiProject, force: options.force === true }, (share) =>
    progress.at(`Writing ${options.out}`, share),
  );
  progress.end();
  const where = settings.size > 1 ? `of ${[...settings.keys()].join(", ")}` : `of project ${connection.project}`;
  process.stdout.write(
    writtenReport({ plan, where, out: options.out, folder: folder.path, written, kept, installs, steps }),
  );
}

const idsFor = ({ groups, securityCategories }: Plan, stack: string) =>
  new Map(
    [...securityCategories, ...groups].flatMap(({ name, ids }) => {
      const id = ids.get(stack);
      return id === undefined ? [] : [[name, id] as const];
    }),
  );

const categoriesUnread = ({ showsCategories }: LiveProject): string[] =>
  showsCategories
    ? []
    : [
        "could not read security categories (needs securityCategoriesAcl:LIST), so none is declared, and groups refer to them by ID",
      ];

/** The connection of the stack that is named, if its config has one: in the program's folder, or else in this one. */
async function configOf({ stack }: AdoptOptions, folder: Folder) {
  if (stack === undefined) return undefined;
  const place = [folder.path, "."].find((each) => connectionIn(each, stack) !== undefined);
  const config = place === undefined ? undefined : connectionIn(place, stack);
  return config === "secrets" ? stackConfigOf(stack, place) : config;
}
