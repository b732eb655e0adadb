import { isObject, isStringArray, type JsonObject } from "./json";
import type { Problems } from "./problems";

/** Fields of scopes (keys in lower case) that list IDs, and those that list names. Other scopes pass unchecked. */
const ID_FIELDS: ReadonlyMap<string, string> = new Map([
  ["datasetscope", "ids"],
  ["idscope", "ids"],
  ["extractionpipelinescope", "ids"],
  ["assetrootidscope", "rootIds"],
  ["partition", "partitionIds"],
  ["assetidscope", "subtreeIds"],
]);
const NAME_FIELDS: ReadonlyMap<string, string> = new Map([
  ["spaceidscope", "spaceIds"],
  ["instancesscope", "instances"],
  ["usersscope", "usernames"],
  ["experimentscope", "experiments"],
  ["appscope", "apps"],
  ["appexternalidscope", "externalIds"],
  ["agentexternalidscope", "externalIds"],
  ["dataproductscope", "externalIds"],
  ["spacescope", "externalIds"],
  ["datamodelscope", "externalIds"],
]);

const ID = /^[1-9][0-9]{0,15}$/;

/** The field of a scope that lists IDs; `undefined` for scopes that list none. */
export function idFieldOf(scopeKey: string): string | undefined {
  return ID_FIELDS.get(scopeKey.toLowerCase());
}

/**
 * Checks the shape of a capability: one ACL, whatever its name (beside `projectUrlNames`), its actions, and one scope.
 * Names of ACLs and actions are not checked: the service adds new ones without notice.
 */
export function checkCapability(capability: unknown, path: string, problems: Problems): void {
  if (!isObject(capability)) {
    problems.wrong(path, "must be an object");
    return;
  }
  const names = capability["projectUrlNames"];
  if (names !== undefined && !(isObject(names) && isStringArray(names["urlNames"]))) {
    problems.wrong(`${path}.projectUrlNames`, 'must be {"urlNames": string[]}');
  }
  const acls = Object.keys(capability).filter((key) => key !== "projectUrlNames");
  const [acl, ...others] = acls;
  if (acl === undefined || others.length > 0) {
    problems.wrong(path, "must have exactly one ACL");
    return;
  }
  checkAcl(capability[acl], `${path}.${acl}`, problems);
}

function checkAcl(acl: unknown, path: string, problems: Problems): void {
  if (!isObject(acl)) {
    problems.wrong(path, "must be an object");
    return;
  }
  const { actions, scope } = acl as { actions?: unknown; scope?: unknown };
  if (actions === undefined) problems.missing(`${path}.actions`);
  else if (!isStringArray(actions) || actions.length === 0 || actions.includes("")) {
    problems.wrong(`${path}.actions`, "must be an array of at least one action");
  }
  if (scope === undefined) {
    problems.missing(`${path}.scope`);
    return;
  }
  if (!isObject(scope)) {
    problems.wrong(`${path}.scope`, "must be an object");
    return;
  }
  const [key, ...others] = Object.keys(scope);
  if (key === undefined || others.length > 0) {
    problems.wrong(`${path}.scope`, "must have exactly one key");
    return;
  }
  checkScope(key, scope[key], `${path}.scope.${key}`, problems);
}

function checkScope(key: string, scope: unknown, path: string, problems: Problems): void {
  if (!isObject(scope)) {
    problems.wrong(path, "must be an object");
    return;
  }
  const idField = idFieldOf(key);
  const field = idField ?? NAME_FIELDS.get(key.toLowerCase());
  if (key.toLowerCase() === "tablescope") {
    checkTables(scope, path, problems);
    return;
  }
  if (field === undefined) return;
  const values = scope[field];
  if (values === undefined) {
    problems.missing(`${path}.${field}`);
    return;
  }
  if (!Array.isArray(values)) {
    problems.wrong(`${path}.${field}`, "must be an array");
    return;
  }
  const isRight = idField === undefined ? (value: unknown) => typeof value === "string" : isScopeId;
  if (!values.every(isRight)) {
    problems.wrong(
      `${path}.${field}`,
      idField === undefined ? "must hold strings" : "must hold ids, 1 to 9007199254740991",
    );
  }
}

/** Only the nested form is accepted: the service refuses the flat one of the spec, `{"db": ["table"]}`. */
function checkTables(scope: JsonObject, path: string, problems: Problems): void {
  const databases = scope["dbsToTables"];
  if (databases === undefined) {
    problems.missing(`${path}.dbsToTables`);
    return;
  }
  if (!isObject(databases)) {
    problems.wrong(`${path}.dbsToTables`, "must be an object");
    return;
  }
  for (const [name, database] of Object.entries(databases)) {
    const right = isObject(database) && (database["tables"] === undefined || isStringArray(database["tables"]));
    if (!right) problems.wrong(`${path}.dbsToTables.${name}`, 'must be {"tables": string[]} or {}');
  }
}

function isScopeId(value: unknown): boolean {
  if (typeof value !== "number" && !(typeof value === "string" && ID.test(value))) return false;
  return Number.isSafeInteger(Number(value)) && Number(value) >= 1;
}
