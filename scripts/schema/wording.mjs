/**
 * Descriptions that differ between the plugin's languages and TypeScript, by symbol and property. All others come from the
 * doc comments.
 */

const capabilities =
  "What the members may do. Each capability has exactly one property named after an ACL, with at least one of its actions and exactly one of its scopes; capabilities add up. All names are the API's own, and unknown ones are rejected; see `unlisted`. Default: none. A change replaces the group.";

/** A lookup by external ID. @param {string} what @param {string} call @param {string} acl */
const target = (what, call, acl) =>
  `Looks up ${what} by external ID or ID, for the scopes that take its ID. \`${call}\`; needs \`${acl}:READ\`. If it does not exist, the error names the nearest external ID.`;
const limit = "The most to return: an integer of at least 1. Default 25; `-1` returns all.";

/** @type {Readonly<Record<string, string>>} */
export const wording = {
  ConnectionArgs:
    "How to reach a CDF project, and the credentials to use. Each key can be an argument of an explicit provider or stack config, `cognite-iam:<key>`; keys that are not set there come from the environment, and an empty string counts as not set. Credentials (`token`, or `clientId` and `clientSecret`) always come from a single source: the first that has any. The environment variable `LOGIN_FLOW`, when set, chooses between the two: `token` or `client_credentials`.",
  "GroupArgs.members":
    'Who is in the group: at most 100 user identifiers, or the one element `"allUserAccounts"` for every user account of the organization. Excludes `sourceId`; without both, nobody is in the group. A change replaces the group.',
  "GroupArgs.capabilities": capabilities,
  "Group.members":
    'Who is in the group; `["allUserAccounts"]` for every user account. Absent unless its members are managed in CDF.',
  "Group.capabilities": "What the members may do.",
  "GroupArgs.project":
    "The CDF project of the group, by its URL name. Default: the project of the provider. A change replaces the group.",
  "SecurityCategoryArgs.project":
    "The CDF project of the category, by its URL name. Default: the project of the provider. A change replaces the category.",
  "SessionArgs.project":
    "The CDF project of the session, by its URL name. Default: the project of the provider. A change replaces the session.",
  "SessionArgs.clientSecret":
    "The secret of the OAuth client. A secret in the state, whether or not it is given as one. A change replaces the session.",
  "Session.nonce":
    "Binds a job to the session, once, within about a minute. A secret. Absent for a session that was read.",
  "GetGroupArgs.id": "The group's ID in CDF. Give exactly one of `id`, `name` and `sourceId`.",
  "GetGroupArgs.name": "The group's name, exactly as written. Give exactly one of `id`, `name` and `sourceId`.",
  "GetGroupArgs.sourceId":
    "The ID of the group in the identity provider. Give exactly one of `id`, `name` and `sourceId`.",
  "GetGroupResult.members":
    'Who is in the group; `["allUserAccounts"]` for every user account. Absent unless its members are managed in CDF.',
  "GetGroupResult.capabilities":
    "What the members may do; empty where the group has no capabilities. Capabilities that the catalogue lacks are in `unlisted`.",
  "GetSecurityCategoryArgs.id": "The category's ID in CDF. Give exactly one of `id` and `name`.",
  "GetSecurityCategoryArgs.name": "The category's name, exactly as written. Give exactly one of `id` and `name`.",
  "GetSecurityCategoriesArgs.limit": limit,
  "GetSessionsArgs.limit": limit,
  "GetUserProfilesArgs.userIdentifiers":
    "The users, by what the `members` of a group contain. An error names every unknown user. Excludes `limit`.",
  "GetUserProfilesArgs.limit": `${limit} Excludes \`userIdentifiers\`.`,
  getAsset: target("an asset", "POST /assets/byids", "assetsAcl"),
  getDataSet: target("a data set", "POST /datasets/byids", "datasetsAcl"),
  getExtractionPipeline: target("an extraction pipeline", "POST /extpipes/byids", "extractionPipelinesAcl"),
  getLocationFilter: target("a location filter", "POST /storage/config/locationfilters/list", "locationFiltersAcl"),
  getTimeSeries: target("a time series", "POST /timeseries/byids", "timeSeriesAcl"),
  "ScopeTargetArgs.id": "The ID in CDF. Give exactly one of `externalId` and `id`.",
  "ScopeTargetArgs.externalId": "The external ID, exactly as written. Give exactly one of `externalId` and `id`.",
  "ScopeTarget.id": "The ID in CDF, which scopes take. It differs in each project.",
  "ScopeTarget.externalId": "The external ID; absent where there is none.",
  "ScopeTarget.name": "The name, which need not be unique.",
  "ScopeTarget.description": "A description of its purpose.",
  "LookupArgs.project": "The CDF project to look in, by its URL name. Default: the project of the provider.",
  "Results.groups": "The groups.",
  "Results.securityCategories": "The security categories.",
  "Results.sessions": "The sessions.",
  "Results.userProfile": "The profile; absent when the user is unknown.",
  "Results.userProfiles": "The profiles.",
  GroupTokenAttributes: "The tokens that the group applies to.",
  GroupResult: "A group as a lookup returns it: without the owner marker, and as a program would declare it.",
  SecurityCategoryResult: "A security category of a project.",
  SessionResult: "A session of a project.",
  TokenProject: "A project that a token reaches.",
  UserProfileResult: "A user profile.",
};
