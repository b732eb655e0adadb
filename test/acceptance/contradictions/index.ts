import type { Contradiction } from "./contradiction";
import { aboutContent } from "./group-content";
import { aboutGroups } from "./groups";
import { aboutReading } from "./reading";
import { aboutCategories } from "./security-categories";
import { aboutSessions } from "./sessions";

/** One or more for each question. */
export const contradictions: readonly Contradiction[] = [
  ...aboutGroups,
  ...aboutContent,
  ...aboutCategories,
  ...aboutSessions,
  ...aboutReading,
];
