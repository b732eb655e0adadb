export { type CapabilityHolder, missingCapabilities, type Rights, type RightsGiver } from "../capabilities/rights";
export type { WireCapability } from "../capabilities/types";
export type { Connection, Credentials } from "../connection/resolve";
export type { ConnectionArgs } from "../connection/settings";
export {
  AccessDeniedError,
  ApiError,
  type ApiErrorDetails,
  AuthError,
  CdfError,
  ConfigError,
  ConnectionError,
  DuplicatedError,
  type NamedObject,
  NotFoundError,
  ResponseError,
} from "../errors";
export { BatchError } from "./batches";
export { IamClient, type IamClientOptions } from "./client";
export type { Group, GroupAttributes, GroupSpec, GroupsApi, Members } from "./groups";
export type { Limit } from "./limit";
export type { RetryPolicy } from "./retry";
export type {
  ListedTargetsApi,
  LocationFiltersApi,
  RetrieveOptions,
  ScopeTarget,
  ScopeTargetId,
  ScopeTargetsApi,
} from "./scope-targets";
export type { SecurityCategoriesApi, SecurityCategory, SecurityCategorySpec } from "./security-categories";
export type { NewSession, Session, SessionRequest, SessionStatus, SessionsApi, SessionType } from "./sessions";
export type { ProjectScope, TokenApi, TokenCapability, TokenInspection } from "./token-inspection";
export type { UserProfile, UserProfilesApi, UserProfilesConfiguration } from "./user-profiles";
