export { type CapabilityHolder, missingCapabilities, type Rights, type RightsGiver } from "./capabilities/rights";
export {
  type AclName,
  type Action,
  type Capability,
  type Scope,
  type ScopeName,
  type UnlistedCapability,
  unlisted,
  type WireCapability,
} from "./capabilities/types";
export type { GroupAttributes, Members } from "./client/groups";
export type { Limit } from "./client/limit";
export type { ScopeTarget } from "./client/scope-targets";
export type { SessionStatus, SessionType } from "./client/sessions";
export type { ConnectionArgs } from "./connection/settings";
export type { LookupArgs } from "./directory/directory";
export {
  AccessDeniedError,
  ApiError,
  AuthError,
  CdfError,
  ConfigError,
  ConnectionError,
  DuplicatedError,
  LockoutError,
  NotFoundError,
  ResponseError,
} from "./errors";
export { type DataSetId, readInDataSets, readWriteInDataSets } from "./groups/bundles";
export type { GetGroupArgs, GetGroupResult, GetGroupsArgs } from "./groups/find";
export { getGroup, getGroupOutput, getGroups, getGroupsOutput } from "./groups/lookup";
export { type CapabilityArgs, Group, type GroupArgs } from "./groups/resource";
export type { ProjectArgs } from "./program/dynamic-resource";
export type { LookupInputs } from "./program/lookup";
export { Provider, type ProviderArgs } from "./program/provider";
export type { ScopeTargetArgs } from "./scope-targets/find";
export {
  getAsset,
  getAssetOutput,
  getDataSet,
  getDataSetOutput,
  getExtractionPipeline,
  getExtractionPipelineOutput,
  getLocationFilter,
  getLocationFilterOutput,
  getTimeSeries,
  getTimeSeriesOutput,
  type ScopeTargetInputs,
} from "./scope-targets/lookup";
export type {
  GetSecurityCategoriesArgs,
  GetSecurityCategoryArgs,
  GetSecurityCategoryResult,
} from "./security-categories/find";
export {
  getSecurityCategories,
  getSecurityCategoriesOutput,
  getSecurityCategory,
  getSecurityCategoryOutput,
} from "./security-categories/lookup";
export { SecurityCategory, type SecurityCategoryArgs } from "./security-categories/resource";
export type { GetSessionResult, GetSessionsArgs } from "./sessions/find";
export { getSessions, getSessionsOutput } from "./sessions/lookup";
export { Session, type SessionArgs } from "./sessions/resource";
export type { InspectTokenResult } from "./token/find";
export { inspectToken, inspectTokenOutput } from "./token/lookup";
export type {
  GetUserProfileArgs,
  GetUserProfileResult,
  GetUserProfilesArgs,
  SearchUserProfilesArgs,
} from "./user-profiles/find";
export {
  getMyUserProfile,
  getMyUserProfileOutput,
  getUserProfile,
  getUserProfileOutput,
  getUserProfiles,
  getUserProfilesOutput,
  searchUserProfiles,
  searchUserProfilesOutput,
} from "./user-profiles/lookup";
