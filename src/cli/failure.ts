import { plainLines } from "../text/plain-text";

/** A mistake of ours rather than of the user or the machine. */
const bugs: readonly (abstract new (...args: never[]) => Error)[] = [
  TypeError,
  ReferenceError,
  RangeError,
  SyntaxError,
];

/** What a user is told of a failure: one line of what is wrong; a stack only where it is our bug. */
export function describeFailure(error: unknown): string {
  return plainLines(failureText(error));
}

function failureText(error: unknown): string {
  if (!(error instanceof Error)) return `pulumi-cognite-iam: ${String(error)}`;
  if (bugs.some((kind) => error instanceof kind))
    return `pulumi-cognite-iam: unexpected error; please report it:\n${error.stack ?? error.message}`;
  return `pulumi-cognite-iam: ${error.message}`;
}

/** Thrown by a command that has said all it has to say, and ends with another exit code than 0. */
export class ExitWith extends Error {
  readonly code: 1 | 2 | 3;

  constructor(code: 1 | 2 | 3) {
    super(`exit code ${code}`);
    this.code = code;
  }
}
