import { describeValue } from "../validation/problems";

/** What is wrong with the URL name of a CDF project, if anything. */
export function projectNameProblem(project: unknown): string | undefined {
  const isName =
    typeof project === "string" && /^[a-z0-9][a-z0-9-]{1,30}[a-z0-9]$/i.test(project) && /[a-z]/i.test(project);
  if (isName) return undefined;
  return `is not a valid URL name: 3 to 32 letters, digits and hyphens, at least one letter, no hyphen at either end; found ${shownSetting(project)}`;
}

/**
 * A setting's value, for a message; only its kind if it has a character or a length that no such setting has: it may be a
 * misplaced secret.
 */
export const shownSetting = (value: unknown) =>
  typeof value === "string" && /^[\w./:-]{1,60}$/.test(value) ? JSON.stringify(value) : describeValue(value);
