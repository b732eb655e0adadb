/** The kinds of resources: what `engine.ts` exports under the same names. */
export type Kind = "Group" | "SecurityCategory" | "Session";

/** The type token of a kind, as a dynamic resource. */
export const typeToken = (kind: Kind): string => `pulumi-nodejs:dynamic/cognite:${kind}`;

/** The type token of a kind, as the plugin serves it. */
export const pluginTypeToken = (kind: Kind): string => `cognite-iam:index:${kind}`;

const kinds: readonly Kind[] = ["Group", "SecurityCategory", "Session"];

/** The kind of resource that a type token stands for, in either form; undefined for resources of other packages. */
export const kindOfType = (type: unknown): Kind | undefined =>
  kinds.find((kind) => type === typeToken(kind) || type === pluginTypeToken(kind));

/** All that the state has of the code. Every state ever written contains this text, so it never changes. */
export const providerCode = (kind: Kind): string =>
  `exports.handler = () => require("pulumi-cognite-iam/engine").${kind};`;
