import { examples } from "./examples.mjs";
import { withExample } from "./print-example.mjs";
import { groupProperties } from "./resources.mjs";
import { any, capitalized, flag, integer, listOf, mapOf, named, text, token } from "./types.mjs";

/** @typedef {import("./docs.mjs").Docs} Docs */
/** @typedef {import("./types.mjs").Properties} Properties */

/** An object of the sources: where its properties are documented, and which are always there. @typedef {{ file: string; symbol: string; properties: Properties; required: string[] }} Shape */

const groups = "groups/lookup.ts";
const categories = "security-categories/lookup.ts";
const sessions = "sessions/lookup.ts";
const profiles = "user-profiles/lookup.ts";
const tokens = "token/lookup.ts";

/** @type {Shape} */
const group = {
  file: groups,
  symbol: "GetGroupResult",
  properties: { id: integer, ...groupProperties },
  required: ["id", "name", "capabilities", "metadata"],
};

/** @type {Shape} */
const category = {
  file: "client/security-categories.ts",
  symbol: "SecurityCategory",
  properties: { id: integer, name: text },
  required: ["id", "name"],
};

/** @type {Shape} */
const session = {
  file: "client/sessions.ts",
  symbol: "Session",
  properties: { id: integer, type: text, status: text, creationTime: integer, expirationTime: integer, clientId: text },
  required: ["id"],
};

/** @type {Shape} */
const profile = {
  file: "client/user-profiles.ts",
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
  file: "client/token-inspection.ts",
  symbol: "TokenInspection",
  properties: { subject: text, projects: listOf(named("TokenProject")), capabilities: listOf(mapOf(any)) },
  required: ["subject", "projects", "capabilities"],
};

/** @type {Shape} */
const target = {
  file: "client/scope-targets.ts",
  symbol: "ScopeTarget",
  properties: { id: integer, externalId: text, name: text, description: text },
  required: ["id"],
};

/** A function of a plugin gives an object, so what is no object stands under a name. @param {string} name @param {Properties[string]} type @param {boolean} [isAlwaysThere] */
const under = (name, type, isAlwaysThere = true) => ({
  file: "",
  symbol: "Results",
  properties: { [name]: type },
  required: isAlwaysThere ? [name] : [],
});

const targetArgs = { id: integer, externalId: text };

/** Every lookup: where it is, what it takes, what it gives. @typedef {{ file: string; args: Properties; required?: string[]; gives: Shape; symbol?: string }} Lookup */

/** @type {Readonly<Record<string, Lookup>>} */
const lookups = {
  getAsset: { file: "", symbol: "GetTargetArgs", args: targetArgs, gives: target },
  getDataSet: { file: "", symbol: "GetTargetArgs", args: targetArgs, gives: target },
  getExtractionPipeline: { file: "", symbol: "GetTargetArgs", args: targetArgs, gives: target },
  getGroup: { file: groups, args: { id: integer, name: text, sourceId: text }, gives: group },
  getGroups: { file: groups, args: { all: flag }, gives: under("groups", listOf(named("GroupResult"))) },
  getLocationFilter: { file: "", symbol: "GetTargetArgs", args: targetArgs, gives: target },
  getMyUserProfile: { file: profiles, args: {}, gives: profile },
  getSecurityCategories: {
    file: categories,
    args: { limit: integer },
    gives: under("securityCategories", listOf(named("SecurityCategoryResult"))),
  },
  getSecurityCategory: { file: categories, args: { id: integer, name: text }, gives: category },
  getSessions: {
    file: sessions,
    args: { status: text, limit: integer },
    gives: under("sessions", listOf(named("SessionResult"))),
  },
  getTimeSeries: { file: "", symbol: "GetTargetArgs", args: targetArgs, gives: target },
  getUserProfile: {
    file: profiles,
    args: { userIdentifier: text },
    required: ["userIdentifier"],
    gives: under("userProfile", named("UserProfileResult"), false),
  },
  getUserProfiles: {
    file: profiles,
    args: { userIdentifiers: listOf(text), limit: integer },
    gives: under("userProfiles", listOf(named("UserProfileResult"))),
  },
  inspectToken: { file: tokens, args: {}, gives: inspection },
  searchUserProfiles: {
    file: profiles,
    args: { name: text, limit: integer },
    required: ["name"],
    gives: under("userProfiles", listOf(named("UserProfileResult"))),
  },
};

/** @param {Docs} docs @returns {Record<string, object>} by token */
export function functionSchemas(docs) {
  const schema = (/** @type {string} */ name, /** @type {Lookup} */ { file, args, required = [], gives, symbol }) => ({
    description: withExample(docs.of(file, name), examples[name]),
    inputs: {
      type: "object",
      properties: {
        ...docs.properties(file, symbol ?? `${capitalized(name)}Args`, args),
        ...docs.properties("program/lookup.ts", "LookupArgs", { project: text }),
      },
      required,
    },
    outputs: objectType(docs, gives),
  });
  return Object.fromEntries(Object.entries(lookups).map(([name, each]) => [token(name), schema(name, each)]));
}

/** The objects in what lookups give, and those that resources share with them. @param {Docs} docs @returns {Record<string, object>} by token */
export function resultTypes(docs) {
  const attributes = { file: "client/groups.ts", symbol: "GroupAttributes", required: [] };
  /** @type {Readonly<Record<string, Shape>>} */
  const types = {
    GroupAttributes: { ...attributes, properties: { token: named("GroupTokenAttributes") } },
    GroupTokenAttributes: { ...attributes, properties: { appIds: listOf(text) } },
    GroupResult: group,
    SecurityCategoryResult: category,
    SessionResult: session,
    TokenProject: {
      file: inspection.file,
      symbol: inspection.symbol,
      properties: { projectUrlName: text, groups: listOf(integer) },
      required: ["projectUrlName", "groups"],
    },
    UserProfileResult: profile,
  };
  return Object.fromEntries(
    Object.entries(types).map(([name, shape]) => [
      token(name),
      { description: docs.of(shape.file, name), ...objectType(docs, shape) },
    ]),
  );
}

/** @param {Docs} docs @param {Shape} shape */
const objectType = (docs, { file, symbol, properties, required }) => ({
  type: "object",
  properties: docs.properties(file, symbol, properties),
  required,
});
