import { pluginTypeToken, providerCode, typeToken } from "../../contract/resource-types";
import type { Declared, Plan } from "./plan";

/**
 * A plan as a file for `pulumi import --file … --generate-code=false` (CLI 3.254 or later): each resource with its inputs
 * and outputs, so that the engine need not read it.
 *
 * @param project - the CDF project of the groups and categories.
 * @param stack - whose imports they are.
 */
export function importFileOf({ groups, securityCategories }: Plan, project: string, stack: string): object {
  return { resources: [...securityCategories, ...groups].flatMap((each) => entry(each, project, stack)) };
}

/** A plan as a file for `pulumi import --file` by the provider plugin, which reads each resource and writes the code. */
export function pluginImportFileOf({ groups, securityCategories }: Plan, stack: string): object {
  const resources = [...securityCategories, ...groups].flatMap(({ kind, ids, name }) => {
    const id = ids.get(stack);
    return id === undefined ? [] : [{ type: pluginTypeToken(kind), name, id: String(id) }];
  });
  return { resources };
}

function entry({ kind, ids, name, content }: Declared, project: string, stack: string): object[] {
  const id = ids.get(stack);
  if (id === undefined) return [];
  const inputs = { ...content, __provider: providerCode(kind) };
  const idOutput = kind === "Group" ? "groupId" : "categoryId";
  return [{ type: typeToken(kind), name, id: String(id), inputs, outputs: { ...inputs, [idOutput]: id, project } }];
}
