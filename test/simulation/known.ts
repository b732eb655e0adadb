import type { PromiseName } from "./promises";

/** The promises that the handlers are known to break in some histories; empty once they keep them all. */
export const knownToBreak: readonly PromiseName[] = [
  "noUnreportedCopy",
  "othersAreSafe",
  "converges",
  "noDeadId",
  "createMakes",
  "nothingIsLost",
  "crashLeavesNothing",
  "noLockout",
];

/** Whether the command `leftovers --delete` exists, which finds by its mark whatever a crash has left. */
export const hasLeftoversCommand: boolean = false;
