import { ConfigError, NotFoundError } from "../errors";
import { isId } from "../validation/ids";

/** The number that an id stands for. @throws ConfigError when it is no id. */
export function asId(id: string, kind: string): number {
  if (isId(id)) return Number(id);
  throw new ConfigError(`"${id}" is no id of a ${kind}, which is a whole number from 1`);
}

/** What `get` throws: without it, a program would go on with outputs that are not there. */
export function notFoundError(kind: string, id: number, project: string, path: string): NotFoundError {
  const reason = `there is no ${kind} with id ${id} in project ${project}`;
  return new NotFoundError({ method: "GET", path, status: 404, reason, missing: [{ id }] });
}
