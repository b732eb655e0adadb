/** An object that the API named in an error, such as `{ id: 1 }` or `{ userIdentifier: "x" }`. */
export type NamedObject = Record<string, unknown>;

/**
 * The base of every error that this package throws on purpose. The message is one that a user can act on, and never holds a
 * token, a secret or a request's body.
 *
 * @example
 * ```ts
 * try {
 *   await iam.getGroup({ name: "readers" });
 * } catch (error) {
 *   if (!(error instanceof iam.NotFoundError)) throw error;
 * }
 * ```
 */
export class CdfError extends Error {
  /**
   * Which error it is; it never changes. Of each subclass its own; of `CdfError` itself `SEVERAL_MATCH` (a lookup
   * of one thing), `INVALID_ARGUMENT` (of a lookup or the client), and of resources `IMPORT` (not as declared, or not there),
   * `NAME_TAKEN` (of a security category), `UNDECIDED` (an answer got lost, and whether the call acted cannot be found out) and
   * `LOCKOUT_UNKNOWN` (whether a delete would lock the caller out cannot be found out), and `NOT_ALL_SHOWN` (a group is not
   * shown, to a caller who may list only his own).
   */
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** What an {@link ApiError} knows of the answer. */
export interface ApiErrorDetails {
  /** The HTTP method. */
  method: string;
  /** Below the project, as in `/groups`; of token inspect below `/api/v1`. */
  path: string;
  /** The HTTP status. */
  status: number;
  /** The API's own message, as short as it can be quoted. */
  reason: string;
  /** The answer's `x-request-id`. */
  requestId?: string | undefined;
  /** The objects that the API did not find. */
  missing?: NamedObject[] | undefined;
  /** The objects that exist already or were given twice. */
  duplicated?: NamedObject[] | undefined;
  /** The answer's `Retry-After`, in ms from then on. */
  retryAfterMs?: number | undefined;
  /** Whether the answer says that the call may be repeated. */
  autoRetryable?: boolean | undefined;
}

/**
 * The API answered with an error status other than 401 (which is an {@link AuthError}); the message names method, path, status,
 * the API's own reason and the request id. Code `API_ERROR`, unless it is one of the subclasses.
 */
export class ApiError extends CdfError {
  /** The HTTP method. */
  readonly method: string;
  /** Below the project, as in `/groups`; of token inspect below `/api/v1`. */
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
  /** How long the answer asks to wait before the call is repeated, in ms: its `Retry-After`. */
  readonly retryAfterMs: number | undefined;
  /** Whether the answer says that the call may be repeated: `cdf-is-auto-retryable`, or the body's `isAutoRetryable`. */
  readonly autoRetryable: boolean;

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
    this.retryAfterMs = details.retryAfterMs;
    this.autoRetryable = details.autoRetryable ?? false;
  }
}

/**
 * What was asked for is not there: status 404, 400 or 422 with what is `missing`, or 200 with an answer that leaves it out. Code
 * `NOT_FOUND`. A lack of rights may look the same.
 */
export class NotFoundError extends ApiError {
  constructor(details: ApiErrorDetails) {
    super(details, "NOT_FOUND");
  }
}

/**
 * Something of that name or id exists already, or was given twice: status 409, or any with what is `duplicated`. Code
 * `DUPLICATED`.
 */
export class DuplicatedError extends ApiError {
  constructor(details: ApiErrorDetails) {
    super(details, "DUPLICATED");
  }
}

/**
 * The caller lacks a right: status 403. The message says which ACL and action the call needs, and what the caller has of it. Code
 * `ACCESS_DENIED`.
 */
export class AccessDeniedError extends ApiError {
  constructor(details: ApiErrorDetails, explanation = "") {
    super(details, "ACCESS_DENIED", explanation);
  }
}

/** No token could be had, or the API does not accept it: status 401, also with a new one. Code `AUTH`. */
export class AuthError extends CdfError {
  constructor(message: string, options?: { cause?: unknown }) {
    super("AUTH", message, options);
  }
}

/**
 * The service could not be reached or is not the one it should be, broke the connection, or did not answer in time: 60 seconds a
 * try, unless the environment's `CDF_CLIENT_TIMEOUT` says otherwise. Code `CONNECTION`.
 */
export class ConnectionError extends CdfError {
  /** False when it is known that no request left this machine. */
  readonly sent: boolean;
  /** True when trying again would not help: the certificate is not accepted. */
  readonly final: boolean;

  constructor(message: string, sent: boolean, options?: { cause?: unknown; final?: boolean }) {
    super("CONNECTION", message, options);
    this.sent = sent;
    this.final = options?.final ?? false;
  }
}

/**
 * An answer that is not what the API is documented to answer: HTML, cut off, a redirect, another shape, more than 64 MiB. Code
 * `RESPONSE`.
 */
export class ResponseError extends CdfError {
  /** True when asking again would bring the same answer, as a redirect or another shape does. */
  readonly final: boolean;

  constructor(message: string, options?: { cause?: unknown; final?: boolean }) {
    super("RESPONSE", message, options);
    this.final = options?.final ?? false;
  }
}

/**
 * A setting is missing or wrong; the message lists every one, and each place where it can be set. Also when a resource is in
 * another project than the connection. Code `CONFIG`.
 */
export class ConfigError extends CdfError {
  constructor(message: string) {
    super("CONFIG", message);
  }
}

/**
 * The caller would lose the right to manage groups, so nothing was deleted; the message says which group gives it, and how to
 * allow it. Code `LOCKOUT`.
 */
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

/** What is wrong, in words: of an error its message. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
