/** An object that the API named in an error, such as `{ id: 1 }` or `{ userIdentifier: "x" }`. */
export type NamedObject = Record<string, unknown>;

/**
 * The base of every error that this package throws on purpose. `code` is stable: `switch (error.code)` narrows.
 * A message never holds a token, a secret or a request's body.
 */
export class CdfError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** What an {@link ApiError} knows of the answer. */
export interface ApiErrorDetails {
  method: string;
  path: string;
  status: number;
  /** The API's own message, as short as it can be quoted. */
  reason: string;
  requestId?: string | undefined;
  missing?: NamedObject[] | undefined;
  duplicated?: NamedObject[] | undefined;
}

/** The API answered with an error status. */
export class ApiError extends CdfError {
  readonly method: string;
  /** Below the project, as in `/groups`. */
  readonly path: string;
  /** The HTTP status. */
  readonly status: number;
  /** The API's own message, as short as it can be quoted. */
  readonly reason: string;
  /** The answer's `x-request-id`, to quote to Cognite's support. */
  readonly requestId: string | undefined;
  /** The objects that the API did not find; empty when it named none. */
  readonly missing: NamedObject[];
  /** The objects that exist already or were given twice; empty when the API named none. */
  readonly duplicated: NamedObject[];

  constructor(details: ApiErrorDetails, code = "API_ERROR", hint = "") {
    const id = details.requestId === undefined ? "" : ` (request id ${details.requestId})`;
    super(code, `${details.method} ${details.path}: ${details.status} ${details.reason}${id}${hint}`);
    this.method = details.method;
    this.path = details.path;
    this.status = details.status;
    this.reason = details.reason;
    this.requestId = details.requestId;
    this.missing = details.missing ?? [];
    this.duplicated = details.duplicated ?? [];
  }
}

/** What was asked for is not there; `missing` names it where the API did. */
export class NotFoundError extends ApiError {
  constructor(details: ApiErrorDetails) {
    super(details, "NOT_FOUND");
  }
}

/** Something of that name or id exists already, or was given twice; `duplicated` names it where the API did. */
export class DuplicatedError extends ApiError {
  constructor(details: ApiErrorDetails) {
    super(details, "DUPLICATED");
  }
}

/** The caller lacks a right: the message says which ACL and action the call needs, and what the caller has of it. */
export class AccessDeniedError extends ApiError {
  constructor(details: ApiErrorDetails, explanation = "") {
    super(details, "ACCESS_DENIED", explanation);
  }
}

/** No token could be had, or the API does not accept it. */
export class AuthError extends CdfError {
  constructor(message: string, options?: ErrorOptions) {
    super("AUTH", message, options);
  }
}

/** The service could not be reached or is not the one it should be, broke the connection, or did not answer in time. */
export class ConnectionError extends CdfError {
  /** False when it is known that no request left this machine. */
  readonly sent: boolean;
  /** True when trying again would not help: the certificate is not accepted. */
  readonly final: boolean;

  constructor(message: string, sent: boolean, options?: ErrorOptions & { final?: boolean }) {
    super("CONNECTION", message, options);
    this.sent = sent;
    this.final = options?.final ?? false;
  }
}

/** An answer that is not what the API is documented to answer: HTML, cut off, a redirect, another shape. */
export class ResponseError extends CdfError {
  /** True when asking again would bring the same answer, as a redirect or another shape does. */
  readonly final: boolean;

  constructor(message: string, options?: ErrorOptions & { final?: boolean }) {
    super("RESPONSE", message, options);
    this.final = options?.final ?? false;
  }
}

/** A setting is missing or wrong; the message lists every one, and each place where it can be set. */
export class ConfigError extends CdfError {
  constructor(message: string) {
    super("CONFIG", message);
  }
}

/** The caller would lose the right to manage groups; the message says through what, and how to allow it. */
export class LockoutError extends CdfError {
  constructor(message: string) {
    super("LOCKOUT", message);
  }
}

/** Whether a write that ended in this error may have been carried out all the same. */
export function mayHaveActed(error: unknown): boolean {
  if (error instanceof ApiError) return error.status >= 500 || error.status === 408;
  if (error instanceof ConnectionError) return error.sent;
  return error instanceof ResponseError;
}
