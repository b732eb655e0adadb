import * as pulumi from "@pulumi/pulumi";
import { ownerOf } from "../contract/marker";
import { type Kind, providerCode, typeToken } from "../contract/resource-types";
import { isId } from "../validation/ids";
import { providerOf } from "./provider";
import { isKnown } from "./pulumi-internals";

export { type Kind, typeToken } from "../contract/resource-types";

/** The location of a resource. */
export interface ProjectArgs {
  /**
   * The CDF project of the resource, by its URL name; all projects of a program share the connection's host and
   * credentials. A change **replaces** the resource: it is created in the new project, then deleted from the old one.
   * Default: the project of the connection.
   */
  project?: pulumi.Input<string | undefined> | undefined;
}

/**
 * What `pulumi.CustomResource` is constructed with, for a resource whose actions run in the engine's provider process.
 * The state has only one constant text for the code: every state ever written contains it, so it never changes.
 * A function and no class in between: Pulumi takes the caller of the resource's constructor for its line in the
 * program.
 * @param args - what is declared; for a resource that is read by the ID in its options, only the project.
 * @param outputs - the names of the properties that only the service knows.
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
 * An output with the ID as a number. When only the declared project of a resource is updated, a preview knows the ID
 * and no other output, and would show everything that uses the number as replaced.
 */
export const numericId = (output: pulumi.Output<number>, id: pulumi.Output<pulumi.ID>): pulumi.Output<number> =>
  pulumi.output(isKnown(output)).apply((isGiven) => {
    if (isGiven) return output;
    // Mocks return IDs in any form.
    return id.apply((known) => (isId(known) ? pulumi.output(Number(known)) : output));
  });

/** The owner of the resource, which the provider process could not work out: it gets neither name nor URN. */
function owner(type: string, name: string, opts: pulumi.CustomResourceOptions): Promise<string> {
  // Under a component, an output as an input would make the resource wait for its own parent.
  return new Promise((resolve) => {
    pulumi.createUrn(name, type, opts.parent).apply((urn) => resolve(ownerOf(urn, organization())));
  });
}

/** The real one: unit tests may replace timers by ones that never fire. */
const afterThisTurn = setImmediate;

/** How many groups each run of a program has declared so far, by provider: one process may run several programs. */
const declared = new WeakMap<object, Map<pulumi.ProviderResource | undefined, number>>();

/**
 * How many groups the program declares, as far as is known when it yields: the check of the first group needs to know
 * whether others will follow. The state does not keep it.
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
    // A failing argument reports its own error.
    args.map(async ([key, value]) => ((await pulumi.isSecret(pulumi.output(value)).catch(() => false)) ? [key] : [])),
  );
  return secret.flat().length > 0 ? secret.flat() : undefined;
}

/** Whether a value is plain JSON, so that nothing in it is a secret: this saves outputs for most resources. */
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
