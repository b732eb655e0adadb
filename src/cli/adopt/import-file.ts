import { providerCode, typeToken } from "../../contract/resource-types";
import type { Declared, Plan } from "./plan";

/**
 * A plan as a file for `pulumi import --file … --generate-code=false` (CLI 3.254 or later): each resource with its inputs
 * and outputs, so that the engine need not read it.
 *
 * @param project - the CDF project that the things are in.
 */
export function importFileOf({ groups, securityCategories }: Plan, project: string): object {
  return {
    resources: [
      ...securityCategories.flatMap((each) => entry("SecurityCategory", each, "categoryId", project)),
      ...groups.flatMap((each) => entry("Group", each, "groupId", project)),
    ],
  };
}

function entry(kind: "Group" | "SecurityCategory", declared: Declared, idOutput: string, project: string): object[] {
  const { id, name, content } = declared;
  if (id === undefined) return [];
  const inputs = { ...content, __provider: providerCode(kind) };
  return [
    {
      type: typeToken(kind),
      name,
      id: String(id),
      inputs,
      outputs: { ...inputs, [idOutput]: id, project },
    },
  ];
}
