import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { CST, Lexer, parse, stringify } from "yaml";
import { environmentNames, secretKeys } from "../../connection/settings";
import { CdfError, messageOf } from "../../errors";
import { isObject } from "../../validation/problems";
import type { LeftOut } from "./plan";

/** Where a Toolkit project is, and what its variables come from. */
export interface ToolkitOptions {
  /** `modules`, or the folder that holds it. */
  folder: string;
  /** The `<env>` of `config.<env>.yaml`; need not be given where there is one such file. */
  environment?: string | undefined;
  /** Environment variables, for `${NAME}` in the YAML. */
  variables: Readonly<Record<string, string | undefined>>;
  filter?: readonly string[] | undefined;
}

/** What the YAML files of the environment's modules hold, variables put in; what has no value for one is left out. */
export function toolkitItems(
  options: ToolkitOptions,
  leftOut: LeftOut[],
): { groups: Item[]; securityCategories: Item[] } {
  const files = yamlFiles(options.folder);
  const config = configOf(options);
  const items = { groups: [] as Item[], securityCategories: [] as Item[] };
  for (const file of files) {
    if (!isSelected(file, config)) continue;
    const [, kind = ""] = kindPattern.exec(file) ?? [];
    const list = kind.toLowerCase() === "group" ? items.groups : items.securityCategories;
    list.push(...itemsIn(file, config, options, leftOut));
  }
  return items;
}

/** One object of a YAML file. */
export interface Item {
  name: string;
  value: Record<string, unknown>;
  /** Relative to the folder that was given. */
  file: string;
}

interface ToolkitConfig {
  /** The folder that `config.<env>.yaml` is in. */
  root: string;
  variables: unknown;
  selected: readonly string[];
}

const kindPattern = /[./\\](Group|SecurityCategory)\.ya?ml$/i;

function yamlFiles(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CdfError("INVALID_ARGUMENT", `there is no folder ${folder}`);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => kindPattern.test(`/${file}`) && !/(^|[\\/])(node_modules|build)[\\/]/.test(file))
    .map((file) => path.join(folder, file))
    .sort();
}

function configOf({ folder, environment }: ToolkitOptions): ToolkitConfig {
  const absolute = path.resolve(folder);
  for (const root of [absolute, path.dirname(absolute), path.dirname(path.dirname(absolute))]) {
    const files = statSync(root, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(root);
    const names = files.flatMap((file) => /^config\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []);
    if (names.length === 0) continue;
    const [only] = names.length === 1 ? names : [];
    const name = environment ?? only;
    if (name === undefined || !names.includes(name))
      throw new CdfError(
        "INVALID_ARGUMENT",
        `${environment === undefined ? "several environments are configured" : `there is no config.${environment}.yaml`}: name one with --env (${names.sort().join(", ")})`,
      );
    const file = files.find((each) => each.startsWith(`config.${name}.y`)) ?? "";
    const config: unknown = readYaml(readFileSync(path.join(root, file), "utf8"), file);
    const settings = isObject(config) ? config : {};
    const chosen = isObject(settings["environment"]) ? settings["environment"]["selected"] : undefined;
    return { root, variables: settings["variables"], selected: Array.isArray(chosen) ? chosen.map(String) : [] };
  }
  if (environment !== undefined)
    throw new CdfError("INVALID_ARGUMENT", `there is no config.${environment}.yaml beside ${folder}`);
  return { root: path.dirname(absolute), variables: undefined, selected: [] };
}

/** Whether the environment's `selected` names the file's module, by a path or by a folder's name. */
function isSelected(file: string, { root, selected }: ToolkitConfig): boolean {
  if (selected.length === 0) return true;
  const folders = path.relative(root, path.resolve(path.dirname(file))).split(path.sep);
  return selected.some((each) => {
    const wanted = each.split(/[\\/]/).filter((part) => part !== "");
    return wanted.length === 1 ? folders.includes(String(wanted[0])) : wanted.every((part, i) => folders[i] === part);
  });
}

function itemsIn(file: string, config: ToolkitConfig, options: ToolkitOptions, leftOut: LeftOut[]): Item[] {
  const shown = path.relative(options.folder, file);
  const leave = (title: string, why: string) => leftOut.push({ title, id: undefined, why: `${shown}: ${why}` });
  const unresolved = new Set<string>();
  const text = resolved(readFileSync(file, "utf8"), variablesFor(file, config), options.variables, unresolved);
  const secrets = [...unresolved].filter((name) => secretVariables.has(name.toUpperCase()));
  if (secrets.length > 0) {
    leave(
      shown,
      `names ${secrets.join(", ")}, a secret of the connection, which would stand in the program for all to read`,
    );
    return [];
  }
  if (unresolved.size > 0) {
    leave(shown, `no value for ${[...unresolved].join(", ")}`);
    return [];
  }
  const value = readYaml(text, shown);
  return (Array.isArray(value) ? value : [value]).flatMap((each: unknown) => {
    if (isObject(each) && each["name"] != null) return [{ name: String(each["name"]), value: each, file: shown }];
    leave(shown, "an object without a name");
    return [];
  });
}

/** The variables that hold for a file: those of its folder and all above it, the nearest first. */
function variablesFor(file: string, { root, variables }: ToolkitConfig): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const folders = path.relative(root, path.dirname(path.resolve(file))).split(path.sep);
  let level = variables;
  for (const folder of ["", ...folders]) {
    if (folder !== "") level = isObject(level) ? level[folder] : undefined;
    if (!isObject(level)) continue;
    for (const [name, value] of Object.entries(level)) if (!isObject(value)) found.set(name, value);
  }
  return found;
}

/** A YAML text with its `{{ variables }}` and its `${ENVIRONMENT}` put in, as the Toolkit does. */
function resolved(
  text: string,
  variables: ReadonlyMap<string, unknown>,
  environment: Readonly<Record<string, string | undefined>>,
  unresolved: Set<string>,
): string {
  const put = (whole: string, quote: string, name: string, end: string) => {
    if (!variables.has(name)) unresolved.add(`{{ ${name} }}`);
    const value = variables.get(name);
    // A text of digits stays a text.
    if (typeof value === "string" && (/^\d+$/.test(value) || value.endsWith(":"))) {
      return quote === end ? JSON.stringify(value) : `${quote}${value}${end}`;
    }
    if (typeof value === "object" && value !== null) return quote === end && quote !== "" ? whole : flow(value);
    return `${quote}${value === null ? "null" : String(value)}${end}`;
  };
  const withVariables = withoutComments(text).replaceAll(/(["']?)\{\{\s*([\w.-]+)\s*\}\}(["']?)/g, put);
  return withVariables.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => {
    const value = secretVariables.has(whole.toUpperCase()) ? undefined : environment[name];
    if (value === undefined) unresolved.add(whole);
    return value ?? whole;
  });
}

/** What never gets into a program, as the YAML would write it: the connection's secrets. */
const secretVariables: ReadonlySet<string> = new Set(secretKeys.map((key) => `\${${environmentNames[key]}}`));

/** A variable in a comment needs no value; but what looks like a comment may be a line of a text. */
function withoutComments(text: string): string {
  // To YAML, `{{` would begin a map; a word of the same length leaves every place as it is.
  const words = text.replaceAll(/\{\{.*?\}\}/g, (variable) => "x".repeat(variable.length));
  let [rest, at, before] = ["", 0, ""];
  for (const token of new Lexer().lex(words)) {
    if (!lexerMarks.includes(token)) {
      const isComment = token.startsWith("#") && before !== CST.SCALAR;
      if (!isComment) rest += text.slice(at, at + token.length);
      at += token.length;
    }
    before = token;
  }
  return rest;
}

/** What the lexer yields that does not stand in the text. */
const lexerMarks: readonly string[] = [CST.DOCUMENT, CST.FLOW_END, CST.SCALAR];

const flow = (value: unknown) => stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();

function readYaml(text: string, file: string): unknown {
  try {
    // The Toolkit reads YAML 1.1; a long number is an id of the identity provider, every digit of which counts. A date is
    // the text that stands there.
    return parse(text, {
      version: "1.1",
      intAsBigInt: true,
      customTags: (tags) => tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:timestamp"),
    });
  } catch (error) {
    const [line] = messageOf(error).split("\n");
    throw new CdfError("INVALID_ARGUMENT", `${file} is no YAML: ${line}`);
  }
}
