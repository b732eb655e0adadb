import { Reference } from "./print-example.mjs";

/** @typedef {import("./print-example.mjs").Args} Args */
/** @typedef {import("./print-example.mjs").Example} Example */
/** @typedef {import("./print-example.mjs").Step} Step */

const of = (/** @type {string} */ step, /** @type {string[]} */ ...path) => new Reference(step, ...path);
const step = (/** @type {string} */ name, /** @type {string} */ kind, /** @type {Args} */ args = {}) => ({
  name,
  kind,
  args,
});

/** The example of each resource and function. @type {Readonly<Record<string, Example>>} */
export const examples = {
  Group: {
    title: "A group of the identity provider",
    steps: [
      step("secret", "SecurityCategory", { name: "top-secret" }),
      step("readers", "Group", {
        name: "readers",
        sourceId: "9e2b4c1d-6f3a-4d0e-8b57-1c2d3e4f5a6b",
        capabilities: [
          { assetsAcl: { actions: ["READ"], scope: { all: {} } } },
          { timeSeriesAcl: { actions: ["READ"], scope: { datasetScope: { ids: [42] } } } },
          {
            securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [of("secret", "categoryId")] } } },
          },
        ],
        metadata: { team: "data" },
      }),
    ],
    exports: { readersId: of("readers", "groupId") },
  },
  SecurityCategory: {
    title: "A category",
    steps: [step("secret", "SecurityCategory", { name: "top-secret" })],
    exports: { secretId: of("secret", "categoryId") },
  },
  Session: {
    title: "A session for a job, opened again with each version of the job",
    steps: [step("nightly", "Session", { triggers: ["1.4.0"] })],
    exports: { sessionId: of("nightly", "sessionId") },
  },
  getAsset: {
    title: "A root asset by its external ID",
    steps: [
      step("plant", "getAsset", { externalId: "plant-1" }),
      step("readers", "Group", {
        name: "plant-1 readers",
        capabilities: [
          { timeSeriesAcl: { actions: ["READ"], scope: { assetRootIdScope: { rootIds: [of("plant", "id")] } } } },
        ],
      }),
    ],
    exports: {},
  },
  getDataSet: {
    title: "A data set by its external ID",
    steps: [
      step("sap", "getDataSet", { externalId: "ds_sap" }),
      step("readers", "Group", {
        name: "sap readers",
        capabilities: [{ eventsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [of("sap", "id")] } } } }],
      }),
    ],
    exports: {},
  },
  getExtractionPipeline: {
    title: "An extraction pipeline by its external ID",
    steps: [
      step("sap", "getExtractionPipeline", { externalId: "ep_sap" }),
      step("extractor", "Group", {
        name: "sap extractor",
        capabilities: [
          { extractionRunsAcl: { actions: ["WRITE"], scope: { extractionPipelineScope: { ids: [of("sap", "id")] } } } },
        ],
      }),
    ],
    exports: {},
  },
  getGroup: {
    title: "A group by its name",
    steps: [step("admins", "getGroup", { name: "cdf-administrators" })],
    exports: { adminsId: of("admins", "id") },
  },
  getGroups: {
    title: "All groups of a project",
    steps: [step("every", "getGroups", { all: true })],
    exports: { groups: of("every", "groups") },
  },
  getLocationFilter: {
    title: "A location filter by its external ID",
    steps: [
      step("north", "getLocationFilter", { externalId: "north" }),
      step("readers", "Group", {
        name: "north readers",
        capabilities: [{ locationFiltersAcl: { actions: ["READ"], scope: { idScope: { ids: [of("north", "id")] } } } }],
      }),
    ],
    exports: {},
  },
  getMyUserProfile: {
    title: "Who runs this program",
    steps: [step("me", "getMyUserProfile")],
    exports: { userIdentifier: of("me", "userIdentifier") },
  },
  getSecurityCategories: {
    title: "All categories of a project",
    steps: [step("categories", "getSecurityCategories", { limit: -1 })],
    exports: { names: of("categories", "securityCategories") },
  },
  getSecurityCategory: {
    title: "A category by its name",
    steps: [
      step("secret", "getSecurityCategory", { name: "top-secret" }),
      step("readers", "Group", {
        name: "readers",
        capabilities: [
          { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [of("secret", "id")] } } } },
        ],
      }),
    ],
    exports: {},
  },
  getSessions: {
    title: "The sessions that jobs use now",
    steps: [step("sessions", "getSessions", { status: "ACTIVE" })],
    exports: { active: of("sessions", "sessions") },
  },
  getTimeSeries: {
    title: "A time series by its external ID",
    steps: [
      step("pressure", "getTimeSeries", { externalId: "pressure-1" }),
      step("readers", "Group", {
        name: "pressure readers",
        capabilities: [{ timeSeriesAcl: { actions: ["READ"], scope: { idscope: { ids: [of("pressure", "id")] } } } }],
      }),
    ],
    exports: {},
  },
  getUserProfile: {
    title: "The profile of a user",
    steps: [step("ada", "getUserProfile", { userIdentifier: "abcd1234" })],
    exports: { profile: of("ada", "userProfile") },
  },
  getUserProfiles: {
    title: "The first users by name",
    steps: [step("some", "getUserProfiles", { limit: 10 })],
    exports: { profiles: of("some", "userProfiles") },
  },
  inspectToken: {
    title: "Which projects the token reaches",
    steps: [step("token", "inspectToken")],
    exports: { projects: of("token", "projects") },
  },
  searchUserProfiles: {
    title: "Users by a part of their name",
    steps: [step("ada", "searchUserProfiles", { name: "Ada", limit: 5 })],
    exports: { profiles: of("ada", "userProfiles") },
  },
};
