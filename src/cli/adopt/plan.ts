import { unlistedWords } from "../../capabilities/check";
import { ownerOf } from "../../contract/marker";
import { typeToken } from "../../contract/resource-types";
import type { GroupContent } from "../../groups/canonical";
import { checkGroup } from "../../groups/check";
import { toSourceCode } from "../../groups/source-code";
import { withUnknowns } from "../../source-code/capability-code";
import { joinFirst } from "../../text/plural";
import { listOf, objectOf } from "../../validation/problems";
import { type Constant, Constants } from "./constants";
import { resourceNameOf, uniqueNames, variableOf } from "./names";
import { type Variable, Variables } from "./variables";

/** What a program is to declare, before it has names. */
export interface Inventory {
  groups: readonly Wanted<GroupContent>[];
  securityCategories: readonly Wanted<{ name: string }>[];
  leftOut: LeftOut[];
  notes: string[];
  /** What the tokens in the contents stand for; none by default. */
  variables?: Variables;
}

/** A group or a security category to declare. */
export interface Wanted<C> {
  /** The IDs of what is there already, by the stack that is to import it. */
  ids: ReadonlyMap<string, number>;
  /** As it is declared: JSON with what scopes name in it, and with tokens for variables. */
  content: C;
  /** The same with every ID as a number; left out for what an import file never holds. */
  found?: C;
  /** The Toolkit's module that it belongs to, if only some environments have that. */
  module?: string | undefined;
  /** Comment lines to write above it. */
  comments?: readonly string[];
}

/** A resource as a program declares it. */
export interface Declared {
  kind: "Group" | "SecurityCategory";
  ids: ReadonlyMap<string, number>;
  /** What the service calls it; a variable's name in the place of each variable. */
  title: string;
  /** The resource's name in Pulumi, which no other resource of the program has. */
  name: string;
  variable: string;
  /** JSON as an import file has it. */
  content: Record<string, unknown>;
  /** The arguments, with source text in them. */
  source: Record<string, unknown>;
  module: string | undefined;
  comments: readonly string[];
  /** Whether Pulumi is to refuse to delete it. */
  isProtected: boolean;
}

/** Something that the program leaves out, and why. */
export interface LeftOut {
  title: string;
  id: number | undefined;
  why: string;
}

/** A variable that the program reads from its stack's config. */
export interface Setting extends Pick<Variable, "values"> {
  /** The modules that use it; undefined among them for what is in every environment. */
  modules: ReadonlySet<string | undefined>;
}

/** All that a program declares. */
export interface Plan {
  groups: Declared[];
  securityCategories: Declared[];
  constants: Constant[];
  /** The variables that are settings of the program, by their keys. */
  settings: ReadonlyMap<string, Setting>;
  leftOut: LeftOut[];
  /** What a user should know of what is in. */
  notes: string[];
}

export interface PlanOptions {
  /** Whether groups will carry the owner's marker, which takes a pair of the metadata. */
  ownerMetadata: boolean;
  /** The names of the Pulumi project and stack that are to own them. */
  pulumiProject: string;
  stack: string;
}

/** The names that a program has besides those of its resources. */
export const helperNames = ["config", "ids", "imported", "selected", "environment", "withEnvironment"] as const;

/** Gives names to what is to be declared, code to what it refers to, and leaves out what cannot be declared. */
export function planOf(inventory: Inventory, options: PlanOptions): Plan {
  const { variables = new Variables(), notes } = inventory;
  const leftOut = [...inventory.leftOut];
  const possible = inventory.groups.filter((group) => {
    const why = problemsOf(group, options);
    const title = variables.shown(String(group.content.name));
    if (why.length > 0) leftOut.push({ title, id: [...group.ids.values()][0], why: why.join("; ") });
    return why.length === 0;
  });
  const categories = named(sorted(inventory.securityCategories, variables), "SecurityCategory", variables, []);
  const groups = named(sorted(possible, variables), "Group", variables, categories);
  const constants = new Constants(
    variables,
    categories.map(({ wanted, variable, module }) => ({ title: wanted.content.name, variable, module })),
    [...helperNames, ...[...categories, ...groups].map(({ variable }) => variable)],
  );
  const plan = {
    securityCategories: categories.map(({ wanted, ...declared }) => ({
      ...declared,
      content: { ...wanted.content },
      source:
        declared.module === undefined
          ? objectOf(constants.resolve(wanted.content, undefined))
          : { name: constants.inline(wanted.content.name, declared.module) },
      isProtected: false,
    })),
    groups: groups.map(({ wanted, ...declared }) => ({
      ...declared,
      content: declarable(wanted.found ?? wanted.content),
      source: objectOf(constants.resolve(toSourceCode(wanted.content), declared.module)),
      isProtected: givesGroupsAcl(wanted.content),
    })),
    leftOut,
    notes: [...notes, ...unlistedNotes(possible)],
  };
  const settings = [...constants.settings].map(
    ([variable, modules]) => [variables.keyOf(variable), { values: variable.values, modules }] as const,
  );
  return { ...plan, constants: constants.all, settings: new Map(settings) };
}

/** What the catalogue does not know, and in which groups. */
function unlistedNotes(groups: readonly Wanted<GroupContent>[]): string[] {
  const titles = new Map<string, Set<string>>();
  for (const { content, found } of groups)
    for (const capability of listOf((found ?? content).capabilities))
      for (const error of unlistedWords(withUnknowns(capability))) {
        const what = error.replace(/^\S+: /, "").replace(/\.? If it is new in the API.*$/s, "");
        titles.set(what, (titles.get(what) ?? new Set()).add(JSON.stringify(content.name)));
      }
  return [...titles].map(
    ([what, names]) =>
      `unknown to this version, so written with iam.unlisted: ${what} (in ${joinFirst([...names].sort(), 5)})`,
  );
}

function named<C extends { name?: unknown }>(
  things: readonly Wanted<C>[],
  kind: Declared["kind"],
  variables: Variables,
  before: readonly { name: string; variable: string }[],
) {
  const word = kind === "Group" ? "group" : "category";
  const titles = things.map(({ content }) => variables.shown(String(content.name)));
  const unique = (wanted: string[], taken: readonly string[], suffix: string, separator: string) =>
    uniqueNames(
      wanted.map((name) => (taken.includes(name) ? `${name}${suffix}` : name)),
      taken,
      separator,
    );
  const identifiers = unique(
    things.map(({ content }, i) => {
      const identifier = variableOf(titles[i] ?? "", word);
      // The variable of the program goes by that name already.
      const isVariable = variables.only(String(content.name)) !== undefined;
      return isVariable ? `${identifier}${kind === "Group" ? "Group" : "Category"}` : identifier;
    }),
    [...helperNames, ...before.map(({ variable }) => variable)],
    kind === "Group" ? "Group" : "Category",
    "",
  );
  const names = unique(
    titles.map((title) => resourceNameOf(title, word)),
    before.map(({ name }) => name),
    "-group",
    "-",
  );
  return things.map((wanted, i) => ({
    wanted,
    kind,
    ids: wanted.ids,
    title: titles[i] ?? "",
    name: names[i] ?? "",
    variable: identifiers[i] ?? "",
    module: wanted.module,
    comments: wanted.comments ?? [],
  }));
}

/** By name as a reader would sort them, and by ID where they share one. */
function sorted<C extends { name?: unknown }>(things: readonly Wanted<C>[], variables: Variables): Wanted<C>[] {
  const { compare } = new Intl.Collator("en", { numeric: true });
  const title = ({ content }: Wanted<C>) => variables.shown(String(content.name));
  const id = ({ ids }: Wanted<C>) => [...ids.values()][0] ?? 0;
  return things.toSorted((a, b) => compare(title(a), title(b)) || id(a) - id(b));
}

function problemsOf({ content, found }: Wanted<GroupContent>, options: PlanOptions): string[] {
  const { pulumiProject, stack, ownerMetadata } = options;
  const name = resourceNameOf(String(content.name), "group");
  const owner = ownerOf(`urn:pulumi:${stack}::${pulumiProject}::${typeToken("Group")}::${name}`, "");
  const declared = objectOf(withUnknowns(declarable(found ?? content)));
  return checkGroup(declared, ownerMetadata ? owner : undefined).errors;
}

/** As the inputs of a group hold it. */
const declarable = (content: GroupContent) =>
  toSourceCode(content, (_, capability) => ({ ...objectOf(capability), unlisted: true }));

/** Deleting such a group may take from somebody the right to manage groups. */
const givesGroupsAcl = ({ capabilities }: GroupContent): boolean =>
  Array.isArray(capabilities) && capabilities.some((capability) => Object.hasOwn(objectOf(capability), "groupsAcl"));
