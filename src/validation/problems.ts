import { didYouMean } from "../text/nearest";
import { joinFirst, pluralize } from "../text/plural";
import { programWording, type Wording } from "./wording";

/** Collects everything that is wrong with a resource's inputs, so that one error reports all of it. */
export class Problems {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];
  /** The terms that messages use. */
  readonly wording: Wording;
  readonly #secret: ReadonlySet<unknown>;

  /** @param secret - the inputs whose values no message may show. */
  constructor(secret: ReadonlySet<unknown> = new Set(), wording: Wording = programWording) {
    this.#secret = secret;
    this.wording = wording;
  }

  /** Reports a problem at a path. The text never quotes a value that may be a secret. */
  add(path: string, text: string): void {
    this.errors.push(path === "" ? text : `${path}: ${text}`);
  }

  warn(path: string, text: string): void {
    this.warnings.push(`${path}: ${text}`);
  }

  /**
   * Reports a value that is not what it must be. A word is shown, unless its input is a secret.
   * @param instead - what to write; it gets the word that was found, or an ellipsis if that is not shown.
   */
  refuse(path: string, text: string, value: unknown, instead: (word: string) => string = () => ""): void {
    const [input] = path.split(/[.[]/, 1);
    const isShown = !this.#secret.has(input);
    const word = isShown && typeof value === "string" && isWord(value) ? value : "…";
    this.add(path, `${text}; found ${isShown ? shownOf(value) : describeValue(value)}${instead(word)}`);
  }
}

/** What was found, for a message: a word as it is, anything else by its kind, since it may be a misplaced secret. */
export function shownOf(value: unknown): string {
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" && isWord(value) ? quote(value) : describeValue(value);
}

/** Whether a text looks like a word of the API, which no secret does. */
export const isWord = (text: string): boolean => text.length <= longestShown && /^[a-z_]+$/i.test(text);

/** The kind of a value in words, for a message that must not show the value itself. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "string") {
    const { length } = [...value];
    return length === 0 ? "an empty string" : `a string of ${pluralize(length, "character")}`;
  }
  if (typeof value === "object") return `an object with ${quoteAll(Object.keys(value)) || "no keys"}`;
  return `a ${typeof value}`;
}

/** A word as it was found, truncated when it is long. */
export function quote(word: string): string {
  const letters = [...word];
  return JSON.stringify(letters.length > longestShown ? `${letters.slice(0, longestShown).join("")}…` : word);
}

/** In characters; longer texts are truncated, or shown by their kind. */
const longestShown = 60;

/** The first few of some words as they were found. */
export const quoteAll = (words: readonly string[]): string => joinFirst(words.map(quote), 5);

/** What is allowed, and the word that was most likely meant. */
export function allowedOf(word: string, allowed: readonly string[]): string {
  const list = allowed.length > 20 ? "" : `; allowed: ${allowed.join(", ")}`;
  return `${list}${didYouMean(word, allowed)}`;
}

/** Reports properties that no input has, each with the nearest name. */
export function unknownProperties(path: string, value: object, known: readonly string[], problems: Problems): void {
  for (const key of Object.keys(value))
    if (!known.includes(key)) problems.add(path, `there is no property ${quote(key)}${allowedOf(key, known)}`);
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object as it is; an empty one for anything else. */
export const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

/** A list as it is; an empty one for anything else. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
