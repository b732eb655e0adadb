import { CST, Lexer, stringify } from "yaml";
import { environmentNames, secretKeys } from "../../connection/settings";

/** What a text of the Toolkit is completed with. */
export interface Values {
  /** The value of a `{{ variable }}`; undefined when there is none. */
  variable(name: string): unknown;
  /** The value of a `${NAME}`; undefined when there is none. */
  environment(name: string): string | undefined;
}

/**
 * A YAML text with its `{{ variables }}` and its `${NAMES}` put in, as the Toolkit does, without its comments.
 * @param unresolved - gets each that has no value, as it is written, and each that is a secret of the connection.
 */
export function completed(text: string, values: Values, unresolved: Set<string>): string {
  const put = (whole: string, quote: string, name: string, end: string) => {
    const value = values.variable(name);
    if (value === undefined) unresolved.add(`{{ ${name} }}`);
    // A text of digits stays a text.
    if (typeof value === "string" && (/^\d+$/.test(value) || value.endsWith(":"))) {
      return quote === end ? JSON.stringify(value) : `${quote}${value}${end}`;
    }
    if (typeof value === "object" && value !== null) return quote === end && quote !== "" ? whole : flow(value);
    return `${quote}${value === null ? "null" : String(value)}${end}`;
  };
  const withVariables = withoutComments(text).replaceAll(/(["']?)\{\{\s*([\w.-]+)\s*\}\}(["']?)/g, put);
  return withVariables.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => {
    const value = isSecret(whole) ? undefined : values.environment(name);
    if (value === undefined) unresolved.add(whole);
    return value ?? whole;
  });
}

/** A YAML text with a token in the place of each `{{ variable }}` and each `${NAME}`. */
export function tokenized(
  text: string,
  variable: (name: string) => string,
  environment: (name: string) => string,
): string {
  return withoutComments(text)
    .replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => variable(name))
    .replaceAll(/\$\{(\w+)\}/g, (_, name: string) => environment(name));
}

/** Whether a `${NAME}` is a secret of the connection, which never gets into a program or a group. */
export const isSecret = (whole: string): boolean => secretVariables.has(whole.toUpperCase());

const secretVariables: ReadonlySet<string> = new Set(secretKeys.map((key) => `\${${environmentNames[key]}}`));

/** A variable in a comment needs no value; but what looks like a comment may be a line of a text. */
function withoutComments(text: string): string {
  // To YAML, `{{` would begin a map; a word of the same length leaves every place as it is.
  const words = text.replaceAll(/\{\{.*?\}\}/g, (variable) => "x".repeat(variable.length));
  let [rest, at, before] = ["", 0, ""];
  for (const token of new Lexer().lex(words)) {
    if (!lexerMarks.includes(token)) {
      const isComment = token.startsWith("#") && before !== CST.SCALAR;
      if (!isComment) rest += text.slice(at, at + token.length);
      at += token.length;
    }
    before = token;
  }
  return rest;
}

/** Tokens of the lexer that are not part of the text. */
const lexerMarks: readonly string[] = [CST.DOCUMENT, CST.FLOW_END, CST.SCALAR];

const flow = (value: unknown) => stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
