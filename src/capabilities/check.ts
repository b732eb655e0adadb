import { allowedOf, isObject, isWord, Problems, quote, quoteAll, unknownProperties } from "../validation/problems";
import { isUnknown } from "../validation/unknown";
import { type ScopeTargetKind, scopeTargetKind, scopeTargetKinds } from "./scope-target-kinds";
import {
  type AclName,
  aclNames,
  fieldKind,
  fieldsOf,
  findAcl,
  findScope,
  type KnownAcl,
  type ScopeName,
  siblingKeys,
} from "./types";

/** Reports everything that is wrong with the capabilities of a group, according to the catalogue. */
export function checkCapabilities(capabilities: unknown, problems: Problems): void {
  if (capabilities === undefined || capabilities === null || isUnknown(capabilities)) return;
  if (!Array.isArray(capabilities)) return problems.refuse("capabilities", "must be a list", capabilities);
  for (const [i, capability] of capabilities.entries())
    if (!isUnknown(capability)) checkCapability(`capabilities[${i}]`, capability, problems);
}

/** What the catalogue does not know in a capability: its ACL, actions and scope; nothing for one that is listed. */
export function unlistedWords(capability: unknown): string[] {
  const problems = new Problems();
  checkCapabilities([capability], problems);
  return problems.errors;
}

function checkCapability(path: string, capability: unknown, problems: Problems): void {
  if (!isObject(capability)) return problems.refuse(path, "must be an object with one ACL", capability);
  const { unlisted } = capability;
  if (isUnknown(unlisted)) return;
  if (unlisted !== undefined && unlisted !== true)
    problems.add(path, `has a key "unlisted": use ${problems.wording.unlisted()} instead`);
  const acl = onlyAcl(path, capability, problems);
  if (acl === undefined) return;
  checkProjectUrlNames(`${path}.projectUrlNames`, capability["projectUrlNames"], problems);
  const grant = capability[acl];
  const at = `${path}.${acl}`;
  const known = findAcl(acl);
  if (unlisted !== true && known === undefined)
    return problems.add(
      path,
      ifNew(`there is no ACL ${quote(acl)}${allowedOf(acl, aclNames())}`, `{ ${quote(acl)}: … }`, problems),
    );
  if (isUnknown(grant)) return;
  if (!isObject(grant))
    return problems.refuse(at, `must be ${problems.wording.object("{ actions: [...], scope: {...} }")}`, grant);
  if (unlisted === true || known === undefined) return checkUnlisted(at, grant, problems);
  if (known.status === "unconfirmed")
    problems.warn(at, "is not in Cognite's current documentation; the service may not know it");
  unknownProperties(at, grant, ["actions", "scope"], problems);
  checkActions(`${at}.actions`, grant["actions"], known, problems);
  checkScope(at, grant["scope"], known, problems);
}

/** The one ACL that a capability names; every other key is reported as a mistake. */
function onlyAcl(path: string, capability: Record<string, unknown>, problems: Problems): string | undefined {
  const keys = Object.keys(capability).filter((key) => !siblingKeys.includes(key));
  const grant = keys.filter((key) => key === "actions" || key === "scope");
  if (keys.length === 0 || grant.length > 0) {
    const found = grant.length > 0 ? ` around ${grant.map(quote).join(" and ")}` : "";
    const example = problems.wording.object('{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }');
    problems.add(path, `names no ACL${found}: write ${example}`);
    return undefined;
  }
  const acls = keys.length === 1 ? keys : keys.filter((key) => findAcl(key) !== undefined || /acl$/i.test(key));
  if (acls.length > 1) {
    problems.add(path, `names ${acls.length} ACLs (${quoteAll(acls)}): write one capability for each`);
    return undefined;
  }
  for (const key of keys)
    if (!acls.includes(key))
      problems.add(path, `there is no property ${quote(key)} beside an ACL${allowedOf(key, ["projectUrlNames"])}`);
  return acls[0];
}

function checkUnlisted(path: string, grant: Record<string, unknown>, problems: Problems): void {
  const { actions, scope } = grant;
  if (!isUnknown(actions) && !(Array.isArray(actions) && actions.every(isName)))
    problems.refuse(`${path}.actions`, "must be a list of strings", actions);
  if (!isUnknown(scope) && !(isObject(scope) && Object.keys(scope).length === 1))
    problems.refuse(`${path}.scope`, "must have exactly one scope", scope);
  problems.warn(path, `is not checked (${problems.wording.unlistedName})`);
}

function checkActions(path: string, actions: unknown, acl: KnownAcl, problems: Problems): void {
  if (isUnknown(actions)) return;
  const words = acl.actions.join(", ");
  if (actions === undefined) return problems.add(path, `is missing: name at least one of ${words}`);
  if (!Array.isArray(actions)) return problems.refuse(path, `must be a list of ${words}`, actions);
  if (actions.length === 0) problems.add(path, `is empty: name at least one of ${words}`);
  for (const [i, action] of actions.entries()) {
    if (isUnknown(action)) continue;
    // What is not a word may be a misplaced secret.
    if (typeof action !== "string" || !isWord(action))
      problems.refuse(`${path}[${i}]`, `must be one of ${words}`, action);
    else if (!acl.actions.includes(action))
      problems.add(
        `${path}[${i}]`,
        ifNew(`${acl.name} has no action ${quote(action)}${allowedOf(action, acl.actions)}`, undefined, problems),
      );
  }
}

function checkScope(acl: string, scope: unknown, known: KnownAcl, problems: Problems): void {
  const path = `${acl}.scope`;
  if (isUnknown(scope)) return;
  const allowed = known.scopes
    .map((name) => problems.wording.object(`{ ${name}: ${fieldsOf(name).length > 0 ? "{…}" : "{}"} }`))
    .join(" or ");
  if (scope === undefined) return problems.add(path, `is missing: write ${allowed}`);
  if (!isObject(scope)) return problems.refuse(path, `must be ${allowed}`, scope);
  const [key, ...more] = Object.keys(scope);
  if (key === undefined) return problems.add(path, `is empty: write ${allowed}`);
  if (more.length > 0)
    return problems.add(
      path,
      `has ${more.length + 1} scopes (${quoteAll([key, ...more])}): write one capability for each`,
    );
  const name = findScope(key, known.scopes);
  if (name === undefined)
    return problems.add(
      path,
      ifNew(`${known.name} has no scope ${quote(key)}${allowedOf(key, known.scopes)}`, undefined, problems),
    );
  checkScopeContent(`${path}.${key}`, known.name, name, scope[key], problems);
}

function checkScopeContent(path: string, acl: AclName, scope: ScopeName, content: unknown, problems: Problems): void {
  if (isUnknown(content)) return;
  const fields = fieldsOf(scope);
  if (!isObject(content))
    return problems.refuse(
      path,
      `must be ${fields.length > 0 ? `an object with ${fields.join(", ")}` : "an empty object, {}"}`,
      content,
    );
  for (const field of Object.keys(content))
    if (!fields.includes(field))
      problems.add(
        path,
        `there is no property ${quote(field)}${fields.length > 0 ? allowedOf(field, fields) : "; it must be empty, {}"}`,
      );
  for (const field of fields) {
    const value = content[field];
    const at = `${path}.${field}`;
    if (isUnknown(value)) continue;
    const kind = fieldKind(scope, field);
    const what = kind === "tables" ? databases(problems) : kind === "ids" ? "a list of IDs" : "a list of names";
    if (value === undefined) problems.add(at, `is missing: it must be ${what}`);
    else if (kind === "tables") checkTables(at, value, problems);
    else if (!Array.isArray(value)) problems.refuse(at, `must be ${what}`, value);
    else
      for (const [i, each] of value.entries())
        if (kind === "ids") checkId(`${at}[${i}]`, each, scopeTargetKind(acl, scope), problems);
        else checkName(`${at}[${i}]`, each, problems);
  }
}

function checkName(path: string, value: unknown, problems: Problems): void {
  if (!isUnknown(value) && !isName(value)) problems.refuse(path, "must be a name (a non-empty string)", value);
}

function checkId(path: string, value: unknown, kind: ScopeTargetKind | undefined, problems: Problems): void {
  if (isUnknown(value)) return;
  const id = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof id === "number" && Number.isSafeInteger(id) && id >= 1) return;
  const wanted = `must be an ID, an integer from 1 to ${Number.MAX_SAFE_INTEGER}`;
  if (typeof value === "number") problems.add(path, `${wanted}; found ${kindOfNumber(value)}`);
  else problems.refuse(path, wanted, value, (word) => idHint(value, word, kind, problems));
}

/** What to write instead, for users who know a target by its external ID or name. */
function idHint(value: unknown, word: string, kind: ScopeTargetKind | undefined, { wording }: Problems): string {
  if (isObject(value) && "id" in value) return ": write its ID";
  // What looks like a number was meant as an ID.
  if (kind === undefined || typeof value !== "string" || Number.isFinite(Number(value))) return "";
  const { lookup, by } = scopeTargetKinds[kind];
  const what = by === "externalId" ? "an external ID" : "a name";
  return `. For ${what}, write ${wording.idFrom(lookup, by, JSON.stringify(word))}`;
}

/** What is wrong with a number as an ID, without showing it. */
function kindOfNumber(value: number): string {
  if (value === 0) return "0";
  if (value < 0) return "a negative number";
  return Number.isInteger(value) ? "a larger number" : "a fraction";
}

function checkTables(path: string, value: unknown, problems: Problems): void {
  if (!isObject(value)) return problems.refuse(path, `must be ${databases(problems)}`, value);
  for (const [database, content] of Object.entries(value)) {
    const at = `${path}[${quote(database)}]`;
    if (database === "") problems.add(path, "has an empty database name");
    if (isUnknown(content)) continue;
    if (!isObject(content) && !Array.isArray(content)) {
      problems.refuse(at, `must be ${problems.wording.object("{ tables: [...] }")}, or {} for every table`, content);
      continue;
    }
    if (isObject(content)) unknownProperties(at, content, ["tables"], problems);
    const [listPath, tables] = isObject(content) ? [`${at}.tables`, content["tables"]] : [at, content];
    if (tables === undefined || isUnknown(tables)) continue;
    // Not even null: a list that a program failed to fill in would grant the whole database.
    if (!Array.isArray(tables)) problems.refuse(listPath, "must be a list of tables", tables);
    // A computed list may turn out empty, and would grant the whole database.
    else if (tables.length === 0)
      problems.warn(listPath, "is empty, which grants every table of the database; write {} if this is intended");
    else for (const [i, table] of tables.entries()) checkName(`${listPath}[${i}]`, table, problems);
  }
}

function checkProjectUrlNames(path: string, value: unknown, problems: Problems): void {
  if (value === undefined || isUnknown(value)) return;
  const wanted = `must be ${problems.wording.object("{ urlNames: [...] }")} with the URL names of projects`;
  if (!isObject(value)) return problems.refuse(path, wanted, value);
  unknownProperties(path, value, ["urlNames"], problems);
  const names = value["urlNames"];
  if (isUnknown(names)) return;
  if (!Array.isArray(names) || names.length === 0) problems.refuse(path, wanted, names);
  else for (const [i, name] of names.entries()) checkName(`${path}.urlNames[${i}]`, name, problems);
}

const databases = ({ wording }: Problems) => `an object from database to ${wording.object("{ tables: [...] }")}`;

/** A text about a word that the catalogue lacks, and how to use that word anyway. */
const ifNew = (text: string, capability: string | undefined, { wording }: Problems) =>
  `${text}${text.endsWith("?") ? "" : "."} If it is new in the API, write ${wording.unlisted(capability)}`;

const isName = (value: unknown): value is string => typeof value === "string" && value !== "";
