/** A refusal: the server's answer in place of a result. */
export class IamError extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** The body of the answer. */
  readonly body: object;

  constructor(status: number, message: string, body: object) {
    super(message);
    this.name = "IamError";
    this.status = status;
    this.body = body;
  }
}

/** What an error may carry besides code and message. */
interface ErrorDetails {
  missing?: object[];
  duplicated?: object[];
}

/** An error in the API's normal shape: `{"error": {"code", "message", "missing"?, "duplicated"?}}`. */
export function apiError(status: number, message: string, details: ErrorDetails = {}): IamError {
  return new IamError(status, message, { error: { code: status, message, ...details } });
}

/** 400 in the normal shape. */
export const badRequest = (message: string, details?: ErrorDetails): IamError => apiError(400, message, details);

/** 401: no token, or one that is expired, revoked or not valid in this project. */
export const unauthorized = (): IamError => apiError(401, "Unauthorized");

/** 403, in the service's words, which do not reveal whether the target exists. */
export const forbidden = (): IamError =>
  apiError(403, "Resource not found. This may also be due to insufficient access rights.");

/** 404 in the normal shape. */
export const notFound = (message = "Not Found"): IamError => apiError(404, message);

/** The shape that group create itself uses for a missing required field: no `error` around it. */
export function missingFields(paths: readonly string[]): IamError {
  const message = `Missing required field(s): ${paths.join(", ")}`;
  return new IamError(400, message, { code: 400, message, missingFields: paths.map((name) => ({ name })) });
}
