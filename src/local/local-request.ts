import type { Operation } from "./operations";

/** A request to the server. */
export interface LocalRequest {
  /** The `x-request-id` of its answer. */
  requestId: string;
  /** The HTTP method. */
  method: string;
  /** The path as sent, without the query. */
  path: string;
  /** The query parameters. */
  query: Record<string, string>;
  /** The headers, in lower case; `authorization` is redacted. */
  headers: Record<string, string>;
  /** The project in the path. */
  project: string | undefined;
  /** The operation; `undefined` for a path or method that the server does not know. */
  operation: Operation | undefined;
  /** The HTTP status of the answer; `undefined` while, or if, there is none. */
  status: number | undefined;
  /** When its head arrived, in ms since the epoch. */
  startedAt: number;
  /** When it was answered or closed, in ms since the epoch. */
  endedAt: number | undefined;
  /** The client that sent it: from the token, or from the form of a token request. */
  clientId: string | undefined;
  /** The body, parsed: JSON, or the form of a token request. Client secrets are redacted. */
  body: unknown;
}
