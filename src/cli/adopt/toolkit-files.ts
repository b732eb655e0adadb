import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { CdfError } from "../../errors";
import { isObject } from "../../validation/problems";
import type { LeftOut } from "./plan";
import {
  type Definition,
  definitionsFor,
  type Environment,
  environmentsOf,
  foldersOf,
  isSelected,
  readToolkitYaml,
  type ToolkitOptions,
  type ToolkitReader,
} from "./toolkit-config";
import { againstValues, ShapeError } from "./toolkit-template";
import { completed, isSecret, tokenized } from "./toolkit-text";
import { type Variable, Variables } from "./variables";

/** One object of a YAML file. */
export interface Item {
  kind: "Group" | "SecurityCategory";
  /** Relative to the folder that was given. */
  file: string;
  /** The module, if only some environments have it. */
  module: string | undefined;
  /** With tokens in the place of variables; as the environment has it where there is one only. */
  template: Record<string, unknown>;
  /** As each environment has it that selects it; those where a variable has no value are left out. */
  values: ReadonlyMap<Environment, Record<string, unknown>>;
}

/** What the Toolkit's YAML declares. */
export interface ToolkitProject {
  environments: readonly Environment[];
  /** Whether it is for several environments: whether variables stay variables. */
  isTemplate: boolean;
  items: readonly Item[];
  variables: Variables;
  leftOut: LeftOut[];
  notes: string[];
}

/** What the YAML files of the selected modules hold; what has no value for a variable is left out. */
export function readToolkit(options: ToolkitOptions): ToolkitProject {
  const files = yamlFiles(options.folder);
  const notes: string[] = [];
  // A file is read once for each environment, and once more as a template.
  const warn = (warning: string) => void (notes.includes(warning) || notes.push(warning));
  const reader = { ...options, warn };
  const environments = environmentsOf(reader);
  const isTemplate = options.environment === undefined && environments.some(({ name }) => name !== "");
  const project = { environments, isTemplate, items: [], variables: new Variables(), leftOut: [], notes };
  const items = files.flatMap((file) => new FileReader(file, reader, project).items());
  return { ...project, items };
}

type Definitions = ReadonlyMap<string, Definition>;

const kindPattern = /[./\\](Group|SecurityCategory)\.ya?ml$/i;

function yamlFiles(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CdfError("INVALID_ARGUMENT", `the folder ${folder} does not exist`);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => kindPattern.test(`/${file}`) && !/(^|[\\/])(node_modules|build)[\\/]/.test(file))
    .map((file) => path.join(folder, file))
    .sort();
}

/** Reads one file, as often as the Toolkit builds its module. */
class FileReader {
  readonly #file: string;
  readonly #shown: string;
  readonly #text: string;
  readonly #options: ToolkitReader;
  readonly #project: ToolkitProject;

  constructor(file: string, options: ToolkitReader, project: ToolkitProject) {
    this.#file = file;
    this.#shown = path.relative(options.folder, file);
    this.#text = readFileSync(file, "utf8");
    this.#options = options;
    this.#project = project;
  }

  items(): Item[] {
    const { environments } = this.#project;
    const builds = new Map(
      environments
        .filter((environment) => isSelected(this.#file, environment))
        .map((environment) => [environment, definitionsFor(this.#file, environment)]),
    );
    const most = Math.max(0, ...[...builds.values()].map((each) => each.length));
    return Array.from({ length: most }, (_, i) => i).flatMap((i) => this.#build(i, builds));
  }

  #build(i: number, builds: ReadonlyMap<Environment, Definitions[]>): Item[] {
    const { environments, isTemplate } = this.#project;
    const definitions = new Map(
      [...builds].flatMap(([environment, all]) => (all[i] === undefined ? [] : [[environment, all[i]]])),
    );
    const values = new Map<Environment, Record<string, unknown>[]>();
    const missing = new Map<Environment, string>();
    for (const [environment, own] of definitions) {
      const text = this.#textFor(own);
      if (typeof text === "string") values.set(environment, this.#objectsIn(text));
      else missing.set(environment, [...text.unresolved].join(", "));
    }
    const [first] = values.values();
    const [names] = missing.values();
    if (first === undefined) {
      if (names !== undefined) this.#leave(whyMissing(names));
      return [];
    }
    for (const [{ name }, unresolved] of missing)
      this.#project.notes.push(
        `${this.#shown}: config.${name}.yaml has no value for ${unresolved}: set it in the config of that stack`,
      );
    const module = definitions.size < environments.length ? this.#module(i) : undefined;
    const templates = isTemplate ? this.#templates(i) : first;
    return templates.flatMap((template, place) => {
      const own = new Map(
        [...values].flatMap(([environment, all]) => (all[place] === undefined ? [] : [[environment, all[place]]])),
      );
      return this.#item(
        template,
        own,
        module,
        [...values.values()].every((all) => all.length === templates.length),
      );
    });
  }

  #item(
    template: Record<string, unknown>,
    values: ReadonlyMap<Environment, Record<string, unknown>>,
    module: string | undefined,
    isSameShape: boolean,
  ): Item[] {
    const { isTemplate, variables } = this.#project;
    const [, kind = ""] = kindPattern.exec(`/${this.#file}`) ?? [];
    const item = {
      kind: kind.toLowerCase() === "group" ? "Group" : "SecurityCategory",
      file: this.#shown,
      module,
      values,
    } as const;
    if (template["name"] === undefined || template["name"] === null) {
      this.#leave("an object without a name");
      return [];
    }
    const title = variables.shown(String(template["name"]));
    try {
      if (!isSameShape) throw new ShapeError("its number of objects");
      return [{ ...item, template: isTemplate ? againstValues(template, values, variables) : template }];
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      this.#leave(
        `${error.message} depends on variables in a way that a program cannot express: adopt each environment with --env`,
        title,
      );
      return [];
    }
  }

  /** The text as an environment has it, or what has no value there. */
  #textFor(definitions: Definitions): string | { unresolved: Set<string> } {
    const unresolved = new Set<string>();
    const text = completed(
      this.#text,
      {
        variable: (name) => definitions.get(name)?.value,
        environment: (name) =>
          this.#options.variables[name] ?? (this.#project.isTemplate ? this.#environmentToken(name) : undefined),
      },
      unresolved,
    );
    return unresolved.size > 0 ? { unresolved } : text;
  }

  #templates(build: number): Record<string, unknown>[] {
    const { environments, variables } = this.#project;
    // Also of environments that do not select the module, so that what is one variable there is one here.
    const all = environments.map((environment) => ({
      environment,
      own: definitionsFor(this.#file, environment)[build],
    }));
    const variable = (name: string) => {
      const found = all.flatMap(({ environment, own }) => {
        const definition = own?.get(name);
        return definition === undefined ? [] : [{ environment: environment.name, ...definition }];
      });
      const folders = found.map((each) => each.folders).reduce((a, b) => (b.length > a.length ? b : a), []);
      const places = found.map(({ environment, folders: at }) => `${environment}:${at.join("/")}`);
      const values = new Map(found.map(({ environment, value }) => [environment, value]));
      return variables.token({ name, folders, values } satisfies Variable, `${name} ${places.join(" ")}`);
    };
    return this.#objectsIn(tokenized(this.#text, variable, (name) => this.#environmentToken(name)));
  }

  #environmentToken(name: string): string {
    const values = new Map(this.#project.environments.map((each) => [each.name, `\${${name}}`]));
    return this.#project.variables.token({ name, folders: undefined, values }, `\${${name}}`);
  }

  #objectsIn(text: string): Record<string, unknown>[] {
    const value = readToolkitYaml(text, this.#shown, this.#options.warn);
    return (Array.isArray(value) ? value : [value]).map((each: unknown) => (isObject(each) ? each : {}));
  }

  /** The folder above the one of the resources' type, which the Toolkit calls the module. */
  #module(i: number): string {
    const [environment] = this.#project.environments;
    const folders = environment === undefined ? [] : foldersOf(this.#file, environment);
    const name = folders.at(folders.at(-1) === "auth" ? -2 : -1) ?? "";
    return i === 0 ? name : `${name}.${i + 1}`;
  }

  /** @param title - left out where it is all of the file. */
  #leave(why: string, title?: string): void {
    const entry = title === undefined ? { title: this.#shown, why } : { title, why: `${this.#shown}: ${why}` };
    this.#project.leftOut.push({ ...entry, id: undefined });
  }
}

/** @param names - as they are written, with commas between. */
function whyMissing(names: string): string {
  const secrets = names.split(", ").filter(isSecret);
  return secrets.length > 0
    ? `uses ${secrets.join(", ")}, a secret of the connection, which must not be written to a program`
    : `no value for ${names}`;
}
