import { examples } from "./examples.mjs";
import { withExample } from "./print-example.mjs";
import { any, flag, integer, listOf, mapOf, named, secret, text, token } from "./types.mjs";

/** @typedef {import("./docs.mjs").Docs} Docs */
/** @typedef {import("./types.mjs").Properties} Properties */

/** What declares a group, and what a lookup shows of one. @type {Properties} */
export const groupProperties = {
  name: text,
  sourceId: text,
  members: listOf(text),
  capabilities: listOf(named("Capability")),
  metadata: mapOf(text),
  attributes: named("GroupAttributes"),
};

/**
 * What the schema says of a resource: its arguments, all of which replace it, and what it gives besides them.
 *
 * @typedef {{ folder: string; inputs: Properties; required: string[]; outputs: Properties; always: string[] }} Resource
 */

/** @type {Readonly<Record<string, Resource>>} */
const resources = {
  Group: {
    folder: "groups",
    inputs: groupProperties,
    required: ["name"],
    outputs: { groupId: integer },
    always: ["groupId"],
  },
  SecurityCategory: {
    folder: "security-categories",
    inputs: { name: text },
    required: ["name"],
    outputs: { categoryId: integer },
    always: ["categoryId"],
  },
  Session: {
    folder: "sessions",
    inputs: {
      clientId: text,
      clientSecret: secret,
      tokenExchange: flag,
      oneshotTokenExchange: flag,
      triggers: listOf(any),
    },
    required: [],
    outputs: {
      sessionId: integer,
      type: text,
      status: text,
      nonce: secret,
      creationTime: integer,
      expirationTime: integer,
    },
    always: ["sessionId", "nonce"],
  },
};

/** @param {Docs} docs @returns {Record<string, object>} by token */
export function resourceSchemas(docs) {
  const schema = (
    /** @type {string} */ name,
    /** @type {Resource} */ { folder, inputs, required, outputs, always },
  ) => ({
    description: withExample(docs.of(folder, name), examples[name]),
    inputProperties: replacing(docs.properties(folder, `${name}Args`, { ...inputs, project: text })),
    requiredInputs: required,
    properties: docs.properties(folder, name, { ...inputs, ...outputs, project: text }),
    required: [...required, ...always, "project"],
  });
  return Object.fromEntries(Object.entries(resources).map(([name, each]) => [token(name), schema(name, each)]));
}

/**
 * Pulumi's `replaceOnChanges` would have each resource's state hold the list, and each rewrite of the state takes longer with
 * its bytes; the provider says itself what replaces, and this documents it.
 *
 * @param {Properties} properties
 */
const replacing = (properties) =>
  Object.fromEntries(Object.entries(properties).map(([name, type]) => [name, { ...type, willReplaceOnChanges: true }]));
