import { projectNameProblem } from "../connection/project-name";
import type { Connection } from "../connection/resolve";
import { type Kind, kindOfType } from "../contract/resource-types";
import { CdfError } from "../errors";
import { isObject, objectOf } from "../validation/problems";
import { stepsIn } from "./access/from-preview";
import { deploymentIn, projectOf } from "./access/from-state";

/** A resource of this package, as a state or a preview has it. */
export interface StackResource {
  kind: Kind;
  /** The CDF project that it is in or is to be in; undefined where that is the connection's, or is not known yet. */
  project: string | undefined;
  /** Whether it names its project itself. */
  isProjectDeclared: boolean;
  /** Whether it is read only, as by `get`. */
  isExternal: boolean;
  /** Undefined for the default one, whose connection is the stack's. */
  provider: ExplicitProvider | undefined;
}

/** A provider with settings of its own. */
export interface ExplicitProvider {
  name: string;
  /** As the state has them, by key; none where it does not have the provider. */
  settings: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The resources of this package in a `pulumi stack export`, or those that a `pulumi preview --json` changes, as they are and
 * as they would be.
 * @throws CdfError `INVALID_ARGUMENT` when it is neither.
 */
export function stackResources(json: unknown): StackResource[] {
  return resourcesAmong(deploymentIn(json)?.resources ?? statesIn(json));
}

/** The resources of this package among those of a state. */
export const resourcesAmong = (resources: readonly unknown[]): StackResource[] =>
  resources.filter(isObject).flatMap((resource) => resourceOf(resource, resources) ?? []);

/** Whether a provider connects as the stack does, so that only the projects may differ. */
export function isSameConnection({ settings }: ExplicitProvider, { baseUrl, credentials }: Connection): boolean {
  if (settings === undefined || settings["token"] !== undefined) return false;
  const { cluster, clientId } = settings;
  // What a provider leaves out comes from the environment, as the stack's own does.
  const host = settings["baseUrl"] ?? (cluster === undefined ? baseUrl : `https://${cluster}.cognitedata.com`);
  const ownClient = credentials.kind === "clientCredentials" ? credentials.clientId : undefined;
  return String(host).replace(/\/+$/, "") === baseUrl && (clientId ?? ownClient) === ownClient;
}

/** The states in the steps of a preview; a replacement has several steps, which say the same of each project. */
function statesIn(json: unknown): unknown[] {
  if (!isObject(json) || !("steps" in json || "diagnostics" in json)) throw notReadable();
  const states = new Map<string, unknown>();
  for (const step of stepsIn(json)) {
    const [before, after] = [step["oldState"], step["newState"]].map((state) => (isObject(state) ? state : undefined));
    // What names no project stays in the one that it is in.
    const stays = before !== undefined && after !== undefined && !isPlaced(after);
    for (const state of stays ? [before] : [before, after])
      if (state !== undefined) states.set(JSON.stringify([step.urn, projectOf(state)]), state);
  }
  return [...states.values()];
}

const notReadable = () =>
  new CdfError(
    "INVALID_ARGUMENT",
    "is neither a `pulumi stack export` nor the output of `pulumi preview --json`: write one with `pulumi stack export --file …`",
  );

const isPlaced = (state: Record<string, unknown>): boolean =>
  projectOf(state) !== undefined || objectOf(state["inputs"])["project"] !== undefined;

function resourceOf(resource: Record<string, unknown>, all: readonly unknown[]): StackResource | undefined {
  const kind = kindOfType(resource["type"]);
  if (kind === undefined) return undefined;
  const [inputs, outputs] = [objectOf(resource["inputs"]), objectOf(resource["outputs"])];
  const provider = explicitProvider(resource["provider"], all);
  const isProjectDeclared = inputs["project"] !== undefined || outputs["isProjectDeclared"] === true;
  const own = provider?.settings?.["project"];
  return {
    kind,
    project: projectOf(resource) ?? (isProjectDeclared || !isProjectName(own) ? undefined : own),
    isProjectDeclared,
    isExternal: resource["external"] === true,
    provider,
  };
}

/** @param reference - the provider's URN and ID, as each resource has them. */
function explicitProvider(reference: unknown, all: readonly unknown[]): ExplicitProvider | undefined {
  const parts = String(reference).split("::");
  const name = parts.slice(3, -1).join("::");
  // Pulumi calls a package's default one "default", or "default_" and its version.
  if (name === "" || /^default(_|$)/.test(name)) return undefined;
  const urn = parts.slice(0, -1).join("::");
  const found = all.find((each) => isObject(each) && each["urn"] === urn);
  const inputs = isObject(found) ? objectOf(found["inputs"]) : undefined;
  return { name, settings: inputs && withoutNamespace(inputs) };
}

/** The dynamic resources' provider has `cognite-iam:project`, the plugin's `project`. */
const withoutNamespace = (inputs: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key.slice(key.lastIndexOf(":") + 1), value]));

const isProjectName = (value: unknown): value is string => projectNameProblem(value) === undefined;
