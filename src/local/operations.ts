/** The operations of the server, as in {@link LocalRequest.operation} and {@link FailRule.operation}. */
export type Operation =
  | "token"
  | "inspect"
  | "groups.list"
  | "groups.create"
  | "groups.delete"
  | "securityCategories.list"
  | "securityCategories.create"
  | "securityCategories.delete"
  | "sessions.list"
  | "sessions.create"
  | "sessions.byids"
  | "sessions.revoke"
  | "profiles.me"
  | "profiles.list"
  | "profiles.byids"
  | "profiles.search"
  | "dataSets.byids"
  | "dataSets.list"
  | "extractionPipelines.byids"
  | "extractionPipelines.list"
  | "timeSeries.byids"
  | "assets.byids"
  | "locationFilters.byids"
  | "locationFilters.list"
  | "projects.get"
  | "projects.update";

const WRITES: ReadonlySet<Operation> = new Set<Operation>([
  "groups.create",
  "groups.delete",
  "securityCategories.create",
  "securityCategories.delete",
  "sessions.create",
  "sessions.revoke",
  "projects.update",
]);

/** Whether an operation writes or reads; `undefined` for token requests and unknown paths, which count as neither. */
export function readsOrWrites(operation: Operation | undefined): "writes" | "reads" | undefined {
  if (operation === undefined || operation === "token") return undefined;
  return WRITES.has(operation) ? "writes" : "reads";
}
