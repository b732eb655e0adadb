/** An object that the API named in an error, such as `{ id: 1 }` or `{ userIdentifier: "x" }`. */
export type NamedObject = Record<string, unknown>;

/**
 * The base class of all errors that this package throws on purpose. The message says what to do, and never contains a
 * token, a secret or the body of a request.
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
   * Identifies the error; codes never change. Each subclass has its own. `CdfError` itself has
   * `SEVERAL_MATCH` (a lookup of one object) and `INVALID_ARGUMENT` (a lookup or the client); for resources `IMPORT`
   * (different from its declaration, or not found), `NAME_TAKEN` (a security category), `UNDECIDED` (an answer was
   * lost, and it is unknown whether the call took effect), `LOCKOUT_UNKNOWN` (it is unknown whether a delete would lock
   * you out) and `NOT_ALL_SHOWN` (you can list only your own groups, and a group is not among them).
   */
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** What an {@link ApiError} knows about the answer. */
export interface ApiErrorDetails {
  /** The HTTP method. */
  method: string;
  /** Below the project, as in `/groups`; for token inspect below `/api/v1`. */
  path: string;
  /** The HTTP status. */
  status: number;
  /** The API's own message, truncated when it is long. */
  reason: string;
  /** The answer's `x-request-id`. */
  requestId?: string | undefined;
  /** The objects that the API did not find. */
  missing?: NamedObject[] | undefined;
  /** The objects that already exist or were given twice. */
  duplicated?: NamedObject[] | undefined;
  /** The `Retry-After` header of the answer, in ms from its arrival. */
  retryAfterMs?: number | undefined;
  /** Whether the answer says that the call may be repeated. */
  autoRetryable?: boolean | undefined;
}

/**
 * The API answered with an error status other than 401 (which is an {@link AuthError}). The message names the method,
 * path and status, the API's own reason and the request ID. Code `API_ERROR`, unless it is one of the subclasses.
 */
export class ApiError extends CdfError {
  /** The HTTP method. */
  readonly method: string;
  /** Below the project, as in `/groups`; for token inspect below `/api/v1`. */
  readonly path: string;
  /** The HTTP status. */
  readonly status: number;
  /** The API's own message, truncated when it is long. */
  readonly reason: string;
  /** The answer's `x-request-id`; give it to Cognite's support. */
  readonly requestId: string | undefined;
  /** The objects that the API did not find; empty when it named none. */
  readonly missing: NamedObject[];
  /** The objects that already exist or were given twice; empty when the API named none. */
  readonly duplicated: NamedObject[];
  /** How long to wait before repeating the call, in ms: the `Retry-After` header. */
  readonly retryAfterMs: number | undefined;
  /** Whether the answer says that the call may be repeated: `cdf-is-auto-retryable`, or the body's `isAutoRetryable`. */
  readonly autoRetryable: boolean;

  constructor(details: ApiErrorDetails, code = "API_ERROR", hint = "") {
    const id = details.requestId === undefined ? "" : ` (request ID ${details.requestId})`;
    // A success, whose answer omits the target: "200" would only confuse.
    const call = details.status < 300 ? "" : `${details.method} ${details.path}: ${details.status} `;
    super(code, `${call}${details.reason}${id}${hint}`);
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
 * The target does not exist: status 404, 400 or 422 with what is `missing`, or 200 with an answer that omits it; then
 * the message names no call. Code `NOT_FOUND`. A missing permission may look the same.
 */
export class NotFoundError extends ApiError {
  constructor(details: ApiErrorDetails) {
    super(details, "NOT_FOUND");
  }
}

/**
 * An object with that name or ID already exists, or was given twice: status 409, or any status with what is
 * `duplicated`. Code `DUPLICATED`.
 */
export class DuplicatedError extends ApiError {
  constructor(details: ApiErrorDetails) {
    super(details, "DUPLICATED");
  }
}

/**
 * The caller lacks a permission: status 403. The message says which ACL and action the call needs, and which
 * permissions of that ACL the caller has. Code `ACCESS_DENIED`.
 */
export class AccessDeniedError extends ApiError {
  constructor(details: ApiErrorDetails, explanation = "") {
    super(details, "ACCESS_DENIED", explanation);
  }
}

/** No token could be obtained, or the API does not accept it: status 401, also with a new token. Code `AUTH`. */
export class AuthError extends CdfError {
  constructor(message: string, options?: { cause?: unknown }) {
    super("AUTH", message, options);
  }
}

/**
 * The service could not be reached, presented a certificate that is not accepted, broke the connection, or did not
 * answer in time: 60 seconds per attempt, unless the environment variable `CDF_CLIENT_TIMEOUT` says otherwise. Code
 * `CONNECTION`.
 */
export class ConnectionError extends CdfError {
  /** False when it is known that no request left this machine. */
  readonly sent: boolean;
  /** True when a retry would not help: the certificate is not accepted. */
  readonly final: boolean;

  constructor(message: string, sent: boolean, options?: { cause?: unknown; final?: boolean }) {
    super("CONNECTION", message, options);
    this.sent = sent;
    this.final = options?.final ?? false;
  }
}

/**
 * An answer that differs from the API's documentation: HTML, incomplete, a redirect, another shape, more than 64 MiB.
 * Code `RESPONSE`.
 */
export class ResponseError extends CdfError {
  /** True when a retry would bring the same answer, as for a redirect or another shape. */
  readonly final: boolean;

  constructor(message: string, options?: { cause?: unknown; final?: boolean }) {
    super("RESPONSE", message, options);
    this.final = options?.final ?? false;
  }
}

/**
 * A setting is missing or invalid; the message lists every one, and each place where it can be set. Also when a
 * resource is in another project than the connection's. Code `CONFIG`.
 */
export class ConfigError extends CdfError {
  constructor(message: string) {
    super("CONFIG", message);
  }
}

/**
 * The caller would lose permissions to manage groups, so nothing was changed; the message says which group grants them,
 * and how to allow it. Code `LOCKOUT`.
 */
export class LockoutError extends CdfError {
  constructor(message: string) {
    super("LOCKOUT", message);
  }
}

/** Whether a write that ended in this error may have taken effect anyway. */
export function mayHaveActed(error: unknown): boolean {
  if (error instanceof ApiError) return error.status >= 500 || error.status === 408;
  if (error instanceof ConnectionError) return error.sent;
  return error instanceof ResponseError;
}

/** The message of an error, or any other value as text. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
