import { CdfError } from "../../errors";
import { groupFields } from "../../groups/canonical";
import { groupHandler } from "../../groups/handler";
import { givesGroupAdmin } from "../../groups/lockout/rights-lost";
import type { Context, Props } from "../../lifecycle/handler";
import type { Leftover } from "./find";

/** A leftover that still exists, with the error if it could not be deleted. */
export type Remaining = Leftover & { error?: string };

/** The result for each leftover. */
export interface Deletion {
  deleted: Leftover[];
  left: Remaining[];
}

/**
 * Deletes the leftovers that are proven to be this stack's, each in its project, through the lockout guard there: one that is
 * refused does not stop the others.
 */
export async function deleteLeftovers(context: Context, leftovers: readonly Leftover[]): Promise<Deletion> {
  const handler = groupHandler(context);
  const deletion: Deletion = { deleted: [], left: leftovers.filter(({ doubt }) => doubt !== undefined) };
  const proven = leftovers.filter(({ doubt }) => doubt === undefined);
  // Groups that let the caller delete groups go last.
  const deleteOrder = ({ group }: Leftover) => Number(givesGroupAdmin(group));
  for (const leftover of proven.toSorted((a, b) => deleteOrder(a) - deleteOrder(b)))
    try {
      await handler.delete(String(leftover.group.id), stateOf(leftover));
      deletion.deleted.push(leftover);
    } catch (error) {
      if (!(error instanceof CdfError)) throw error;
      deletion.left.push({ ...leftover, error: error.message });
    }
  return deletion;
}

/** As a state would have it of a group that declares its project: it is deleted there, whatever the connection's is. */
const stateOf = ({ group, project }: Leftover): Props => ({
  ...Object.fromEntries(groupFields.map((field) => [field, group[field]])),
  project,
  isProjectDeclared: true,
});
