import { ConfigError, NotFoundError } from "../errors";

/** Whether a text is an id as the API gives them: a whole number from 1 that a number holds exactly. */
export const isId = (id: unknown): id is string =>
  typeof id === "string" && /^\d+$/.test(id) && Number.isSafeInteger(Number(id)) && Number(id) >= 1;

/** The number that an id stands for. @throws ConfigError when it is no id. */
export function asId(id: string, kind: string): number {
  if (isId(id)) return Number(id);
  throw new ConfigError(`"${id}" is no id of a ${kind}, which is a whole number from 1`);
}

/** What `get` throws: without it, a program would go on with outputs that are not there. */
export function notThere(kind: string, id: number, project: string, path: string): NotFoundError {
  const reason = `there is no ${kind} with id ${id} in project ${project}`;
  return new NotFoundError({ method: "GET", path, status: 404, reason, missing: [{ id }] });
}
