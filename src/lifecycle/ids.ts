import { ConfigError, NotFoundError } from "../errors";
import { isId } from "../validation/ids";

/** The number that an ID stands for. @throws ConfigError when it is not a valid ID. */
export function asId(id: string, kind: string): number {
  if (isId(id)) return Number(id);
  throw new ConfigError(`"${id}" is not a valid ${kind} ID: it must be an integer of at least 1`);
}

/** The error of `get`: without it, a program would go on with outputs that do not exist. */
export function notFoundError(kind: string, id: number, project: string, path: string): NotFoundError {
  const reason = `there is no ${kind} with ID ${id} in project ${project}`;
  return new NotFoundError({ method: "GET", path, status: 404, reason, missing: [{ id }] });
}
