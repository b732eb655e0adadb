/**
 * What the plugin's languages need in other words than TypeScript, by symbol and property. All else comes from the doc
 * comments.
 */

const capabilities =
  "What the members may do: each capability has exactly one property named after an ACL, with at least one of its actions and exactly one of its scopes; rights add up. The words are the API's own, and a word that is not known is refused; see `unlisted`. Default: none. A change replaces the group.";

/** A lookup by external id, until its doc comment says it. @param {string} what @param {string} call @param {string} acl */
const target = (what, call, acl) =>
  `The ${what} of an external id or an id, for the scopes that take its id. \`${call}\`; needs \`${acl}:READ\`. An error names the nearest external id.`;
const limit = "How many at most, from 1. Default 25; `-1` for all.";

/** @type {Readonly<Record<string, string>>} */
export const wording = {
  ConnectionArgs:
    "How to reach a CDF project and who to be there. Each key is an argument of an explicit provider or stack config, `cognite-iam:<key>`; what is not set there comes from the environment, and an empty string is not set. Credentials, `token` or `clientId` and `clientSecret`, are taken whole from the first place that has any; the environment's `LOGIN_FLOW`, when it is set, decides between the two: `token` or `client_credentials`.",
  "GroupArgs.members":
    'Who is in the group: at most 100 user identifiers, or the one element `"allUserAccounts"` for every user account of the organization. Excludes `sourceId`; without both, nobody is in the group. A change replaces the group.',
  "GroupArgs.capabilities": capabilities,
  "Group.members":
    'Who is in the group; `["allUserAccounts"]` for every user account. Absent unless that is managed in CDF.',
  "Group.capabilities": "What the members may do.",
  "GroupArgs.project":
    "The CDF project that the group is in, by its URL name. Default: the provider's. A change replaces the group.",
  "SecurityCategoryArgs.project":
    "The CDF project that the category is in, by its URL name. Default: the provider's. A change replaces the category.",
  "SessionArgs.project":
    "The CDF project that the session is in, by its URL name. Default: the provider's. A change replaces the session.",
  "SessionArgs.clientSecret":
    "The client's secret. A secret in the state, whether or not it is given as one. A change replaces the session.",
  "Session.nonce":
    "Binds a job to the session, once, within about a minute. A secret. Absent on a session that was read.",
  "GetGroupArgs.id": "The group's id in CDF. Give exactly one of `id`, `name` and `sourceId`.",
  "GetGroupArgs.name": "The group's name, to the letter. Give exactly one of `id`, `name` and `sourceId`.",
  "GetGroupArgs.sourceId":
    "The id of the group in the identity provider. Give exactly one of `id`, `name` and `sourceId`.",
  "GetGroupResult.members":
    'Who is in the group; `["allUserAccounts"]` for every user account. Absent unless that is managed in CDF.',
  "GetGroupResult.capabilities":
    "What the members may do; empty where the group has no capabilities. What the catalogue lacks stands under `unlisted`.",
  "GetSecurityCategoryArgs.id": "The category's id in CDF. Give exactly one of `id` and `name`.",
  "GetSecurityCategoryArgs.name": "The category's name, to the letter. Give exactly one of `id` and `name`.",
  "GetSecurityCategoriesArgs.limit": limit,
  "GetSessionsArgs.limit": limit,
  "GetUserProfilesArgs.userIdentifiers":
    "The users, by what `members` of a group hold. An error names every user that is not known. Excludes `limit`.",
  "GetUserProfilesArgs.limit": `${limit} Excludes \`userIdentifiers\`.`,
  getAsset: target("asset", "POST /assets/byids", "assetsAcl"),
  getDataSet: target("data set", "POST /datasets/byids", "datasetsAcl"),
  getExtractionPipeline: target("extraction pipeline", "POST /extpipes/byids", "extractionPipelinesAcl"),
  getLocationFilter: target("location filter", "POST /storage/config/locationfilters/list", "locationFiltersAcl"),
  getTimeSeries: target("time series", "POST /timeseries/byids", "timeSeriesAcl"),
  "ScopeTargetArgs.id": "The id in CDF. Give exactly one of `externalId` and `id`.",
  "ScopeTargetArgs.externalId": "The external id, to the letter. Give exactly one of `externalId` and `id`.",
  "ScopeTarget.id": "The id in CDF, which scopes take. It differs in each project.",
  "ScopeTarget.externalId": "The external id; absent where there is none.",
  "ScopeTarget.name": "The name, which need not be unique.",
  "ScopeTarget.description": "What it is for, in words.",
  "LookupArgs.project": "The CDF project to look in, by its URL name. Default: the provider's.",
  "Results.groups": "The groups.",
  "Results.securityCategories": "The security categories.",
  "Results.sessions": "The sessions.",
  "Results.userProfile": "The profile; absent when the user is not known.",
  "Results.userProfiles": "The profiles.",
  GroupTokenAttributes: "Of which tokens the group counts.",
  GroupResult: "A group as a lookup shows it: without the owner's marker, and as a program would declare it.",
  SecurityCategoryResult: "A security category of a project.",
  SessionResult: "A session of a project.",
  TokenProject: "A project that a token reaches.",
  UserProfileResult: "A user profile.",
};
