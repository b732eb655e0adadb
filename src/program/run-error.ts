import type { CdfError } from "../errors";
import { masked } from "../redaction/masked";

/**
 * Makes Pulumi show an error's message and not its stack, which is ours: by the mark of Pulumi's `RunError`, and, since that
 * is not looked at once the program has ended, by an empty stack. The message stays as it is: Pulumi writes the name of a
 * property in front, once more for each resource that the value was meant for.
 */
export function asRunError<E extends CdfError>(error: E): E {
  const { message } = error;
  error.stack = "";
  return Object.defineProperties(error, {
    __pulumiRunError: { value: true },
    message: { get: () => message, set: () => undefined, configurable: true },
  });
}

/** The error without what was asked with: an input of a lookup may be a secret, which its text may quote. */
export function withoutValues<E extends CdfError>(error: E, args: unknown): E {
  const message = masked(error.message, args);
  // Others may have got the same error for an answer that they share, and are shown its own text.
  return message === error.message ? error : Object.create(error, { message: { value: message, configurable: true } });
}
