import * as pulumi from "@pulumi/pulumi";
import { ownerOf } from "./groups/marker";

/** The kinds of resources: what `engine.ts` exports under the same names. */
export type Kind = "Group" | "SecurityCategory" | "Session";

/** The type token of a kind. */
export const typeToken = (kind: Kind): string => `pulumi-nodejs:dynamic/cognite:${kind}`;

/**
 * A resource whose actions run in the engine's provider process. All that the state holds of the code is one constant
 * text: every state ever written names it, so it never changes.
 */
export abstract class DynamicResource extends pulumi.CustomResource {
  /**
   * @param args - undefined when an existing resource is read by its id.
   * @param outputs - the names of what only the service knows.
   */
  constructor(
    kind: Kind,
    name: string,
    args: object | undefined,
    outputs: readonly string[],
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const { import: importId, ...rest } = opts;
    const props: Record<string, unknown> = Object.fromEntries(
      [...outputs, "project"].map((output) => [output, undefined]),
    );
    Object.assign(props, args, { __provider: `exports.handler = () => require("pulumi-cognite-iam/engine").${kind};` });
    if (opts.id === undefined) {
      props["owner"] = owner(typeToken(kind), name, rest);
      if (importId !== undefined) props["importId"] = importId;
    }
    super(typeToken(kind), name, props, rest);
  }
}

/** The mark of the resource, which the provider process could not work out: it gets neither name nor URN. */
function owner(type: string, name: string, opts: pulumi.CustomResourceOptions): Promise<string> {
  // An output as an input would make the resource wait for its own parent under a component.
  return new Promise((resolve) => {
    pulumi.createUrn(name, type, opts.parent).apply((urn) => resolve(ownerOf(urn, pulumi.getOrganization())));
  });
}

/** Inputs as the engine takes them, at any depth. */
export type DeepInput<T> = pulumi.Input<
  T extends readonly (infer E)[]
    ? readonly DeepInput<E>[]
    : T extends object
      ? { readonly [K in keyof T]: DeepInput<T[K]> }
      : T
>;
