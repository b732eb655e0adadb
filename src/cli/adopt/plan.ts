import type { Group } from "../../client/groups";
import type { SecurityCategory } from "../../client/security-categories";
import { markerKey, ownerOf } from "../../contract/marker";
import { typeToken } from "../../contract/resource-types";
import type { GroupContent } from "../../groups/canonical";
import { checkGroup } from "../../groups/check";
import { declarationOf } from "../../groups/drift/align";
import { toSourceCode } from "../../groups/source-code";
import { withUnknowns } from "../../source-code/capability-code";
import type { CategoryName } from "../../source-code/print";
import { resourceNameOf, uniqueNames, variableOf } from "./names";
import { tidy } from "./tidy";

/** What a program is to declare, before it has names. */
export interface Inventory {
  groups: readonly Wanted<GroupContent>[];
  securityCategories: readonly Wanted<{ name: string }>[];
}

/** A thing to declare, and its id if it is there already. */
export interface Wanted<C> {
  id?: number | undefined;
  content: C;
}

/** A resource as a program declares it. */
export interface Declared {
  /** The id that it imports; undefined for what is still to be made. */
  id: number | undefined;
  /** What the service calls it. */
  title: string;
  /** The resource's name in Pulumi. */
  name: string;
  variable: string;
  /** JSON as it is declared, references resolved. */
  content: Record<string, unknown>;
  /** The arguments, with source text in them. */
  source: Record<string, unknown>;
}

/** Something that is not in the program, and why. */
export interface LeftOut {
  title: string;
  id: number | undefined;
  why: string;
}

/** All that a program declares. */
export interface Plan {
  groups: Declared[];
  securityCategories: Declared[];
  leftOut: LeftOut[];
  /** What a user should know of what is in. */
  notes: string[];
}

export interface PlanOptions {
  /** The names that count; none for all. */
  filter?: readonly string[] | undefined;
  /** Leave out groups that carry a marker of Pulumi. */
  excludeManaged?: boolean | undefined;
  /** Whether groups will carry the owner's marker, which takes a pair of the metadata. */
  ownerMetadata: boolean;
  /** The names of the Pulumi project and stack that are to own them. */
  pulumiProject: string;
  stack: string;
}

/** A live project as things to declare, and what of it the options leave out. */
export function inventoryOf(
  live: { groups: readonly Group[]; securityCategories: readonly SecurityCategory[] },
  { filter = [], excludeManaged = false }: Pick<PlanOptions, "filter" | "excludeManaged">,
): Inventory & Pick<Plan, "leftOut" | "notes"> {
  const matches = matcher(filter);
  const leftOut: LeftOut[] = [];
  const notes: string[] = [];
  const groups = live.groups.filter(({ id, name, metadata }) => {
    const owner = metadata?.[markerKey];
    if (!matches(name)) return false;
    if (owner === undefined) return true;
    if (excludeManaged) leftOut.push({ title: name, id, why: `it is marked as made by ${owner}` });
    else
      notes.push(
        `${JSON.stringify(name)} (${id}) is marked as made by ${owner}, and would be managed twice: leave it out with --exclude-managed, or take it out there first`,
      );
    return !excludeManaged;
  });
  const contents = groups.map((group) => ({ id: group.id, content: tidy(declarationOf(group)) }));
  const referenced = new Set(contents.flatMap(({ content }) => categoryIdsIn(content)));
  const securityCategories = live.securityCategories.filter(({ id, name }) => referenced.has(id) || matches(name));
  return {
    groups: contents,
    securityCategories: securityCategories.map(({ id, name }) => ({ id, content: { name } })),
    leftOut,
    notes,
  };
}

/** Gives names to what is to be declared, references to categories, and leaves out what cannot be declared. */
export function planOf(inventory: Inventory, options: PlanOptions): Plan {
  const securityCategories = named(sorted(inventory.securityCategories), "SecurityCategory", []);
  const variables = new Map<number | string | undefined, string>(
    securityCategories.flatMap(({ id, title, variable }) => [[id, variable] as const, [title, variable] as const]),
  );
  const taken = securityCategories.map(({ variable }) => variable);
  const leftOut: LeftOut[] = [];
  const possible = sorted(inventory.groups).filter((group) => {
    const why = problemsOf(group, options);
    if (why.length > 0) leftOut.push({ title: String(group.content.name), id: group.id, why: why.join("; ") });
    return why.length === 0;
  });
  const groups = named(possible, "Group", taken).map((group) => ({
    ...group,
    content: toSourceCode(group.content, { call: (_, capability) => ({ ...(capability as object), unlisted: true }) }),
    source: toSourceCode(group.content, {
      reference: (category) => {
        const variable = variables.get(typeof category === "number" ? category : category.text);
        return variable && `${variable}.categoryId`;
      },
    }),
  }));
  return { groups, securityCategories, leftOut, notes: [] };
}

/** A text matches when any of the globs does: `*` is any text, `?` any character. */
export function matcher(globs: readonly string[]): (text: string) => boolean {
  const patterns = globs.map(
    (glob) =>
      new RegExp(
        `^${glob
          .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
          .replaceAll("*", ".*")
          .replaceAll("?", ".")}$`,
        "isu",
      ),
  );
  return (text) => patterns.length === 0 || patterns.some((pattern) => pattern.test(text));
}

function named<C extends GroupContent>(
  things: readonly Wanted<C>[],
  kind: "Group" | "SecurityCategory",
  taken: readonly string[],
): Declared[] {
  const word = kind === "Group" ? "group" : "category";
  const titles = things.map(({ content }) => String(content.name));
  const used = new Set(taken);
  const variables = uniqueNames(
    titles.map((title) => {
      const variable = variableOf(title, word);
      return used.has(variable) ? `${variable}${kind === "Group" ? "Group" : "Category"}` : variable;
    }),
    taken,
  );
  const names = uniqueNames(
    titles.map((title) => resourceNameOf(title, word)),
    [],
    "-",
  );
  return things.map(({ id, content }, i) => ({
    id,
    title: titles[i] ?? "",
    name: names[i] ?? "",
    variable: variables[i] ?? "",
    content: { ...content },
    source: { ...content },
  }));
}

/** By name as a reader would sort them, and by id where they share one. */
function sorted<C extends GroupContent>(things: readonly Wanted<C>[]): Wanted<C>[] {
  const { compare } = new Intl.Collator("en", { numeric: true });
  return things.toSorted(
    (a, b) => compare(String(a.content.name), String(b.content.name)) || (a.id ?? 0) - (b.id ?? 0),
  );
}

function problemsOf({ content }: Wanted<GroupContent>, options: PlanOptions): string[] {
  const { pulumiProject, stack, ownerMetadata } = options;
  const name = resourceNameOf(String(content.name), "group");
  const owner = ownerOf(`urn:pulumi:${stack}::${pulumiProject}::${typeToken("Group")}::${name}`, "");
  const declared = toSourceCode(content, { call: (_, capability) => ({ ...(capability as object), unlisted: true }) });
  return checkGroup(objectOf(withUnknowns(declared)), ownerMetadata ? owner : undefined).errors;
}

const objectOf = (value: unknown) => value as Record<string, unknown>;

/** The categories that a group's members belong to. */
function categoryIdsIn(content: GroupContent): number[] {
  const ids: number[] = [];
  const reference = (category: number | CategoryName) => {
    if (typeof category === "number") ids.push(category);
    return undefined;
  };
  toSourceCode(content, { reference });
  return ids;
}
