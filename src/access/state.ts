import { CdfError } from "../errors";
import { typeToken } from "../kinds";
import { isObject } from "../lifecycle/problems";
import type { Category } from "./model";

/** A group as a state or a preview has it: any of its values may be a secret or not known yet. */
export interface DeclaredGroup {
  urn: string;
  id: number | undefined;
  project: string | undefined;
  /** The mark that the resource gives its group. */
  owner: string | undefined;
  content: Readonly<Record<string, unknown>>;
}

/** What a state says about access. */
export interface DeclaredAccess {
  groups: DeclaredGroup[];
  categories: Category[];
}

/**
 * The groups of a `pulumi stack export`, or of a state file.
 * @throws CdfError `INVALID_ARGUMENT` when it is neither.
 */
export function accessInState(state: unknown): DeclaredAccess {
  const resources = resourcesIn(state);
  if (resources === undefined) throw new CdfError("INVALID_ARGUMENT", "is no `pulumi stack export`");
  return accessInResources(resources.filter((resource) => isObject(resource) && resource["delete"] !== true));
}

/** Whether something looks like a state. */
export const isState = (value: unknown): boolean => resourcesIn(value) !== undefined;

/** The groups and security categories among resources of a state. */
export function accessInResources(resources: readonly unknown[]): DeclaredAccess {
  const groups: DeclaredGroup[] = [];
  const categories: Category[] = [];
  for (const resource of resources) {
    if (!isObject(resource)) continue;
    const { type, id, urn } = resource;
    const content = contentOf(resource);
    const number = typeof id === "string" && /^\d+$/.test(id) ? Number(id) : undefined;
    if (type === typeToken("Group")) {
      const { project, owner } = content;
      groups.push({ urn: String(urn), id: number, project: textOf(project), owner: textOf(owner), content });
    }
    const { name } = content;
    if (type === typeToken("SecurityCategory") && number !== undefined && typeof name === "string")
      categories.push({ id: number, name });
  }
  return { groups, categories };
}

function resourcesIn(state: unknown): readonly unknown[] | undefined {
  if (!isObject(state)) return undefined;
  const { deployment, checkpoint } = state;
  const latest = isObject(checkpoint) ? checkpoint["latest"] : deployment;
  if (!isObject(latest)) return undefined;
  const { resources } = latest;
  // A stack without resources has no such key.
  return Array.isArray(resources) ? resources : resources === undefined || resources === null ? [] : undefined;
}

/** What the resource is; before it is made, what it is to be. */
function contentOf({ inputs, outputs }: Record<string, unknown>): Record<string, unknown> {
  return isObject(outputs) && "name" in outputs ? outputs : objectOf(inputs);
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
