import { badRequest, forbidden } from "./errors";
import { answerGroup, answerGroupCached } from "./group-answer";
import { parseGroupSpecs } from "./group-spec";
import { bareIdsOf, itemsOf } from "./items";
import { created, type OperationCall, ok, type Reply } from "./operation-call";
import { type GroupRecord, isListed } from "./records";
import type { ServerState } from "./server-state";

/**
 * `GET /groups?all=`: needs `groupsAcl:LIST`. With the scope `currentuserscope`, `all=true` also returns only the
 * caller's own groups; without LIST, not even those. Ordered by ID, which is random.
 */
export function listGroups({ server, project, rights, query }: OperationCall): Reply {
  const grant = rights.need("groupsAcl", "LIST");
  const all = query["all"] ?? "false";
  if (all !== "true" && all !== "false") throw badRequest("all must be true or false.");
  const { listLagMs } = server.settings;
  const now = Date.now();
  const own = new Set(rights.groups.map((group) => group.id));
  const shown = [...server.store.of(project).groups.values()].filter((group) => {
    return isListed(group, now, listLagMs) && ((all === "true" && grant.all) || own.has(group.id));
  });
  shown.sort((a, b) => a.id - b.id);
  const alive = (group: GroupRecord): GroupRecord => (group.deletedTime === -1 ? group : { ...group, deletedTime: -1 });
  return ok({ items: shown.map((group) => answerGroupCached(alive(group), server.settings)) });
}

/**
 * `POST /groups`: creates all of them or none. Needs `groupsAcl:CREATE` with the scope `all`; `currentuserscope` is not
 * enough.
 */
export function createGroups({ server, project, rights, body }: OperationCall): Reply {
  rights.needAll("groupsAcl", "CREATE");
  const groups = makeGroups(server, project, itemsOf(body, "bare"));
  return created({ items: groups.map((group) => answerGroup(group, server.settings)) });
}

/**
 * `POST /groups/delete`: needs `groupsAcl:DELETE`; with the scope `currentuserscope`, for the caller's own groups only.
 */
export function deleteGroups({ server, project, rights, body }: OperationCall): Reply {
  const grant = rights.need("groupsAcl", "DELETE");
  const ids = bareIdsOf(body);
  const own = new Set(rights.groups.map((group) => group.id));
  if (!grant.all && !ids.every((id) => own.has(id))) throw forbidden();
  const { groups } = server.store.of(project);
  const missing = ids.filter((id) => groups.get(id)?.deletedTime !== -1);
  if (missing.length > 0 && server.settings.unknownGroupDelete === "missing") {
    throw badRequest(`Groups not found: ${missing.join(", ")}`, { missing: missing.map((id) => ({ id })) });
  }
  removeGroups(server, project, ids);
  return ok({});
}

/** Checks specs and creates groups from them, for any caller. */
export function makeGroups(server: ServerState, project: string, specs: readonly unknown[]): GroupRecord[] {
  const { groupQuota, dataModelingOnly } = server.settings;
  const parsed = parseGroupSpecs(specs, dataModelingOnly);
  if (server.store.of(project).groups.size + parsed.length > groupQuota) {
    throw badRequest(`There can only be ${groupQuota} undeleted or deleted groups per project`);
  }
  const createdTime = Date.now();
  const groups = parsed.map((spec) => ({ ...spec, id: server.store.newId(), createdTime, deletedTime: -1 }));
  server.store.save(project, "groups", groups);
  return groups;
}

/** Soft-deletes those of the groups that exist; returns how many. */
export function removeGroups(server: ServerState, project: string, ids: readonly number[]): number {
  const { groups } = server.store.of(project);
  const deletedTime = Date.now();
  const alive = ids.flatMap((id) => {
    const group = groups.get(id);
    return group?.deletedTime === -1 ? [{ ...group, deletedTime }] : [];
  });
  server.store.save(project, "groups", alive);
  return alive.length;
}
