import { ApiError, AuthError, NotFoundError } from "../errors";

/** Deleting one thing. */
export interface Deleting {
  id: number;
  delete(): Promise<unknown>;
  /** Asks the service whether the thing is still there, in a list that cannot lack it for lagging behind its making. */
  stands(): Promise<boolean>;
}

/**
 * Deletes a thing, which is done when it is gone, whoever did it: an error counts only if the thing still stands, or if
 * that cannot be found out. A refusal always counts: who may not delete a thing may not see it in lists either.
 */
export async function deleteOnce({ id, delete: remove, stands }: Deleting): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (isMissing(error, id)) return;
    if (isRefusal(error) || (await stands().catch(() => true))) throw error;
  }
}

/** Whether the API names the very thing as missing; a bare 404 may come from a wrong address. */
export const isMissing = (error: unknown, id: number): boolean =>
  error instanceof NotFoundError && error.missing.some((each) => String(each["id"]) === String(id));

/** Whether the service has refused the caller, so that nothing was done. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof AuthError || (error instanceof ApiError && [401, 403].includes(error.status));
