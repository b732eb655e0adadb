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
  "How soon a group counts for its members, which groups a caller with groupsAcl:LIST in currentuserscope sees, and the response to a caller who may not read a data set: this needs a second caller.",
  "Which right switching user profiles on or off needs, and the responses while they are off: this would change the project.",
  "Whether the service lets callers delete the group that gives them their rights: this would lock the caller out.",
  "Whether service accounts can be members: a run never puts anybody in a group.",
];
