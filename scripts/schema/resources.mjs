import { examples } from "./examples.mjs";
import { withExample } from "./print-example.mjs";
import { any, flag, integer, listOf, mapOf, named, secret, text, token } from "./types.mjs";

/** @typedef {import("./docs.mjs").Docs} Docs */
/** @typedef {import("./types.mjs").Properties} Properties */

/** The arguments of a group, which are also what a lookup returns. @type {Properties} */
export const groupProperties = {
  name: text,
  sourceId: text,
  members: listOf(text),
  capabilities: listOf(named("Capability")),
  metadata: mapOf(text),
  attributes: named("GroupAttributes"),
};

/**
 * A resource in the schema: its arguments, all of which replace it, and its other outputs.
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
 * Documents what a change replaces. Pulumi's `replaceOnChanges` would add the list to each resource's state, and every byte
 * makes each rewrite of the state slower; the provider itself says what replaces.
 *
 * @param {Properties} properties
 */
const replacing = (properties) =>
  Object.fromEntries(Object.entries(properties).map(([name, type]) => [name, { ...type, willReplaceOnChanges: true }]));
