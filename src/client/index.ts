export type { Connection, Credentials } from "../connection";
export {
  AccessDeniedError,
  ApiError,
  type ApiErrorDetails,
  AuthError,
  CdfError,
  ConfigError,
  ConnectionError,
  DuplicatedError,
  LockoutError,
  type NamedObject,
  NotFoundError,
  ResponseError,
} from "../errors";
export type { Group, GroupAttributes, GroupSpec, GroupsApi, Members, WireCapability } from "../groups/api";
export { type CapabilityHolder, missingCapabilities, type Rights, type RightsGiver } from "../groups/compare";
export type { SecurityCategoriesApi, SecurityCategory, SecurityCategorySpec } from "../security-categories/api";
export type { NewSession, Session, SessionRequest, SessionStatus, SessionsApi, SessionType } from "../sessions/api";
export type { ConnectionArgs } from "../settings";
export type { ProjectScope, TokenApi, TokenCapability, TokenInspection } from "../token/api";
export type { UserProfile, UserProfilesApi, UserProfilesConfiguration } from "../user-profiles/api";
export { BatchError } from "./batches";
export { IamClient, type IamClientOptions } from "./client";
export type { Limit } from "./limit";
export type { RetryPolicy } from "./retry";
