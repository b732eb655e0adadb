import { isObject } from "../validation/problems";

/** Source text that stands for itself, as a reference to a variable does. */
export class RawCode {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A reference to the security category of a name, until it is known which variable that is. */
export class CategoryName extends RawCode {}

/** A call of a function with one argument. */
export class FunctionCall {
  readonly name: string;
  readonly argument: unknown;

  constructor(name: string, argument: unknown) {
    this.name = name;
    this.argument = argument;
  }
}

const lineWidth = 120;
const step = 2;
/** A text that is too long stays behind a name that is no longer than this. */
const shortKey = step + 2;

/**
 * JSON, with {@link RawCode} and {@link FunctionCall} in it, as TypeScript that formatters leave alone: in one line where
 * that fits, else one line an element.
 *
 * @param indent - the spaces before the line that the value begins on.
 * @param before - the characters before it on that line, and those after it on its last one.
 */
export function print(value: unknown, indent = 0, before = indent, after = 1): string {
  const inline = flat(value);
  if (inline !== undefined && before + width(inline) + after <= lineWidth) return inline;
  if (value instanceof FunctionCall) return `${value.name}(${print(value.argument, indent, lineWidth)})`;
  const inner = indent + step;
  if (Array.isArray(value) && value.length > 0) {
    const elements = value.every((each) => typeof each === "number")
      ? wrapNumbers(value, inner)
      : value.map((each) => `${spaces(inner)}${print(each, inner)},\n`).join("");
    return `[\n${elements}${spaces(indent)}]`;
  }
  if (isObjectLiteral(value) && Object.keys(value).length > 0)
    return `{\n${properties(value, inner)}${spaces(indent)}}`;
  return inline ?? "undefined";
}

/** The properties of an object, each on lines of its own. */
export function properties(value: object, indent: number): string {
  return Object.entries(value)
    .map(([key, each]) => {
      const start = `${spaces(indent)}${printKey(key)}:`;
      const text = print(each, indent, width(start) + 1);
      const isLongString =
        typeof each === "string" && width(printKey(key)) > shortKey && width(start) + 1 + width(text) + 1 > lineWidth;
      return isLongString ? `${start}\n${spaces(indent + step)}${text},\n` : `${start} ${text},\n`;
    })
    .join("");
}

/** A string as a literal, in the quotes that need fewer escapes; what cannot be seen is escaped. */
export function printString(text: string): string {
  const literal = JSON.stringify(text).replaceAll(invisible, escaped);
  if (count(text, '"') <= count(text, "'")) return literal;
  return `'${literal.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A property's name, so that none is taken for the prototype. */
export function printKey(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return isIdentifier(key) ? key : printString(key);
}

/** Whether a text can be a name in source text; letters that older tools may not know yet are left out. */
export function isIdentifier(text: string): boolean {
  return (
    /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text) &&
    /^[\0-\u1bff\u1e00-\u1fff\u3040-\u9fef\uac00-\ud7a3]+$/.test(text)
  );
}

/** The columns that a text takes: some characters take two, some none. */
export function width(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/** In one line; undefined for what formatters never put in one. */
function flat(value: unknown): string | undefined {
  if (value instanceof RawCode) return value.text;
  if (value instanceof FunctionCall) {
    const argument = flat(value.argument);
    return argument && `${value.name}(${argument})`;
  }
  if (typeof value === "string") return printString(value);
  if (Array.isArray(value)) {
    const elements = value.map(flat);
    return elements.includes(undefined) || isTable(value) ? undefined : `[${elements.join(", ")}]`;
  }
  if (!isObjectLiteral(value)) return String(value);
  const pairs = Object.entries(value).map(([key, each]) => [printKey(key), flat(each)] as const);
  if (pairs.some(([, each]) => each === undefined)) return undefined;
  return pairs.length === 0 ? "{}" : `{ ${pairs.map(([key, each]) => `${key}: ${each}`).join(", ")} }`;
}

/** Several objects, or several lists, of more than one element each. */
function isTable(list: readonly unknown[]): boolean {
  const several = (kind: (each: unknown) => number) => list.every((each) => kind(each) > 1);
  return (
    list.length > 1 &&
    (several((each) => (Array.isArray(each) ? each.length : 0)) ||
      several((each) => (isObjectLiteral(each) ? Object.keys(each).length : 0)))
  );
}

function wrapNumbers(numbers: readonly number[], indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const number of numbers) {
    const next = line === "" ? `${number},` : `${line} ${number},`;
    if (line !== "" && indent + next.length > lineWidth) lines.push(line);
    line = line !== "" && indent + next.length > lineWidth ? `${number},` : next;
  }
  return [...lines, line].map((each) => `${spaces(indent)}${each}\n`).join("");
}

/** Control characters, separators, byte order marks, and what turns the direction of the text that follows. */
const invisible = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

const isObjectLiteral = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && !(value instanceof RawCode || value instanceof FunctionCall);

const spaces = (columns: number) => " ".repeat(columns);

const count = (text: string, character: string) => text.split(character).length - 1;
