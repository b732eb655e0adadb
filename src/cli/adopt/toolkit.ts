import { fieldKind, findAcl, findScope } from "../../capabilities/types";
import type { Group } from "../../client/groups";
import type { SecurityCategory } from "../../client/security-categories";
import { differingFields, type GroupContent } from "../../groups/canonical";
import { declarationOf } from "../../groups/drift/align";
import { fillUnknown } from "../../groups/fill-unknown";
import { withUnknowns } from "../../source-code/capability-code";
import { CategoryName, printString, RawCode } from "../../source-code/print";
import { isObject } from "../../validation/problems";
import type { Inventory, LeftOut, Wanted } from "./plan";
import { matcher } from "./plan";
import { type Item, type ToolkitOptions, toolkitItems } from "./toolkit-files";

/** What there is in the project. */
interface LiveProject {
  groups: readonly Group[];
  securityCategories: readonly SecurityCategory[];
}

/** What the Toolkit's YAML declares, matched to what is live. */
export interface ToolkitInventory extends Inventory {
  leftOut: LeftOut[];
  notes: string[];
  /** The keys of the Pulumi config that stand for what the YAML knows by an external id, with what they mean. */
  configKeys: ReadonlyMap<string, string>;
}

/** The groups and security categories of a Cognite Toolkit project, each with the id of what is live by that name. */
export function toolkitInventory(live: LiveProject, options: ToolkitOptions): ToolkitInventory {
  const [leftOut, notes] = [[] as LeftOut[], [] as string[]];
  const items = toolkitItems(options, leftOut);
  const matches = matcher(options.filter ?? []);
  const named = (list: readonly Item[]) => list.filter(({ name }) => matches(name));

  const categories = new Map<string, Wanted<{ name: string }>>();
  const want = (name: string): boolean => {
    const found = live.securityCategories.find((category) => category.name === name);
    if (found !== undefined) categories.set(name, { id: found.id, content: { name } });
    return categories.has(name);
  };
  for (const { name } of items.securityCategories) if (!want(name)) categories.set(name, { content: { name } });

  const configKeys = new Map<string, string>();
  const groups = named(items.groups).flatMap((item) => {
    const missing: string[] = [];
    const content = fromYaml(item, configKeys, (name) => want(name) || missing.push(name));
    if (missing.length > 0) {
      const names = missing.map((name) => JSON.stringify(name)).join(", ");
      leftOut.push({ title: item.name, id: undefined, why: `${item.file}: there is no security category ${names}` });
      return [];
    }
    return [match(item, content, live, notes)];
  });
  return { groups, securityCategories: [...categories.values()], leftOut, notes, configKeys };
}

function fromYaml({ value }: Item, configKeys: Map<string, string>, want: (category: string) => unknown): GroupContent {
  const { name, sourceId, members, capabilities, metadata, attributes } = value;
  const texts = isObject(metadata)
    ? Object.fromEntries(Object.entries(metadata).map(([key, each]) => [key, asText(each)]))
    : metadata;
  return {
    name: asText(name),
    ...(sourceId != null && { sourceId: asText(sourceId) }),
    ...(members != null && { members: Array.isArray(members) ? members.map(asText) : members }),
    ...(Array.isArray(capabilities) && {
      capabilities: capabilities.map((each) => capabilityOf(each, configKeys, want)),
    }),
    ...(texts != null && { metadata: texts }),
    ...(attributes != null && { attributes: plainNumbers(attributes) }),
  };
}

/** A capability with ids in the place of external ids and names. */
function capabilityOf(
  capability: unknown,
  configKeys: Map<string, string>,
  want: (category: string) => unknown,
): unknown {
  if (!isObject(capability)) return capability;
  return mapValues(plainNumbers(capability) as Record<string, unknown>, (acl, grant) => {
    if (!isObject(grant) || !isObject(grant["scope"])) return grant;
    const known = findAcl(acl);
    const scope = Object.entries(grant["scope"]).map(([key, content]) => {
      const scopeName = findScope(key, known?.scopes);
      if (scopeName === undefined || !isObject(content)) return [key, content];
      const fields = mapValues(content, (field, value) => {
        if (fieldKind(scopeName, field) !== "ids" || !Array.isArray(value)) return value;
        return value.map((id) => {
          if (typeof id !== "string" || /^\d+$/.test(id)) return id;
          if (known?.name !== "securityCategoriesAcl") return configured(acl, scopeName, id, configKeys);
          want(id);
          return new CategoryName(id);
        });
      });
      return [scopeName, fields];
    });
    return { ...grant, scope: Object.fromEntries(scope) };
  });
}

/** What the API wants a number for and only the project knows: a value of the stack's config. */
function configured(acl: string, scope: string, externalId: string, configKeys: Map<string, string>): RawCode {
  const kind = kindOfId(acl, scope);
  const key = `${kind}Id.${externalId.replaceAll(/[^\w.-]/g, "_")}`;
  configKeys.set(
    key,
    `the id of the ${kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} with external id ${JSON.stringify(externalId)}`,
  );
  return new RawCode(`config.requireNumber(${printString(key)})`);
}

function kindOfId(acl: string, scope: string): string {
  const word = scope.toLowerCase();
  if (word === "datasetscope" || acl.toLowerCase() === "datasetsacl") return "dataSet";
  if (word === "extractionpipelinescope" || acl.toLowerCase() === "extractionpipelinesacl") return "extractionPipeline";
  if (word === "assetrootidscope") return "asset";
  if (acl.toLowerCase() === "timeseriesacl") return "timeSeries";
  return acl.replace(/Acl$/, "");
}

function match(item: Item, content: GroupContent, live: LiveProject, notes: string[]): Wanted<GroupContent> {
  const found = live.groups.filter(({ name }) => name === item.name);
  const [group, ...others] = found;
  const title = JSON.stringify(item.name);
  if (group === undefined) return { content };
  if (others.length > 0) {
    const ids = found.map(({ id }) => id).join(", ");
    notes.push(
      `${title}: ${found.length} live groups have that name (${ids}), so none is imported and another would be made; give the resource the option \`import\` with the right id`,
    );
    return { content };
  }
  const now = declarationOf(group);
  const known = withUnknowns(withIds(content, live.securityCategories)) as GroupContent;
  const fields = differingFields(fillUnknown(known, now), now);
  if (fields.length > 0)
    notes.push(
      `${title}: group ${group.id} differs from ${item.file} in ${fields.join(", ")}; \`pulumi preview\` shows how. Deploy the YAML once more with the Toolkit, or take the arguments over that the preview prints`,
    );
  return { id: group.id, content };
}

/** The same with the ids of the categories that are live; one that is still to be made differs from any. */
function withIds(value: unknown, categories: readonly SecurityCategory[]): unknown {
  if (value instanceof CategoryName) return categories.find(({ name }) => name === value.text)?.id ?? value.text;
  if (value instanceof RawCode) return value;
  if (Array.isArray(value)) return value.map((each) => withIds(each, categories));
  return isObject(value) ? mapValues(value, (_, each) => withIds(each, categories)) : value;
}

function plainNumbers(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value)) return value.map(plainNumbers);
  return isObject(value) ? mapValues(value, (_, each) => plainNumbers(each)) : value;
}

const asText = (value: unknown) => (value === null || value === undefined || isObject(value) ? value : String(value));

const mapValues = (value: Record<string, unknown>, change: (key: string, value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(key, each)]));
