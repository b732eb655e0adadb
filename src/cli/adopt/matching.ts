import { scopeTargetKinds } from "../../capabilities/scope-target-kinds";
import { differingFields, type GroupContent } from "../../groups/canonical";
import { declarationOf } from "../../groups/drift/align";
import { fillUnknown } from "../../groups/fill-unknown";
import { printString, RawCode } from "../../source-code/print";
import type { LiveProject } from "./live";
import type { LeftOut, Wanted } from "./plan";
import { opened, prove } from "./proof";
import { type ExternalKind, type FoundTargets, mapIds, prefixOf, Target } from "./targets";
import type { Environment } from "./toolkit-config";
import { groupContent, namesIn } from "./toolkit-content";
import type { Item, ToolkitProject } from "./toolkit-files";
import { holdsVariable, WholeVariable } from "./variables";

/** What there is in the project of an environment. */
export interface LiveEnvironment extends LiveProject {
  /** The stack that the environment becomes. */
  stack: string;
  targets: FoundTargets;
}

/** A setting of a stack that holds IDs. */
export interface IdSetting {
  /** Undefined for what is to be set by hand. */
  value: unknown;
  meaning: string;
}

/** Matches what is declared with what is live, and collects notes about it. */
export class Matching {
  readonly leftOut: LeftOut[] = [];
  readonly idSettings = new Map<Environment, Map<string, IdSetting>>();
  readonly #notes: string[] = [];
  readonly #project: ToolkitProject;
  readonly #categories: readonly Item[];
  readonly #live: ReadonlyMap<Environment, LiveEnvironment>;
  /** What is still to be created, and what has to be there before. */
  readonly #absent = new Map<Environment, string[]>();
  readonly #unfound = new Map<Environment, Set<string>>();
  /** The kinds that are not readable everywhere: their IDs are settings. */
  readonly #unread: ReadonlySet<ExternalKind>;

  constructor(project: ToolkitProject, categories: readonly Item[], live: ReadonlyMap<Environment, LiveEnvironment>) {
    this.#project = project;
    this.#categories = categories;
    this.#live = live;
    this.#unread = new Set([...live.values()].flatMap(({ targets }) => [...targets.unread]));
  }

  category({ template, values, module }: Item): Wanted<{ name: string }> {
    const ids = new Map<string, number>();
    for (const [environment, { name }] of values) {
      const live = this.#live.get(environment);
      const found = live?.securityCategories.find((category) => category.name === String(name));
      if (live !== undefined && found !== undefined) ids.set(live.stack, found.id);
      else if (live?.showsCategories) this.#isAbsent(environment, `security category ${JSON.stringify(name)}`);
    }
    return { ids, content: { name: String(template["name"]) }, module };
  }

  group(item: Item): Wanted<GroupContent>[] {
    const { template, values, module, file } = item;
    const missing = [...values].flatMap(([environment, value]) =>
      this.#missingCategories(environment, groupContent(value)).map((name) => JSON.stringify(name)),
    );
    if (missing.length > 0) {
      const title = this.#project.variables.shown(String(template["name"]));
      const why = `${file}: security category ${[...new Set(missing)].join(", ")} does not exist`;
      this.leftOut.push({ title, id: undefined, why });
      return [];
    }
    const ids = new Map<string, number>();
    const proven = new Map<Environment, ReadonlyMap<string, number>>();
    for (const [environment, value] of values) {
      const live = this.#live.get(environment);
      if (live === undefined) continue;
      this.#noteUnfound(environment, live, groupContent(value));
      const found = this.#match(item, environment, live, groupContent(value));
      if (found === undefined) continue;
      ids.set(live.stack, found.id);
      proven.set(environment, found.proven);
    }
    const content = groupContent(template, this.#project.variables);
    return [{ ids, content: mapIds(content, (id) => this.#reference(id, item, proven)), module }];
  }

  allNotes(): string[] {
    const created = [...this.#absent].map(
      ([{ name }, titles]) =>
        `${inEnvironment(name)}not in the project, so \`pulumi up\` creates: ${titles.join(", ")}`,
    );
    const needed = [...this.#unfound].map(
      ([{ name }, titles]) =>
        `${inEnvironment(name)}not in the project, but groups refer to it, so create it before \`pulumi up\`: ${[...titles].join(", ")}`,
    );
    return [...this.#notes, ...created, ...needed];
  }

  /** Categories that a group names, and that are neither declared nor live. */
  #missingCategories(environment: Environment, content: GroupContent): string[] {
    const live = this.#live.get(environment);
    if (live === undefined || !live.showsCategories) return [];
    const isThere = (name: string) =>
      this.#categories.some(({ values }) => values.get(environment)?.["name"] === name) ||
      live.securityCategories.some((category) => category.name === name);
    return namesIn(content).filter((name) => !isThere(name));
  }

  #match({ file }: Item, environment: Environment, live: LiveEnvironment, content: GroupContent) {
    const found = live.groups.filter(({ name }) => name === content.name);
    const [group, ...others] = found;
    const title = `${inEnvironment(environment.name)}${JSON.stringify(content.name)}`;
    if (holdsVariable(String(content.name))) {
      const name = this.#project.variables.shown(String(content.name), (each) => `\${${each}}`);
      this.#notes.push(
        `${inEnvironment(environment.name)}${JSON.stringify(name)} is not imported: its name is known only when the variable is set`,
      );
      return undefined;
    }
    if (group === undefined) this.#isAbsent(environment, JSON.stringify(content.name));
    if (others.length > 0) {
      const ids = found.map(({ id }) => id).join(", ");
      this.#notes.push(
        `${title}: ${found.length} groups in the project have that name (${ids}), so none is imported and \`pulumi up\` would create another: put the right ID under \`import\` in ${stackFile(live.stack)}`,
      );
    }
    if (group === undefined || others.length > 0) return undefined;
    const now = declarationOf(group);
    const { filled, proven } = this.#filled(content, live, now);
    const fields = differingFields(filled, now);
    if (fields.length > 0)
      this.#notes.push(
        `${title}: group ${group.id} differs from ${file} in ${fields.join(", ")}, as \`pulumi preview\` shows: deploy the YAML again with the Toolkit, or copy the arguments that the preview prints`,
      );
    return { id: group.id, proven };
  }

  /**
   * The content with the IDs of the environment. What cannot be read is what the live group has in its place, where only one
   * thing is open there.
   */
  #filled(content: GroupContent, live: LiveEnvironment, now: GroupContent) {
    const proven = new Map<string, number>();
    const numbered = mapIds(content, (id) => {
      if (!(id instanceof Target) || typeof id.called !== "string" || holdsVariable(id.called)) return id;
      const { kind, called } = id;
      if (kind === "securityCategories")
        return live.securityCategories.find(({ name }) => name === called)?.id ?? (live.showsCategories ? called : id);
      const target = live.targets.all.get(kind)?.find(({ externalId }) => externalId === called);
      return target?.id ?? (live.targets.unread.has(kind) ? id : called);
    });
    const filled = fillUnknown(opened(numbered) as GroupContent, now);
    prove(numbered, filled, proven);
    return { filled, proven };
  }

  /** What the program writes for an id: a declared category, a lookup, or a setting where the caller may not look it up. */
  #reference(id: unknown, { values }: Item, proven: ReadonlyMap<Environment, ReadonlyMap<string, number>>): unknown {
    if (!(id instanceof Target)) return id;
    const { kind, called } = id;
    if (kind === "securityCategories") return typeof called === "string" ? this.#categoryFor(called, values) : id;
    if (!this.#unread.has(kind)) return id;
    const { variables } = this.#project;
    const isList = called instanceof WholeVariable;
    const text = typeof called === "string" ? called : called.text;
    const key = `${prefixOf(kind)}${isList ? "Ids" : "Id"}.${variables.keyed(text).replaceAll(/[^\w.-]/g, "_")}`;
    for (const environment of values.keys()) {
      const listed = isList ? variables.only(text)?.values.get(environment.name) : undefined;
      const names = Array.isArray(listed) ? listed.map(String) : [variables.expand(text, environment.name) ?? text];
      const target = (name: string) =>
        this.#idOf(kind, name, environment) ?? proven.get(environment)?.get(`${kind} ${name}`);
      const numbers = names.map(target);
      const value = numbers.includes(undefined) ? undefined : isList ? numbers : numbers[0];
      const settings = this.idSettings.get(environment) ?? new Map();
      const meaning = `the ${isList ? "IDs" : "ID"} of the ${scopeTargetKinds[kind].what} with external ID ${names.map((name) => JSON.stringify(name)).join(", ")}`;
      settings.set(key, { value: value ?? settings.get(key)?.value, meaning });
      this.idSettings.set(environment, settings);
    }
    return new RawCode(`config.${isList ? "requireObject<number[]>" : "requireNumber"}(${printString(key)})`);
  }

  #idOf(kind: ExternalKind, name: string, environment: Environment): number | undefined {
    return this.#live
      .get(environment)
      ?.targets.all.get(kind)
      ?.find(({ externalId }) => externalId === name)?.id;
  }

  /** The declared category that has that name in every environment of the group, by its own template. */
  #categoryFor(called: string, values: Item["values"]): Target {
    const { variables } = this.#project;
    const declared = this.#categories.find((item) =>
      [...values.keys()].every((environment) => {
        const name = item.values.get(environment)?.["name"];
        return name !== undefined && String(name) === (variables.expand(called, environment.name) ?? called);
      }),
    );
    return new Target("securityCategories", declared === undefined ? called : String(declared.template["name"]));
  }

  /** Notes what has to be there before the group. */
  #noteUnfound(environment: Environment, { targets }: LiveEnvironment, content: GroupContent): void {
    const unfound = this.#unfound.get(environment) ?? new Set<string>();
    mapIds(content, (id, kind) => {
      if (kind === "securityCategories" || !(id instanceof Target) || targets.unread.has(kind)) return id;
      const isFound = targets.all.get(kind)?.some(({ externalId }) => externalId === id.called) === true;
      if (!isFound && !holdsVariable(id.text))
        unfound.add(`${scopeTargetKinds[kind].what} ${JSON.stringify(id.called)}`);
      return id;
    });
    if (unfound.size > 0) this.#unfound.set(environment, unfound);
  }

  #isAbsent(environment: Environment, title: string): void {
    this.#absent.set(environment, [...(this.#absent.get(environment) ?? []), title]);
  }
}

const inEnvironment = (name: string) => (name === "" ? "" : `${name}: `);
const stackFile = (stack: string) => `Pulumi.${stack}.yaml`;
