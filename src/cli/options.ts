import { InvalidArgumentError } from "commander";

/** A parser for an option that is a whole number within bounds. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= from && number <= to))
      throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`);
    return number;
  };
}

/** A parser for a repeatable option. */
export function collect(check: (text: string) => string): (text: string, before: readonly string[]) => string[] {
  return (text, before = []) => [...before, check(text)];
}

/** The URL name of a CDF project. */
export function projectName(text: string): string {
  if (/^(?=.*[a-zA-Z])[a-zA-Z0-9][a-zA-Z0-9-]{1,30}[a-zA-Z0-9]$/.test(text)) return text;
  throw new InvalidArgumentError(
    "It must be a project's URL name: 3 to 32 letters, digits and hyphens, with at least one letter and no hyphen at either end.",
  );
}
