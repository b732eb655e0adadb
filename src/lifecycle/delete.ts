import { NotFoundError } from "../errors";

/** Deleting one thing. */
export interface Deleting {
  id: number;
  delete(): Promise<unknown>;
  /** Asks the service whether the thing is still there. */
  stands(): Promise<boolean>;
}

/**
 * Deletes a thing, which is done when it is gone, whoever did it: an error counts only if the thing still stands, or if
 * that cannot be found out.
 */
export async function deleteOnce({ id, delete: remove, stands }: Deleting): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (isMissing(error, id)) return;
    if (await stands().catch(() => true)) throw error;
  }
}

/** Whether the API names the very thing as missing; a bare 404 may come from a wrong address. */
export const isMissing = (error: unknown, id: number): boolean =>
  error instanceof NotFoundError && error.missing.some((each) => String(each["id"]) === String(id));
