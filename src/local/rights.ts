import { forbidden, unauthorized } from "./errors";
import { isObject, isStringArray, type JsonObject } from "./json";
import type { GroupRecord } from "./records";
import type { Store } from "./store";
import type { Caller } from "./tokens";

/** The reach of a permission. */
export interface Grant {
  /** Everything. */
  all: boolean;
  /** The caller's own groups. */
  own: boolean;
  /** Targets with these IDs, in decimal. */
  ids: ReadonlySet<string>;
  /** The content of data sets with these IDs. */
  dataSetIds: ReadonlySet<string>;
  /** Everything below root assets with these IDs. */
  rootIds: ReadonlySet<string>;
}

/** What a caller may do in a project: the union over the groups that they are in at this moment. */
export class Rights {
  /** The groups that the caller is in. */
  readonly groups: readonly GroupRecord[];
  readonly #project: string;

  constructor(caller: Caller, project: string, groups: Iterable<GroupRecord>) {
    this.#project = project;
    this.groups = [...groups].filter((group) => group.deletedTime === -1 && isIn(caller, group));
  }

  /** The capabilities that count in this project. */
  get capabilities(): JsonObject[] {
    return this.groups.flatMap((group) => group.capabilities ?? []).filter((one) => countsIn(one, this.#project));
  }

  /** The reach of a permission; `undefined` when the caller does not have it. */
  grant(acl: string, action: string): Grant | undefined {
    const scopes = this.capabilities.flatMap((capability) => scopesFor(capability, acl, action));
    if (scopes.length === 0) return undefined;
    const idsOf = (...keys: string[]) =>
      new Set(scopes.filter((scope) => keys.includes(scope.key)).flatMap((scope) => scope.ids));
    return {
      all: scopes.some((scope) => scope.key === "all"),
      own: scopes.some((scope) => scope.key === "currentuserscope"),
      ids: idsOf("idscope", "extractionpipelinescope"),
      dataSetIds: idsOf("datasetscope"),
      rootIds: idsOf("assetrootidscope"),
    };
  }

  /** The reach of a permission; throws 403 when the caller does not have it. */
  need(acl: string, action: string): Grant {
    const grant = this.grant(acl, action);
    if (grant === undefined) throw forbidden();
    return grant;
  }

  /** Throws 403 unless the caller has the permission for everything. */
  needAll(acl: string, action: string): void {
    if (!this.need(acl, action).all) throw forbidden();
  }
}

/** The permissions of a caller in a project; throws 401 if the project does not exist or they are in no group of it. */
export function rightsOfCaller(store: Store, caller: Caller, project: string): Rights {
  const found = store.find(project);
  if (found === undefined || caller.projects?.includes(project) === false) throw unauthorized();
  const rights = new Rights(caller, project, found.groups.values());
  if (rights.groups.length === 0) throw unauthorized();
  return rights;
}

function isIn(caller: Caller, group: GroupRecord): boolean {
  const token = group.attributes?.["token"];
  const appIds = isObject(token) ? token["appIds"] : undefined;
  if (isStringArray(appIds) && !(caller.appId !== undefined && appIds.includes(caller.appId))) return false;
  if (group.members === "allUserAccounts") return caller.isUser;
  if (group.members !== undefined) return group.members.includes(caller.userIdentifier);
  return group.sourceId !== undefined && group.sourceId !== "" && caller.groups.includes(group.sourceId);
}

function countsIn(capability: JsonObject, project: string): boolean {
  const names = capability["projectUrlNames"];
  return !isObject(names) || !isStringArray(names["urlNames"]) || names["urlNames"].includes(project);
}

function scopesFor(capability: JsonObject, acl: string, action: string): { key: string; ids: string[] }[] {
  return Object.entries(capability).flatMap(([key, value]) => {
    if (key.toLowerCase() !== acl.toLowerCase() || !isObject(value)) return [];
    if (!isStringArray(value["actions"]) || !value["actions"].includes(action) || !isObject(value["scope"])) return [];
    return Object.entries(value["scope"]).map(([scope, fields]) => {
      const ids = isObject(fields) ? (fields["ids"] ?? fields["rootIds"]) : [];
      return { key: scope.toLowerCase(), ids: Array.isArray(ids) ? ids.map(String) : [] };
    });
  });
}
