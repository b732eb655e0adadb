import type { GroupContent } from "../../groups/canonical";
import { matcher } from "./live";
import { type IdSetting, type LiveEnvironment, Matching } from "./matching";
import type { Inventory } from "./plan";
import type { Environment } from "./toolkit-config";
import { groupContent, namesIn } from "./toolkit-content";
import type { Item, ToolkitProject } from "./toolkit-files";
import type { Variables } from "./variables";

/** What the Toolkit's YAML declares, matched to what is live. */
export interface ToolkitInventory extends Inventory {
  variables: Variables;
  /** The modules that an environment has, and not all others. */
  modules: ReadonlyMap<Environment, ReadonlySet<string>>;
  /** The settings of each environment's stack that hold IDs. */
  idSettings: ReadonlyMap<Environment, ReadonlyMap<string, IdSetting>>;
}

/** The groups and security categories of a Cognite Toolkit project, each with the IDs of what is live by that name. */
export function toolkitInventory(
  project: ToolkitProject,
  live: ReadonlyMap<Environment, LiveEnvironment>,
  filter: readonly string[] = [],
): ToolkitInventory {
  const matches = matcher(filter);
  const chosen = project.items.filter(({ values }) => [...values.values()].some(({ name }) => matches(String(name))));
  const categories = chosenCategories(project, chosen);
  const matching = new Matching(project, categories, live);
  return {
    securityCategories: categories.map((item) => matching.category(item)),
    groups: chosen.filter(({ kind }) => kind === "Group").flatMap((item) => matching.group(item)),
    variables: project.variables,
    leftOut: [...project.leftOut, ...matching.leftOut],
    notes: [...project.notes, ...matching.allNotes()],
    modules: new Map(project.environments.map((each) => [each, modulesOf(each, chosen)])),
    idSettings: matching.idSettings,
  };
}

const modulesOf = (environment: Environment, items: readonly Item[]) =>
  new Set(items.flatMap(({ module, values }) => (module !== undefined && values.has(environment) ? [module] : [])));

/** The contents of all groups as one environment has them, with external IDs in place. */
export const contentsIn = ({ items }: ToolkitProject, environment: Environment): GroupContent[] =>
  items.flatMap(({ kind, values }) => {
    const value = values.get(environment);
    return kind === "Group" && value !== undefined ? [groupContent(value)] : [];
  });

/** Those that are named, and those that the chosen groups need. */
function chosenCategories({ items }: ToolkitProject, chosen: readonly Item[]): Item[] {
  const needed = new Set(
    chosen.flatMap(({ kind, values }) =>
      kind === "Group"
        ? [...values].flatMap(([{ name }, value]) => namesIn(groupContent(value)).map((each) => `${name} ${each}`))
        : [],
    ),
  );
  const all = items.filter((item) => item.kind === "SecurityCategory");
  const wanted = all.filter(
    (item) =>
      chosen.includes(item) || [...item.values].some(([{ name }, value]) => needed.has(`${name} ${value["name"]}`)),
  );
  return [...new Map(wanted.map((item) => [String(item.template["name"]), item])).values()];
}
