import { isObject } from "../validation/problems";

/** Source text to print as it is, such as a reference to a variable. */
export class RawCode {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A call of a function or a constructor. */
export class FunctionCall {
  readonly name: string;
  readonly args: readonly unknown[];

  constructor(name: string, ...args: readonly unknown[]) {
    this.name = name;
    this.args = args;
  }
}

const lineWidth = 120;
const step = 2;

/**
 * JSON, with {@link RawCode} and {@link FunctionCall} in it, as TypeScript: in one line where that fits, else one element a line.
 *
 * @param indent - the spaces before the line that the value begins on.
 * @param before - the characters before it on that line, and those after it on its last one.
 */
export function print(value: unknown, indent = 0, before = indent, after = 1): string {
  const inline = printInline(value);
  const inner = indent + step;
  const lines = (parts: readonly string[]) =>
    `${parts.map((part) => `${spaces(inner)}${part},\n`).join("")}${spaces(indent)}`;
  if (before + inline.length + after <= lineWidth) return inline;
  if (value instanceof FunctionCall && value.args.length === 1)
    return `${value.name}(${print(value.args[0], indent, lineWidth)})`;
  if (value instanceof FunctionCall) return `${value.name}(\n${lines(value.args.map((each) => print(each, inner)))})`;
  if (Array.isArray(value) && value.length > 0) return `[\n${lines(value.map((each) => print(each, inner)))}]`;
  if (isPlain(value) && Object.keys(value).length > 0) return `{\n${properties(value, inner)}${spaces(indent)}}`;
  return inline;
}

/** The properties of an object, each on lines of its own. */
export function properties(value: object, indent: number): string {
  return Object.entries(value)
    .map(([key, each]) => {
      const start = `${spaces(indent)}${printKey(key)}: `;
      return `${start}${print(each, indent, start.length)},\n`;
    })
    .join("");
}

/** A string as a literal, in the quotes that need fewer escapes; invisible characters are escaped. */
export function printString(text: string): string {
  const literal = JSON.stringify(text).replaceAll(invisible, escaped);
  if (count(text, '"') <= count(text, "'")) return literal;
  return `'${literal.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A text as a part of a template literal. */
export const templateText = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll(invisible, escaped)
    .replaceAll(/`|\$\{/g, "\\$&");

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

/** The same in one line, however long. */
export function printInline(value: unknown): string {
  if (value instanceof RawCode) return value.text;
  if (value instanceof FunctionCall) return `${value.name}(${value.args.map(printInline).join(", ")})`;
  if (typeof value === "string") return printString(value);
  if (Array.isArray(value)) return `[${value.map(printInline).join(", ")}]`;
  if (!isPlain(value)) return String(value);
  const pairs = Object.entries(value).map(([key, each]) => `${printKey(key)}: ${printInline(each)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** Control characters, separators, byte order marks, and what turns the direction of the text that follows. */
const invisible = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && !(value instanceof RawCode || value instanceof FunctionCall);

const spaces = (columns: number) => " ".repeat(columns);

const count = (text: string, character: string) => text.split(character).length - 1;
