import { apiError, badRequest, forbidden } from "./errors";
import { bareIdsOf, itemsOf } from "./items";
import { isObject } from "./json";
import { created, type OperationCall, ok, type Reply } from "./operation-call";
import { limitOf, pageOf } from "./paging";
import { isListed, type SecurityCategoryRecord } from "./records";
import type { ServerState } from "./server-state";

const MAX_PER_PROJECT = 1000;

/** `GET /securitycategories`: needs `securityCategoriesAcl:LIST`; an `idscope` limits it. Sorted by name. */
export function listSecurityCategories({ server, project, rights, query }: OperationCall): Reply {
  const grant = rights.need("securityCategoriesAcl", "LIST");
  const sort = query["sort"] ?? "ASC";
  if (sort !== "ASC" && sort !== "DESC") throw badRequest("sort must be ASC or DESC.");
  const limit = limitOf(query["limit"]);
  const now = Date.now();
  const shown = [...server.store.of(project).securityCategories.values()].filter(
    (one) => isListed(one, now, server.settings.listLagMs) && (grant.all || grant.ids.has(String(one.id))),
  );
  const direction = sort === "ASC" ? 1 : -1;
  shown.sort((a, b) => direction * (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
  const keyOf = (one: SecurityCategoryRecord): string => String(one.id);
  const page = pageOf(shown, { keyOf, limit, cursor: query["cursor"], view: `${project} ${sort}` });
  return ok({ ...page, items: page.items.map(answerSecurityCategory) });
}

/** `POST /securitycategories`: needs `securityCategoriesAcl:CREATE` with the scope `all`. */
export function createSecurityCategories({ server, project, rights, body }: OperationCall): Reply {
  rights.needAll("securityCategoriesAcl", "CREATE");
  const names = itemsOf(body).map((item) => {
    const name = isObject(item) ? item["name"] : undefined;
    if (typeof name !== "string" || name === "") throw badRequest('items must be objects {"name": string}.');
    return name;
  });
  return created({ items: makeSecurityCategories(server, project, names).map(answerSecurityCategory) });
}

/** `POST /securitycategories/delete`: needs `securityCategoriesAcl:DELETE`, for all or for these. */
export function deleteSecurityCategories({ server, project, rights, body }: OperationCall): Reply {
  const grant = rights.need("securityCategoriesAcl", "DELETE");
  const ids = bareIdsOf(body);
  if (!grant.all && !ids.every((id) => grant.ids.has(String(id)))) throw forbidden();
  const { securityCategories } = server.store.of(project);
  const missing = ids.filter((id) => securityCategories.get(id)?.deletedTime !== -1).map((id) => ({ id }));
  if (missing.length > 0) throw badRequest("Security categories not found.", { missing });
  removeSecurityCategories(server, project, ids);
  return ok({});
}

/** Creates security categories, for any caller. A name given twice is created once; an existing name refuses all. */
export function makeSecurityCategories(
  server: ServerState,
  project: string,
  names: readonly string[],
): SecurityCategoryRecord[] {
  const live = [...server.store.of(project).securityCategories.values()].filter((one) => one.deletedTime === -1);
  const taken = new Set(live.map((one) => one.name));
  const wanted = [...new Set(names)];
  const duplicated = wanted.filter((name) => taken.has(name)).map((name) => ({ name }));
  if (duplicated.length > 0) throw apiError(409, "Security category names must be unique.", { duplicated });
  if (live.length + wanted.length > MAX_PER_PROJECT) {
    throw badRequest(`There can only be ${MAX_PER_PROJECT} security categories per project`);
  }
  const createdTime = Date.now();
  const made = wanted.map((name) => ({ id: server.store.newId(), name, createdTime, deletedTime: -1 }));
  server.store.save(project, "securityCategories", made);
  return made;
}

/** Deletes those of the security categories that exist; returns how many. */
export function removeSecurityCategories(server: ServerState, project: string, ids: readonly number[]): number {
  const { securityCategories } = server.store.of(project);
  const deletedTime = Date.now();
  const alive = ids.flatMap((id) => {
    const one = securityCategories.get(id);
    return one?.deletedTime === -1 ? [{ ...one, deletedTime }] : [];
  });
  server.store.save(project, "securityCategories", alive);
  return alive.length;
}

/** A security category as the API answers it. */
export function answerSecurityCategory({ id, name }: SecurityCategoryRecord): { id: number; name: string } {
  return { id, name };
}
