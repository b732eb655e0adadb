import { nearest } from "../nearest";

/** Gathers what is wrong with a resource's inputs, so that all of it is told at once. */
export class Problems {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];

  /** Something at a path is wrong. The text never quotes a value that may be a secret. */
  add(path: string, text: string): void {
    this.errors.push(path === "" ? text : `${path}: ${text}`);
  }

  warn(path: string, text: string): void {
    this.warnings.push(`${path}: ${text}`);
  }
}

/** The kind of a value in words, for a message that must not show the value itself. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "string") {
    const { length } = [...value];
    return length === 0 ? "an empty string" : `a string of ${length} character${length === 1 ? "" : "s"}`;
  }
  if (typeof value === "object") return `an object with ${quoteAll(Object.keys(value)) || "no keys"}`;
  return `a ${typeof value}`;
}

/** A word as it was found, cut when it is long. */
export function quote(word: string): string {
  const letters = [...word];
  return JSON.stringify(letters.length > 60 ? `${letters.slice(0, 60).join("")}…` : word);
}

/** The first few of some words as they were found. */
export function quoteAll(words: readonly string[]): string {
  const more = words.length > 5 ? ` and ${words.length - 5} more` : "";
  return words.slice(0, 5).map(quote).join(", ") + more;
}

/** What is allowed, and the word that was most likely meant. */
export function allowedOf(word: string, allowed: readonly string[]): string {
  const near = nearest(word, allowed);
  const list = allowed.length > 20 ? "" : `; allowed: ${allowed.join(", ")}`;
  return `${list}${near === undefined ? "" : `; did you mean ${quote(near)}?`}`;
}

/** Names of properties that no input has, each with the nearest one. */
export function unknownProperties(path: string, value: object, known: readonly string[], problems: Problems): void {
  for (const key of Object.keys(value))
    if (!known.includes(key)) problems.add(path, `there is no property ${quote(key)}${allowedOf(key, known)}`);
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
