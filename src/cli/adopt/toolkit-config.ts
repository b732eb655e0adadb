import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { CdfError } from "../../errors";
import { isObject, objectOf } from "../../validation/problems";
import { readYaml } from "./read-yaml";

/** Where a Toolkit project is, and what its variables come from. */
export interface ToolkitOptions {
  /** `modules`, or the folder that holds it. */
  folder: string;
  /** The `<env>` of `config.<env>.yaml`, of which the values go into the program; left out for all, as settings of stacks. */
  environment?: string | undefined;
  /** Environment variables, for `${NAME}` in the YAML. */
  variables: Readonly<Record<string, string | undefined>>;
  filter?: readonly string[] | undefined;
}

/** What else the environments are read with. */
export interface ToolkitReader extends ToolkitOptions {
  /** Gets each warning of the YAML parser. */
  warn: (warning: string) => void;
}

/** An environment, as its `config.<env>.yaml` says. */
export interface Environment {
  /** The `<env>`; "" where a project has no such file. */
  name: string;
  /** The CDF project, where it is named. */
  project: string | undefined;
  /** The folder that the paths of variables and modules begin in. */
  root: string;
  variables: unknown;
  selected: readonly string[];
}

/** A variable's value, and the folders of its definition. */
export interface Definition {
  value: unknown;
  folders: readonly string[];
}

/**
 * The environments of a Toolkit project: the one that is asked for, else all; one without a name where none is configured.
 * @throws CdfError `INVALID_ARGUMENT` when the one that is asked for is not there.
 */
export function environmentsOf({ folder, environment, variables, warn }: ToolkitReader): Environment[] {
  const absolute = path.resolve(folder);
  for (const root of [absolute, path.dirname(absolute), path.dirname(path.dirname(absolute))]) {
    const files = statSync(root, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(root);
    const found = files.flatMap((file) => {
      const name = /^config\.(.+)\.ya?ml$/.exec(file)?.[1];
      return name === undefined ? [] : [{ file, name }];
    });
    if (found.length === 0) continue;
    const names = found.map(({ name }) => name).sort();
    if (environment !== undefined && !names.includes(environment))
      throw new CdfError(
        "INVALID_ARGUMENT",
        `config.${environment}.yaml does not exist: set --env to ${names.join(" or ")}`,
      );
    return found
      .filter(({ name }) => environment === undefined || name === environment)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ file, name }) => environmentIn(path.join(root, file), name, { variables, warn }));
  }
  if (environment !== undefined)
    throw new CdfError("INVALID_ARGUMENT", `config.${environment}.yaml does not exist next to ${folder}`);
  return [{ name: "", project: undefined, root: path.dirname(absolute), variables: undefined, selected: [] }];
}

function environmentIn(
  file: string,
  name: string,
  { variables, warn }: Pick<ToolkitReader, "variables" | "warn">,
): Environment {
  const config = objectOf(readToolkitYaml(readFileSync(file, "utf8"), path.basename(file), warn));
  const { project, selected } = objectOf(config["environment"]);
  const named = typeof project === "string" ? project.replaceAll(/\$\{(\w+)\}/g, (_, key) => variables[key] ?? "") : "";
  return {
    name,
    project: named === "" ? undefined : named,
    root: path.dirname(file),
    variables: config["variables"],
    selected: Array.isArray(selected) ? selected.map(String) : [],
  };
}

/** The folders of a file below the root of an environment. */
export const foldersOf = (file: string, { root }: Environment): string[] =>
  path.relative(root, path.dirname(path.resolve(file))).split(path.sep);

/** Whether the environment's `selected` names the file's module, by a path or by a folder's name. */
export function isSelected(file: string, environment: Environment): boolean {
  const { selected } = environment;
  if (selected.length === 0) return true;
  const folders = foldersOf(file, environment);
  return selected.some((each) => {
    const wanted = each.split(/[\\/]/).filter((part) => part !== "");
    return wanted.length === 1 ? folders.includes(String(wanted[0])) : wanted.every((part, i) => folders[i] === part);
  });
}

/**
 * The variables that hold for a file: those of its folder and all above it, the nearest first. Several where the Toolkit builds
 * the module several times, each with variables of its own.
 */
export function definitionsFor(file: string, environment: Environment): Map<string, Definition>[] {
  let found = [new Map<string, Definition>()];
  let level: unknown = environment.variables;
  const passed: string[] = [];
  for (const folder of ["", ...foldersOf(file, environment)]) {
    if (folder !== "") {
      level = isObject(level) ? level[folder] : undefined;
      passed.push(folder);
    }
    const builds = Array.isArray(level) ? level.filter(isObject) : isObject(level) ? [level] : [];
    if (builds.length === 0) continue;
    found = found.flatMap((before) =>
      builds.map((build, i) => {
        const folders = builds.length > 1 ? [...passed.slice(0, -1), `${passed.at(-1)}.${i + 1}`] : [...passed];
        const own = Object.entries(build).filter(([, value]) => !isObject(value));
        return new Map([...before, ...own.map(([name, value]) => [name, { value, folders }] as const)]);
      }),
    );
  }
  return found;
}

/**
 * What a YAML text holds to the Toolkit.
 *
 * @param warn - gets each warning of the parser, with the file and the line.
 * @throws CdfError `INVALID_ARGUMENT` when the text is not valid YAML.
 */
export const readToolkitYaml = (text: string, file: string, warn: (warning: string) => void): unknown =>
  // The Toolkit reads YAML 1.1. A long number is an ID in the identity provider, so every digit counts; a date stays the
  // text that was written.
  readYaml(text, file, warn, {
    version: "1.1",
    intAsBigInt: true,
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:timestamp"),
  });
