import type { Connection } from "../../connection/resolve";
import { isSameOwner, ownerOf } from "../../contract/marker";
import { kindOfType, pluginTypeToken, typeToken } from "../../contract/resource-types";
import { isObject } from "../../validation/problems";
import { accessInResources, type DeclaredGroup, deploymentIn, notAState } from "../access/from-state";
import { compare } from "../access/rights";
import { isSameConnection, resourcesAmong, type StackResource } from "../stack-resources";

/** A stack, in the parts that a marker consists of. */
export interface Stack {
  /** Undefined where it is not known. */
  organization: string | undefined;
  project: string;
  name: string;
}

/** What the state of a stack says about its groups. */
export interface StackState {
  /** The full name of the stack, where the state says it. */
  name: string | undefined;
  /** Every group that the state has: those that are about to be deleted included. */
  groups: readonly DeclaredGroup[];
  /** The resources of this package, including those that pending operations will create. */
  resources: readonly StackResource[];
  /** The URN of each resource, and of each pending operation. */
  urns: readonly string[];
  /** The URNs of the groups with pending operations: an update is running, or one was interrupted. */
  pending: readonly string[];
}

/**
 * The groups in a `pulumi stack export`, or in a state file.
 * @throws CdfError `INVALID_ARGUMENT` when it is neither.
 */
export function readStackState(json: unknown): StackState {
  const deployment = deploymentIn(json);
  if (deployment === undefined) throw notAState();
  const { resources, stack } = deployment;
  const pending = deployment.pendingOperations.map((operation) =>
    isObject(operation) ? operation["resource"] : undefined,
  );
  return {
    name: stack,
    groups: accessInResources(resources).groups,
    resources: resourcesAmong([...resources, ...pending]),
    urns: [...resources, ...pending].flatMap(urnIn),
    pending: accessInResources(pending).groups.map(({ urn }) => urn),
  };
}

/**
 * The stack that a state is of; undefined when nothing says it.
 * @param fullName - `organization/project/stack`, as the Pulumi CLI has it. Without an organization, that of a self-managed
 * backend is assumed, unless the markers of the state's groups are of another.
 */
export function stackOf(state: StackState, fullName = state.name): Stack | undefined {
  const [organization, project, name] = fullName?.split("/") ?? [];
  if (organization && project && name) return { organization, project, name };
  const [start = "", urnProject] = state.urns[0]?.split("::") ?? [];
  if (urnProject === undefined) return undefined;
  return {
    organization: mayBeSelfManaged(state) ? selfManaged : undefined,
    project: urnProject,
    name: start.slice("urn:pulumi:".length),
  };
}

/**
 * The CDF projects in which the connection can have created groups of a stack: its own first, then those that resources of the
 * state name themselves, and others that are named.
 */
export function projectsToSearch(state: StackState, connection: Connection, others: readonly string[]): string[] {
  const declared = state.resources
    .filter(({ isProjectDeclared, isExternal }) => isProjectDeclared && !isExternal)
    .filter(({ provider }) => provider === undefined || isSameConnection(provider, connection))
    .flatMap(({ project }) => project ?? []);
  return [...new Set([connection.project, ...[...declared, ...others].sort(compare)])];
}

/** What Pulumi calls the organization of every stack in a self-managed backend. */
export const selfManaged = "organization";

function mayBeSelfManaged({ groups }: StackState): boolean {
  const owned = groups.filter(({ urn, owner }) => owner !== undefined && !isOfPlugin(typeIn(urn)));
  return owned.length === 0 || owned.some(({ urn, owner }) => isSameOwner(owner, ownerOf(urn, selfManaged)));
}

/** The qualified types that a group of this stack may have had: on its own, or under what the state's URNs show. */
export function groupTypes({ urns }: StackState): string[] {
  const parents = new Set([""]);
  for (const urn of urns) {
    const chain = typeIn(urn).split("$");
    for (let length = 1; length <= chain.length; length++) parents.add(`${chain.slice(0, length).join("$")}$`);
  }
  return [...parents].flatMap((parent) => [typeToken, pluginTypeToken].map((token) => parent + token("Group")));
}

/** Whether a URN is a group's. */
export const isGroup = (urn: string): boolean => kindOfType(typeIn(urn).split("$").at(-1)) === "Group";

/** Whether a group of a qualified type is one that the plugin creates. */
export const isOfPlugin = (type: string): boolean => type.split("$").at(-1) === pluginTypeToken("Group");

/** The owner of a group; undefined where that takes the organization, which is not known. The plugin does not know it either. */
export function ownerBy(urn: string, organization: string | undefined): string | undefined {
  if (isOfPlugin(typeIn(urn))) return ownerOf(urn, "");
  return organization === undefined ? undefined : ownerOf(urn, organization);
}

/** The qualified type in a URN. */
const typeIn = (urn: string): string => urn.split("::")[2] ?? "";

/** The names of resources, by their URNs. */
export const resourceNames = (urns: readonly string[]): string =>
  urns.map((urn) => JSON.stringify(urn.split("::").slice(3).join("::"))).join(", ");

const urnIn = (resource: unknown): string[] =>
  isObject(resource) && typeof resource["urn"] === "string" ? [resource["urn"]] : [];
