import { plainLines } from "../text/plain-text";

/** Errors that are bugs of this package rather than mistakes of the user or the machine. */
const bugs: readonly (abstract new (...args: never[]) => Error)[] = [
  TypeError,
  ReferenceError,
  RangeError,
  SyntaxError,
];

/** The message for a failure: one line that says what is wrong, and a stack trace only for a bug of this package. */
export function describeFailure(error: unknown): string {
  return plainLines(failureText(error));
}

function failureText(error: unknown): string {
  if (!(error instanceof Error)) return `pulumi-cognite-iam: ${String(error)}`;
  if (bugs.some((kind) => error instanceof kind))
    return `pulumi-cognite-iam: unexpected error; please report it:\n${error.stack ?? error.message}`;
  return `pulumi-cognite-iam: ${error.message}`;
}

/** Thrown by a command that has printed everything and ends with an exit code other than 0. */
export class ExitWith extends Error {
  readonly code: 1 | 2 | 3;

  constructor(code: 1 | 2 | 3) {
    super(`exit code ${code}`);
    this.code = code;
  }
}
