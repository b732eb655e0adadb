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

/** What is open, but cannot be asked without harm, or by one caller alone. */
export const neverAsked: readonly string[] = [
  "what a create beyond the quota answers: a run must not use up a quota",
  "how soon a group counts for its members, and which groups callers with groupsAcl:LIST in currentuserscope see: it takes another caller",
  "whether deleting the caller's own group is refused: it would lock the caller out",
  "whether members may be service accounts: nobody is ever in a group that a run creates",
];
