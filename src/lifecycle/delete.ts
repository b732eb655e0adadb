import { ApiError, AuthError, NotFoundError } from "../errors";

/** The deletion of one object. */
export interface Deleting {
  id: number;
  delete(): Promise<unknown>;
  /** Asks the service whether the object still exists, using a list that begins late enough to include it. */
  stands(): Promise<boolean>;
}

/**
 * Deletes an object. This succeeds when the object no longer exists, no matter who deleted it: an error counts only if
 * the object still exists, or if that cannot be checked. A refusal always counts: a caller who may not delete an object
 * may not see it in lists either.
 */
export async function deleteOnce({ id, delete: remove, stands }: Deleting): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (isMissing(error, id)) return;
    if (isRefusal(error) || (await stands().catch(() => true))) throw error;
  }
}

/** Whether the API names this very object as missing; a bare 404 may come from a wrong URL. */
export const isMissing = (error: unknown, id: number): boolean =>
  error instanceof NotFoundError && error.missing.some((each) => String(each["id"]) === String(id));

/** Whether the service refused the caller, so that nothing was done. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof AuthError || (error instanceof ApiError && [401, 403].includes(error.status));
