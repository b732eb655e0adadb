import * as pulumi from "@pulumi/pulumi";
import { ownerOf } from "../contract/marker";
import { type Kind, providerCode, typeToken } from "../contract/resource-types";
import { isId } from "../validation/ids";
import { providerOf } from "./provider";
import { isKnown } from "./pulumi-internals";

export { type Kind, typeToken } from "../contract/resource-types";

/** Where a resource is. */
export interface ProjectArgs {
  /**
   * The CDF project that the resource is in, by its URL name; all projects of a program share the connection's host and credentials. A change
   * **replaces** the resource: it is created there, then deleted here. Default: the connection's project.
   */
  project?: pulumi.Input<string | undefined> | undefined;
}

/**
 * What `pulumi.CustomResource` is constructed with, for a resource whose actions run in the engine's provider process. All
 * that the state holds of the code is one constant text: every state ever written names it, so it never changes.
 *
 * A function and no class between: Pulumi takes the caller of a resource's own constructor for the line of the program.
 *
 * @param args - what is declared; of a resource that is read by the id among its options, no more than the project.
 * @param outputs - the names of what only the service knows.
 */
export function dynamicResource(
  kind: Kind,
  name: string,
  args: ProjectArgs & object,
  outputs: readonly string[],
  opts: pulumi.CustomResourceOptions = {},
): [type: string, name: string, props: Record<string, unknown>, opts: pulumi.CustomResourceOptions] {
  const type = typeToken(kind);
  const { import: importId, ...rest } = opts;
  const props: Record<string, unknown> = Object.fromEntries(
    [...outputs, "project"].map((output) => [output, undefined]),
  );
  Object.assign(props, args, { __provider: providerCode(kind) });
  if (opts.id === undefined) {
    props["owner"] = owner(type, name, rest);
    if (importId !== undefined) props["importId"] = importId;
    if (kind === "Group") props["groups"] = declaredGroups(rest);
    const open = Object.entries(args).filter(([, value]) => !isPlain(value));
    if (open.length > 0) props["secretInputs"] = secretsAmong(open);
  } else if (args.project !== undefined) props["isProjectDeclared"] = true;
  return [type, name, props, rest];
}

/**
 * An output that is the id as a number. Of a resource that only its declared project updates, a preview knows the id and no
 * other output, and would show whatever uses the number as replaced.
 */
export const numericId = (output: pulumi.Output<number>, id: pulumi.Output<pulumi.ID>): pulumi.Output<number> =>
  pulumi.output(isKnown(output)).apply((isGiven) => {
    if (isGiven) return output;
    // Mocks make ids of any form.
    return id.apply((known) => (isId(known) ? pulumi.output(Number(known)) : output));
  });

/** The marker of the resource, which the provider process could not work out: it gets neither name nor URN. */
function owner(type: string, name: string, opts: pulumi.CustomResourceOptions): Promise<string> {
  // An output as an input would make the resource wait for its own parent under a component.
  return new Promise((resolve) => {
    pulumi.createUrn(name, type, opts.parent).apply((urn) => resolve(ownerOf(urn, organization())));
  });
}

/** The true one: unit tests may replace timers by ones that never fire. */
const afterThisTurn = setImmediate;

/** How many groups each run of a program has declared so far, by their provider: one process may run several programs. */
const declared = new WeakMap<object, Map<pulumi.ProviderResource | undefined, number>>();

/**
 * How many groups the program declares, as far as that is known when it lets go: a check of the first needs to know whether
 * others are still to come. The state does not keep it.
 */
function declaredGroups(opts: pulumi.CustomResourceOptions): Promise<number | undefined> {
  const run: object = pulumi.runtime.getMonitor() ?? declared;
  const counts = declared.get(run) ?? new Map<pulumi.ProviderResource | undefined, number>();
  declared.set(run, counts);
  const provider = providerOf(opts);
  counts.set(provider, (counts.get(provider) ?? 0) + 1);
  return new Promise((resolve) => afterThisTurn(() => resolve(counts.get(provider))));
}

/** Tests with `setMocks` have none unless they name one, and Pulumi then throws. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
}

/** The names of the arguments that are secrets, which no message may show: the provider process cannot tell. */
async function secretsAmong(args: readonly (readonly [string, unknown])[]): Promise<string[] | undefined> {
  const secret = await Promise.all(
    // An argument that fails says so itself.
    args.map(async ([key, value]) => ((await pulumi.isSecret(pulumi.output(value)).catch(() => false)) ? [key] : [])),
  );
  return secret.flat().length > 0 ? secret.flat() : undefined;
}

/** Whether a value is JSON, so that nothing in it is a secret: this spares the outputs of most resources. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  const isJson = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return isJson && Object.values(value).every(isPlain);
}

/** Inputs as the engine takes them, at any depth. */
export type DeepInput<T> = pulumi.Input<
  T extends readonly (infer E)[]
    ? readonly DeepInput<E>[]
    : T extends object
      ? { readonly [K in keyof T]: DeepInput<T[K]> }
      : T
>;
