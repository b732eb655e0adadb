import { CdfError } from "../errors";
import { masked } from "../redaction/masked";

/**
 * Makes Pulumi show an error's message and not its stack, which is this package's: by the flag of Pulumi's `RunError`,
 * and, since Pulumi ignores that after the program has ended, by an empty stack. The message stays as it is: Pulumi
 * puts the name of a property in front, again for each resource that waits for the value.
 */
export function asRunError<E extends CdfError>(error: E): E {
  const { message } = error;
  error.stack = "";
  return Object.defineProperties(error, {
    __pulumiRunError: { value: true },
    message: { get: () => message, set: () => undefined, configurable: true },
  });
}

/**
 * Keeps Node.js from warning, with a stack, when a program uses a lookup after its error was shown: an Output consists of
 * promises that fail before the program waits for them. Other promises still get the warning. Runs once in a process.
 */
export function expectLateUse(): void {
  if (!process.listeners("rejectionHandled").includes(warnOfOthers)) process.on("rejectionHandled", warnOfOthers);
}

function warnOfOthers(promise: Promise<unknown>): void {
  promise.catch((error: unknown) => {
    if (!(error instanceof CdfError))
      process.emitWarning("Promise rejection was handled asynchronously", "PromiseRejectionHandledWarning");
  });
}

/** The error without the arguments: an input of a lookup may be a secret, which the message may quote. */
export function withoutValues<E extends CdfError>(error: E, args: unknown): E {
  const message = masked(error.message, args);
  // Others may have the same error for a shared answer, and must see its own text.
  return message === error.message ? error : Object.create(error, { message: { value: message, configurable: true } });
}
