import { groupContent } from "./group-content";
import { groups } from "./groups";
import type { Question } from "./question";
import { reading } from "./reading";
import { securityCategories } from "./security-categories";
import { sessions } from "./sessions";

/** Every question, in the order of the table. */
export const questions: readonly Question[] = [
  ...groups,
  ...groupContent,
  ...securityCategories,
  ...sessions,
  ...reading,
];

/** Open questions that a run cannot ask without harm, or not with one caller. */
export const neverAsked: readonly string[] = [
  "The response to a create beyond the quota: a run must not use up a quota.",
  "How soon a group counts for its members, and which groups a caller with groupsAcl:LIST in currentuserscope sees: this needs a second caller.",
  "Whether the service lets callers delete the group that gives them their rights: this would lock the caller out.",
  "Whether service accounts can be members: a run never puts anybody in a group.",
];
