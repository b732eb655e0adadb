import { ownerOf } from "../../contract/marker";
import { kindOfType, pluginTypeToken } from "../../contract/resource-types";
import { CdfError } from "../../errors";
import { groupForm } from "../../groups/schema-form";
import { isObject, objectOf } from "../../validation/problems";
import { maskHidden } from "./hidden";
import type { Category } from "./model";

/** A group as a state or a preview has it: any of its values may be a secret or not known yet. */
export interface DeclaredGroup {
  urn: string;
  id: number | undefined;
  project: string | undefined;
  /** The marker that the resource gives its group. */
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
  const deployment = deploymentIn(state);
  if (deployment === undefined) throw notAState();
  const resources = deployment.resources.filter((resource) => isObject(resource) && resource["delete"] !== true);
  const { groups, categories } = accessInResources(resources);
  const connected = connectionProject(resources);
  return { groups: groups.map((group) => ({ ...group, project: group.project ?? connected })), categories };
}

/**
 * The project of the connection, as resources say that name none of their own; undefined when none says so, or they do not agree.
 * Resources that are not created yet do not say it themselves.
 */
export function connectionProject(resources: readonly unknown[]): string | undefined {
  const found = resources.filter(isObject).filter(({ inputs }) => objectOf(inputs)["project"] === undefined);
  const [only, ...others] = new Set(found.flatMap((resource) => projectOf(resource) ?? []));
  return others.length === 0 ? only : undefined;
}

/** The error for a file that does not hold a state. */
export const notAState = (): CdfError => new CdfError("INVALID_ARGUMENT", "is not a `pulumi stack export`");

/** Whether something looks like a state. */
export const isState = (value: unknown): boolean => deploymentIn(value) !== undefined;

/** The groups and security categories among resources of a state. */
export function accessInResources(resources: readonly unknown[]): DeclaredAccess {
  const groups: DeclaredGroup[] = [];
  const categories: Category[] = [];
  for (const resource of resources) {
    if (!isObject(resource)) continue;
    const { type, id, urn } = resource;
    const content = stateContent(resource);
    const number = typeof id === "string" && /^\d+$/.test(id) ? Number(id) : undefined;
    const project = projectOf(resource);
    const { name, owner } = content;
    const [kind, ofPlugin] = [kindOfType(type), type === pluginTypeToken("Group")];
    if (kind === "Group")
      groups.push({
        urn: String(urn),
        id: number,
        project,
        // The plugin works its marker out of the URN, so the state need not hold it.
        owner: textOf(owner) ?? (ofPlugin ? ownerOf(String(urn), "") : undefined),
        content: ofPlugin ? inWordsOfApi(content) : content,
      });
    if (kind === "SecurityCategory" && number !== undefined && typeof name === "string")
      categories.push({ id: number, name, ...(project !== undefined && { project }) });
  }
  return { groups, categories };
}

/** What a state holds: its resources, operations that were under way, and the full name of its stack where it says one. */
export interface Deployment {
  resources: readonly unknown[];
  pendingOperations: readonly unknown[];
  stack: string | undefined;
}

/** The content of a `pulumi stack export`, or of a state file; undefined when it is neither. */
export function deploymentIn(state: unknown): Deployment | undefined {
  if (!isObject(state)) return undefined;
  const { deployment, checkpoint } = state;
  const latest = isObject(checkpoint) ? checkpoint["latest"] : deployment;
  if (!isObject(latest)) return undefined;
  // A stack without resources has no such key.
  const { resources = null, pending_operations: pending } = latest;
  if (resources !== null && !Array.isArray(resources)) return undefined;
  return {
    resources: resources ?? [],
    pendingOperations: Array.isArray(pending) ? pending : [],
    stack: isObject(checkpoint) ? textOf(checkpoint["stack"]) : undefined,
  };
}

/** What the resource is; before it is created, what it will be. */
function stateContent({ inputs, outputs }: Record<string, unknown>): Record<string, unknown> {
  return isObject(outputs) && "name" in outputs ? outputs : objectOf(inputs);
}

/** A group of the plugin as the API has it. What is hidden below `unlisted` hides the whole capability. */
function inWordsOfApi(content: Record<string, unknown>): Record<string, unknown> {
  const { capabilities } = content;
  if (!Array.isArray(capabilities)) return groupForm.fromSchema(content);
  const shown = capabilities.map((each) => (textOf(objectOf(each)["unlisted"]) === undefined ? each : each.unlisted));
  return groupForm.fromSchema({ ...content, capabilities: shown });
}

/** The CDF project that a resource is in, or will be created in; undefined where that is the connection's, or is not known yet. */
export function projectOf({ type, inputs, outputs }: Record<string, unknown>): string | undefined {
  if (kindOfType(type) === undefined) return;
  const [made, declared] = [outputs, inputs].map((values) => textOf(objectOf(values)["project"]));
  return [made, declared].find(
    (project) => project !== undefined && maskHidden(project, "project").hidden.length === 0,
  );
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
