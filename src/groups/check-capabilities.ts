import { allowedOf, isObject, kindOf, type Problems, quote } from "../lifecycle/problems";
import { isUnknown } from "../lifecycle/unknown";
import {
  aclNames,
  fieldKind,
  fieldsOf,
  findAcl,
  findScope,
  type KnownAcl,
  type ScopeName,
  siblingKeys,
} from "./capabilities";

/** All that is wrong with the capabilities of a group, by the catalogue. */
export function checkCapabilities(capabilities: unknown, problems: Problems): void {
  if (capabilities === undefined || capabilities === null || isUnknown(capabilities)) return;
  if (!Array.isArray(capabilities))
    return problems.add("capabilities", `must be a list; found ${kindOf(capabilities)}`);
  for (const [i, capability] of capabilities.entries())
    if (!isUnknown(capability)) checkCapability(`capabilities[${i}]`, capability, problems);
}

function checkCapability(path: string, capability: unknown, problems: Problems): void {
  if (!isObject(capability)) return problems.add(path, `must be an object with one ACL; found ${kindOf(capability)}`);
  const [acl, ...more] = Object.keys(capability).filter((key) => !siblingKeys.includes(key));
  if (acl === undefined)
    return problems.add(
      path,
      'names no ACL; write one, as in { assetsAcl: { actions: ["READ"], scope: { all: {} } } }',
    );
  if (more.length > 0)
    return problems.add(
      path,
      `names ${more.length + 1} ACLs (${[acl, ...more].map(quote).join(", ")}): write one capability for each`,
    );
  checkProjectUrlNames(`${path}.projectUrlNames`, capability["projectUrlNames"], problems);
  const unlisted = capability["unlisted"] === true;
  if (!unlisted && capability["unlisted"] !== undefined)
    problems.add(path, 'has a key "unlisted": use iam.unlisted(…) instead');
  const grant = capability[acl];
  const at = `${path}.${acl}`;
  if (isUnknown(grant)) return;
  if (!isObject(grant)) return problems.add(at, `must be { actions, scope }; found ${kindOf(grant)}`);
  if (unlisted) return checkUnlisted(at, grant, problems);
  const known = findAcl(acl);
  if (known === undefined)
    return problems.add(
      path,
      `there is no ACL ${quote(acl)}${allowedOf(acl, aclNames())}; if it is new, write iam.unlisted({ ${quote(acl)}: … })`,
    );
  for (const key of Object.keys(grant))
    if (key !== "actions" && key !== "scope")
      problems.add(at, `there is no property ${quote(key)}${allowedOf(key, ["actions", "scope"])}`);
  checkActions(`${at}.actions`, grant["actions"], known, problems);
  checkScope(at, grant["scope"], known, problems);
}

function checkUnlisted(path: string, grant: Record<string, unknown>, problems: Problems): void {
  const { actions, scope } = grant;
  if (!isUnknown(actions) && !(Array.isArray(actions) && actions.every((each) => typeof each === "string")))
    problems.add(`${path}.actions`, `must be a list of strings; found ${kindOf(actions)}`);
  if (!isUnknown(scope) && !(isObject(scope) && Object.keys(scope).length === 1))
    problems.add(`${path}.scope`, `must hold exactly one scope; found ${kindOf(scope)}`);
  problems.warn(path, "is not checked (iam.unlisted)");
}

function checkActions(path: string, actions: unknown, acl: KnownAcl, problems: Problems): void {
  if (isUnknown(actions)) return;
  if (!Array.isArray(actions))
    return problems.add(path, `must be a list; found ${kindOf(actions)}; allowed: ${acl.actions.join(", ")}`);
  if (actions.length === 0) problems.add(path, `is empty: name at least one of ${acl.actions.join(", ")}`);
  for (const [i, action] of actions.entries()) {
    if (isUnknown(action)) continue;
    if (typeof action !== "string") problems.add(`${path}[${i}]`, `must be a string; found ${kindOf(action)}`);
    else if (!acl.actions.includes(action))
      problems.add(`${path}[${i}]`, `${acl.name} has no action ${quote(action)}${allowedOf(action, acl.actions)}`);
  }
}

function checkScope(acl: string, scope: unknown, known: KnownAcl, problems: Problems): void {
  const path = `${acl}.scope`;
  if (isUnknown(scope)) return;
  if (!isObject(scope))
    return problems.add(path, `must be an object with one of ${known.scopes.join(", ")}; found ${kindOf(scope)}`);
  const [key, ...more] = Object.keys(scope);
  if (key === undefined) return problems.add(path, `is empty: it must hold one of ${known.scopes.join(", ")}`);
  if (more.length > 0)
    return problems.add(
      path,
      `holds ${more.length + 1} scopes (${[key, ...more].map(quote).join(", ")}): write one capability for each`,
    );
  const name = findScope(key, known.scopes);
  if (name === undefined)
    return problems.add(path, `${known.name} has no scope ${quote(key)}${allowedOf(key, known.scopes)}`);
  checkScopeContent(`${path}.${key}`, name, scope[key], problems);
}

function checkScopeContent(path: string, scope: ScopeName, content: unknown, problems: Problems): void {
  if (isUnknown(content)) return;
  const fields = fieldsOf(scope);
  if (!isObject(content))
    return problems.add(
      path,
      `must be an object${fields.length > 0 ? ` with ${fields.join(", ")}` : ": write {}"}; found ${kindOf(content)}`,
    );
  for (const field of Object.keys(content))
    if (!fields.includes(field))
      problems.add(
        path,
        `there is no property ${quote(field)}${fields.length > 0 ? allowedOf(field, fields) : "; it must be empty"}`,
      );
  for (const field of fields) {
    const value = content[field];
    const at = `${path}.${field}`;
    if (isUnknown(value)) continue;
    if (value === undefined) problems.add(at, "is missing");
    else if (fieldKind(scope, field) === "tables") checkTables(at, value, problems);
    else if (!Array.isArray(value)) problems.add(at, `must be a list; found ${kindOf(value)}`);
    else
      for (const [i, each] of value.entries())
        checkReference(`${at}[${i}]`, fieldKind(scope, field) === "ids", each, problems);
  }
}

function checkReference(path: string, isId: boolean, value: unknown, problems: Problems): void {
  if (isUnknown(value)) return;
  if (!isId) {
    if (typeof value !== "string" || value === "") problems.add(path, `must be a name; found ${kindOf(value)}`);
    return;
  }
  const id = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof id === "number" && Number.isSafeInteger(id) && id >= 1) return;
  const found = typeof value === "number" ? String(value) : kindOf(value);
  problems.add(path, `must be an id, a whole number from 1 to ${Number.MAX_SAFE_INTEGER}; found ${found}`);
}

function checkTables(path: string, value: unknown, problems: Problems): void {
  if (!isObject(value))
    return problems.add(path, `must be an object from database to { tables: [...] }; found ${kindOf(value)}`);
  for (const [database, content] of Object.entries(value)) {
    const at = `${path}[${quote(database)}]`;
    if (isUnknown(content)) continue;
    if (isObject(content))
      for (const key of Object.keys(content))
        if (key !== "tables") problems.add(at, `there is no property ${quote(key)}${allowedOf(key, ["tables"])}`);
    const tables = isObject(content) ? (content["tables"] ?? []) : content;
    if (isUnknown(tables)) continue;
    if (!Array.isArray(tables))
      problems.add(at, `must be { tables: [...] }, or {} for every table; found ${kindOf(tables)}`);
    else for (const [i, table] of tables.entries()) checkReference(`${at}.tables[${i}]`, false, table, problems);
  }
}

function checkProjectUrlNames(path: string, value: unknown, problems: Problems): void {
  if (value === undefined || isUnknown(value)) return;
  const names = isObject(value) ? value["urlNames"] : undefined;
  if (isUnknown(names)) return;
  if (
    !Array.isArray(names) ||
    names.length === 0 ||
    !names.every((name) => isUnknown(name) || typeof name === "string")
  )
    problems.add(path, `must be { urlNames: [...] } with the names of projects; found ${kindOf(value)}`);
}
