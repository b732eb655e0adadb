export type { FailRule } from "./fail-rule";
export type {
  LocalConnection,
  LocalGroup,
  LocalIam,
  LocalScopeTarget,
  LocalScopeTargetKind,
  LocalSecurityCategory,
  LocalSession,
  LocalState,
} from "./local-iam";
export type { LocalRequest } from "./local-request";
export type { Operation } from "./operations";
export type { LocalClient, LocalGroupSpec, LocalIamOptions, LocalScopeTargetSpec, LocalUserProfile } from "./options";
export { startLocalIam } from "./start";
