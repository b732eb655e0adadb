import { readFileSync } from "node:fs";
import { any, capitalized, integer, listOf, mapOf, named, text, token } from "./types.mjs";

/** @typedef {import("./types.mjs").Type} Type */
/** @typedef {import("./types.mjs").Properties} Properties */
/** @typedef {{ actions: string[]; scopes: string[]; status: keyof typeof statuses }} Acl */
/** @typedef {{ acls: Record<string, Acl>; scopes: Record<string, { fields: Record<string, { type: string; refersTo: string }> }> }} Catalogue */

/** @type {Catalogue} */
const catalogue = JSON.parse(readFileSync(new URL("../catalogue/capabilities.json", import.meta.url), "utf8"));

const statuses = {
  current: "",
  legacy: " Legacy: the API no longer uses it.",
  deprecated: " Deprecated.",
  unconfirmed: " Unconfirmed: the service may not know it.",
};

/** The content of a scope's field. A database's tables come in three spellings, and a schema can type only one. @type {Record<string, Type>} */
const fieldTypes = {
  "integer[]": listOf(integer),
  "string[]": listOf(text),
  "map<string, {tables: string[]}>": mapOf(any),
};

/** @type {Record<string, { scope: string; field: string }>} */
const tables = {
  "map<string, {tables: string[]}>": {
    scope: "databases and their tables",
    field:
      "The tables of each database, as in `{ db: { tables: [a, b] } }`; a database without tables, `{ db: {} }`, stands for all of its tables.",
  },
};

/** What the scopes without fields mean. @type {Record<string, string>} */
const emptyScopes = {
  all: "Everywhere in the project: an empty object.",
  currentuserscope: "What belongs to the caller: an empty object.",
};

/**
 * `Capability` and its parts: a property, a type and the actions for each ACL. ACLs that allow the same scopes share one type
 * for them.
 *
 * @returns {Record<string, object>} by token
 */
export function capabilityTypes({ acls, scopes } = catalogue) {
  const types = new Types();
  const scopeContent = (/** @type {string} */ name) => {
    const fields = Object.entries(scopes[name]?.fields ?? {});
    if (fields.length === 0) return described(mapOf(any), emptyScopes[name]);
    const properties = fields.map(([field, { type, refersTo }]) => [
      field,
      described(fieldTypes[type], tables[type]?.field ?? `${capitalized(refersTo)}.`),
    ]);
    const limits = fields.map(([, { type, refersTo }]) => tables[type]?.scope ?? refersTo).join(" and ");
    const content = types.object(capitalized(name), `The scope ${name}.`, Object.fromEntries(properties));
    return described(content, `Limited by ${limits}.`);
  };
  const scope = (/** @type {string[]} */ allowed) => {
    const name = `${allowed.length === 1 ? "Only" : ""}${allowed.map(capitalized).join("Or")}`;
    const properties = Object.fromEntries(allowed.map((each) => [each, scopeContent(each)]));
    return types.object(
      name,
      allowed.length === 1 ? `The scope ${words(allowed)}.` : `Exactly one of the scopes ${words(allowed)}.`,
      properties,
      [],
    );
  };
  const grant = (/** @type {string} */ name, /** @type {Acl} */ { actions, scopes, status }) => {
    // Python's type checkers do not accept a plain string as a member of an enum.
    const action = { oneOf: [text, types.words(`${capitalized(name)}Action`, `An action of ${name}.`, actions)] };
    const properties = {
      actions: described(listOf(action), `At least one of ${words(actions)}.`),
      scope: described(scope(scopes), scopes.length === 1 ? `${words(scopes)}.` : `Exactly one of ${words(scopes)}.`),
    };
    return described(
      types.object(capitalized(name), `Actions of ${name}, and where they are allowed.`, properties),
      `${words(actions)}, in the scope ${words(scopes, "or")}.${statuses[status]}`,
    );
  };
  const grants = Object.fromEntries(Object.entries(acls).map(([name, acl]) => [name, grant(name, acl)]));
  const projects = types.object("ProjectUrlNames", "Projects of an organization.", {
    urlNames: described(listOf(text), "The projects' URL names, at least one."),
  });
  types.object(
    "Capability",
    "A capability: exactly one ACL with its actions and scope. `projectUrlNames` next to the ACL may limit it to some projects.",
    {
      ...grants,
      projectUrlNames: described(
        projects,
        "Where the capability applies, for tokens that reach several projects. Default: in all of them.",
      ),
      unlisted: described(
        any,
        "Instead of an ACL: a capability with an ACL, action or scope that this package does not know, in the API's own JSON, as in `{ newAcl: { actions: [READ], scope: { all: {} } } }`. It is not checked.",
      ),
    },
    [],
  );
  return types.byToken;
}

/** The types of a schema. */
class Types {
  /** @type {Record<string, object>} */
  byToken = {};

  /** @param {string} name @param {string} description @param {Properties} properties @param {string[]} required */
  object(name, description, properties, required = Object.keys(properties)) {
    return this.#add(name, { description, type: "object", properties, required });
  }

  /** @param {string} name @param {string} description @param {string[]} values */
  words(name, description, values) {
    return this.#add(name, { description, type: "string", enum: values.map((value) => ({ value })) });
  }

  /** @param {string} name @param {object} type */
  #add(name, type) {
    this.byToken[token(name)] = type;
    return named(name);
  }
}

/** @param {Type | undefined} type @param {string | undefined} description @returns {Type} */
const described = (type, description) => ({ ...type, description });

const words = (/** @type {string[]} */ list, last = "and") => {
  const quoted = list.map((word) => `\`${word}\``);
  return quoted.length < 2 ? quoted.join() : `${quoted.slice(0, -1).join(", ")} ${last} ${quoted.at(-1)}`;
};
