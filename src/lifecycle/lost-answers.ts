import { CdfError, messageOf } from "../errors";

/** The warning after a create whose answer was lost. @param what - the resource in words, as in `Group "readers"`. */
export const checkingAnyway = (what: string, error: unknown): string =>
  `${what}: ${messageOf(error)}. Checking whether it was created anyway`;

/** The error when it is unknown whether a create took effect. @param next - what to do. */
export const undecidedError = (what: string, error: unknown, lookError: unknown, next: string): CdfError =>
  new CdfError(
    "UNDECIDED",
    `${what} may have been created; this could not be verified. First: ${messageOf(error)}. Then, looking for it: ${messageOf(lookError)}. ${next}`,
    { cause: error },
  );
