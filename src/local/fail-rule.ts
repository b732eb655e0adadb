import type { LocalRequest } from "./local-request";
import type { Operation } from "./operations";

/**
 * Which requests fail, and how. A rule that does not say how answers 500; one with only `delayMs` or `hangMs` answers as
 * usual, but late.
 *
 * @example
 * ```ts
 * iam.fail({ operation: "groups.create", status: 429, retryAfter: 1, times: 2 });
 * iam.fail({ operation: "groups.create", breakConnection: true, when: "after" }); // created, but the answer is lost
 * ```
 */
export interface FailRule {
  /** The operations that the rule applies to. Default: every request, also those to unknown paths. */
  operation?: Operation | readonly Operation[];
  /**
   * Selects among these requests by everything that is known about them (`status` and `endedAt` are not known yet).
   * Default: all.
   */
  match?: (request: LocalRequest) => boolean;
  /** How many of them pass before the rule takes effect. Default 0. */
  skip?: number;
  /** How often the rule takes effect. Default 1; `Infinity` for always. */
  times?: number;
  /** The probability of taking effect each time, from 0 to 1. Default 1. A miss does not count as one of `times`. */
  probability?: number;
  /**
   * The source of randomness: numbers from 0 up to, but not including, 1. Default: a generator with the same seed in
   * each server.
   */
  random?: () => number;
  /**
   * `before`: the request does nothing. `after`: it takes effect, and only the answer is lost or replaced. Default
   * `before`.
   */
  when?: "before" | "after";
  /** Milliseconds to wait before what follows. Default 0. */
  delayMs?: number;
  /** Like `delayMs`; `true` means forever: no answer until the client or the server closes the connection. */
  hangMs?: number | true;
  /** The status. Default: 302 with `redirect`, 429 with `retryAfter`, 502 with `html`, else 500. */
  status?: number;
  /** The body; an object is sent as JSON. Default: the API's error shape for the status, OAuth's for token requests. */
  body?: string | object;
  /** The `content-type` of the answer. Default: `application/json`; with `html`, `text/html`. */
  contentType?: string;
  /** More headers of the answer. */
  headers?: Readonly<Record<string, string>>;
  /** The header `Retry-After`: seconds, or a date. */
  retryAfter?: number | string;
  /** Answers a proxy's HTML page. */
  html?: boolean;
  /** Answers a redirect to this URL. */
  redirect?: string;
  /** Destroys the connection without an answer. */
  breakConnection?: boolean;
  /**
   * Sends the status and `content-length` but only half of the body, then destroys the connection. The truncated answer
   * is that of `status`, `body` or `html` if one is given; otherwise it is the real one, and the request takes effect
   * whatever `when` says.
   */
  truncate?: boolean;
}
