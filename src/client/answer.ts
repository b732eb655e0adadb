import { AccessDeniedError, ApiError, AuthError, DuplicatedError, NotFoundError, ResponseError } from "../errors";
import { readApiError } from "./api-error";
import { parseRetryAfter } from "./retry";
import type { WireAnswer } from "./transport";

/** What an answer must look like. As the public types reach it, it is not zod's own type, which not every compiler accepts. */
export interface AnswerShape<T> {
  safeParse(
    body: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

/** The request, as far as it matters for the answer. */
interface Asked {
  method: string;
  path: string;
  /** A text without its secrets. */
  shown(text: string): string;
}

/** The body of a successful answer. @throws ResponseError when it is not what the API is documented to answer. */
export function readAnswer<T>(asked: Asked & { answer: AnswerShape<T> }, answer: WireAnswer): T {
  const what = `${asked.method} ${asked.path}: ${answer.status}`;
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    // What begins like JSON was cut off on its way; a proxy's page would come again.
    const isCut = /^\s*[[{]/.test(answer.text);
    const found = answer.text.trim() === "" ? "empty" : /^\s*</.test(answer.text) ? "HTML" : "not JSON";
    const why = isCut ? "incomplete JSON" : `${found}. Check baseUrl, and whether a proxy is in between`;
    throw new ResponseError(`${what}, but the answer is ${why}`, { final: !isCut });
  }
  const read = asked.answer.safeParse(body);
  if (read.success) return read.data;
  const where = read.error.issues[0];
  // The path may contain keys that the service chose.
  const why = asked.shown(`${where?.path.join(".") || "the body"}: ${where?.message}`);
  throw new ResponseError(`${what}, but the answer is not as documented: ${why}`, { final: true });
}

/** Any other answer, as one of this package's errors. */
export function failureOf(asked: Asked, answer: WireAnswer, project: string): Error {
  const { method, path, shown } = asked;
  const { status } = answer;
  if (status >= 300 && status < 400)
    return new ResponseError(
      `${method} ${path}: the service answered ${status} with a redirect, which is not followed. Check baseUrl`,
      { final: true },
    );
  const { autoRetryable, ...read } = readApiError(answer.text, shown);
  if (status === 401)
    return new AuthError(
      `${method} ${path}: 401 ${read.reason}: the token is not accepted for project ${project}. Check the project's name, and that the token is for this project and has not expired`,
    );
  const requestId = shown(answer.header("x-request-id") ?? "").slice(0, 100) || undefined;
  return sortError({
    method,
    path,
    status,
    requestId,
    ...read,
    retryAfterMs: parseRetryAfter(answer.header("retry-after")),
    autoRetryable: autoRetryable || answer.header("cdf-is-auto-retryable") === "true",
  });
}

function sortError(details: ConstructorParameters<typeof ApiError>[0]): ApiError {
  if (details.status === 403) return new AccessDeniedError(details);
  if (details.status === 409 || (details.duplicated?.length ?? 0) > 0) return new DuplicatedError(details);
  const named = (details.missing?.length ?? 0) > 0 && [400, 404, 422].includes(details.status);
  return named || details.status === 404 ? new NotFoundError(details) : new ApiError(details);
}
