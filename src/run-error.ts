import type { CdfError } from "./errors";

/**
 * Makes Pulumi show an error's message and not its stack, which is ours: by the mark of Pulumi's `RunError`, and, since that
 * is not looked at once the program has ended, by an empty stack.
 */
export function asRunError<E extends CdfError>(error: E): E {
  error.stack = "";
  return Object.defineProperty(error, "__pulumiRunError", { value: true });
}

/**
 * Takes what was asked with out of an error's text: an input of a lookup may be a secret, and a message that quotes it
 * would show it in the clear.
 */
export function withoutValues<E extends CdfError>(error: E, args: unknown): E {
  const values = textsIn(args).sort((a, b) => b.length - a.length);
  for (const value of values) {
    const quoted = JSON.stringify(value);
    const alone = new RegExp(`(?<!\\w)${value.replace(/[^\w\s]/g, "\\$&")}(?!\\w)`, "g");
    error.message = error.message.replaceAll(quoted, "[secret]").replace(alone, "[secret]");
  }
  error.stack = "";
  return error;
}

/** Every text and number in some JSON. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return value === "" ? [] : [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
