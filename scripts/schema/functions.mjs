import { examples } from "./examples.mjs";
import { withExample } from "./print-example.mjs";
import { groupProperties } from "./resources.mjs";
import { any, capitalized, flag, integer, listOf, mapOf, named, text, token } from "./types.mjs";

/** @typedef {import("./docs.mjs").Docs} Docs */
/** @typedef {import("./types.mjs").Properties} Properties */

/** An object of the sources: where its properties are documented, and which are always there. @typedef {{ folder: string; symbol: string; properties: Properties; required: string[] }} Shape */

/** @type {Shape} */
const group = {
  folder: "groups",
  symbol: "GetGroupResult",
  properties: { id: integer, ...groupProperties },
  required: ["id", "name", "capabilities", "metadata"],
};

/** @type {Shape} */
const category = {
  folder: "client",
  symbol: "SecurityCategory",
  properties: { id: integer, name: text },
  required: ["id", "name"],
};

/** @type {Shape} */
const session = {
  folder: "client",
  symbol: "Session",
  properties: { id: integer, type: text, status: text, creationTime: integer, expirationTime: integer, clientId: text },
  required: ["id"],
};

/** @type {Shape} */
const profile = {
  folder: "client",
  symbol: "UserProfile",
  properties: {
    userIdentifier: text,
    lastUpdatedTime: integer,
    givenName: text,
    surname: text,
    email: text,
    displayName: text,
    jobTitle: text,
    identityType: text,
  },
  required: ["userIdentifier", "lastUpdatedTime"],
};

/** @type {Shape} */
const inspection = {
  folder: "client",
  symbol: "TokenInspection",
  properties: { subject: text, projects: listOf(named("TokenProject")), capabilities: listOf(mapOf(any)) },
  required: ["subject", "projects", "capabilities"],
};

/** @type {Shape} */
const target = {
  folder: "client",
  symbol: "ScopeTarget",
  properties: { id: integer, externalId: text, name: text, description: text },
  required: ["id"],
};

/** A function of a plugin returns an object, so any other result gets a name. @param {string} name @param {Properties[string]} type @param {boolean} [isAlwaysThere] */
const under = (name, type, isAlwaysThere = true) => ({
  folder: "",
  symbol: "Results",
  properties: { [name]: type },
  required: isAlwaysThere ? [name] : [],
});

/** Every lookup: where it is, what it takes, what it gives. @typedef {{ folder: string; args: Properties; required?: string[]; gives: Shape; symbol?: string }} Lookup */

/** @type {Lookup} */
const targetLookup = {
  folder: "scope-targets",
  symbol: "ScopeTargetArgs",
  args: { id: integer, externalId: text },
  gives: target,
};

/** @type {Readonly<Record<string, Lookup>>} */
const lookups = {
  getAsset: targetLookup,
  getDataSet: targetLookup,
  getExtractionPipeline: targetLookup,
  getGroup: { folder: "groups", args: { id: integer, name: text, sourceId: text }, gives: group },
  getGroups: { folder: "groups", args: { all: flag }, gives: under("groups", listOf(named("GroupResult"))) },
  getLocationFilter: targetLookup,
  getMyUserProfile: { folder: "user-profiles", args: {}, gives: profile },
  getSecurityCategories: {
    folder: "security-categories",
    args: { limit: integer },
    gives: under("securityCategories", listOf(named("SecurityCategoryResult"))),
  },
  getSecurityCategory: { folder: "security-categories", args: { id: integer, name: text }, gives: category },
  getSessions: {
    folder: "sessions",
    args: { status: text, limit: integer },
    gives: under("sessions", listOf(named("SessionResult"))),
  },
  getTimeSeries: targetLookup,
  getUserProfile: {
    folder: "user-profiles",
    args: { userIdentifier: text },
    required: ["userIdentifier"],
    gives: under("userProfile", named("UserProfileResult"), false),
  },
  getUserProfiles: {
    folder: "user-profiles",
    args: { userIdentifiers: listOf(text), limit: integer },
    gives: under("userProfiles", listOf(named("UserProfileResult"))),
  },
  inspectToken: { folder: "token", args: {}, gives: inspection },
  searchUserProfiles: {
    folder: "user-profiles",
    args: { name: text, limit: integer },
    required: ["name"],
    gives: under("userProfiles", listOf(named("UserProfileResult"))),
  },
};

/** @param {Docs} docs @returns {Record<string, object>} by token */
export function functionSchemas(docs) {
  const schema = (
    /** @type {string} */ name,
    /** @type {Lookup} */ { folder, args, required = [], gives, symbol },
  ) => ({
    description: withExample(docs.of(folder, name), examples[name]),
    inputs: {
      type: "object",
      properties: {
        ...docs.properties(folder, symbol ?? `${capitalized(name)}Args`, args),
        ...docs.properties("program", "LookupArgs", { project: text }),
      },
      required,
    },
    outputs: objectType(docs, gives),
  });
  return Object.fromEntries(Object.entries(lookups).map(([name, each]) => [token(name), schema(name, each)]));
}

/** The objects in the results of lookups, and those that resources share with them. @param {Docs} docs @returns {Record<string, object>} by token */
export function resultTypes(docs) {
  const attributes = { folder: "client", symbol: "GroupAttributes", required: [] };
  /** @type {Readonly<Record<string, Shape>>} */
  const types = {
    GroupAttributes: { ...attributes, properties: { token: named("GroupTokenAttributes") } },
    GroupTokenAttributes: { ...attributes, properties: { appIds: listOf(text) } },
    GroupResult: group,
    SecurityCategoryResult: category,
    SessionResult: session,
    TokenProject: {
      folder: inspection.folder,
      symbol: inspection.symbol,
      properties: { projectUrlName: text, groups: listOf(integer) },
      required: ["projectUrlName", "groups"],
    },
    UserProfileResult: profile,
  };
  return Object.fromEntries(
    Object.entries(types).map(([name, shape]) => [
      token(name),
      { description: docs.of(shape.folder, name), ...objectType(docs, shape) },
    ]),
  );
}

/** @param {Docs} docs @param {Shape} shape */
const objectType = (docs, { folder, symbol, properties, required }) => ({
  type: "object",
  properties: docs.properties(folder, symbol, properties),
  required,
});
