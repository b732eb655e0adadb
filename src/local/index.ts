export type { FailRule } from "./fail-rule";
export type {
  LocalConnection,
  LocalGroup,
  LocalIam,
  LocalRequest,
  LocalSecurityCategory,
  LocalSession,
  LocalState,
} from "./local-iam";
export type { Operation } from "./operations";
export type { LocalClient, LocalGroupSpec, LocalIamOptions, LocalUserProfile } from "./options";
export { startLocalIam } from "./start";
