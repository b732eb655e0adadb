import type { LocalRequest } from "./local-request";
import type { Operation } from "./operations";

/**
 * Which requests fail, and how. A rule without anything that says how answers 500; one with only `delayMs` or `hangMs`
 * answers as usual, but late.
 *
 * @example
 * ```ts
 * iam.fail({ operation: "groups.create", status: 429, retryAfter: 1, times: 2 });
 * iam.fail({ operation: "groups.create", breakConnection: true, when: "after" }); // made, but nobody is told
 * ```
 */
export interface FailRule {
  /** The calls that it is for. Default: every request, also those to unknown paths. */
  operation?: Operation | readonly Operation[];
  /** Which of these requests, by all that is known of them (`status` and `endedAt` are not yet). Default: all. */
  match?: (request: LocalRequest) => boolean;
  /** How many of them pass before the rule begins. Default 0. */
  skip?: number;
  /** How often it fires. Default 1; `Infinity` for always. */
  times?: number;
  /** How likely it fires each time, from 0 to 1. Default 1. A miss does not count as one of `times`. */
  probability?: number;
  /** Where chance comes from: numbers from 0 to 1, 1 excluded. Default: a generator that starts with the same seed in each server. */
  random?: () => number;
  /** `before`: the request does nothing. `after`: it acts, and only the answer is lost or replaced. Default `before`. */
  when?: "before" | "after";
  /** Milliseconds to wait before what follows. Default 0. */
  delayMs?: number;
  /** Like `delayMs`; `true` is for ever: no answer, until the client or the server ends the connection. */
  hangMs?: number | true;
  /** The status. Default: 302 with `redirect`, 429 with `retryAfter`, 502 with `html`, else 500. */
  status?: number;
  /** The body; an object is sent as JSON. Default: the API's error shape for the status, OAuth's for token requests. */
  body?: string | object;
  /** The `content-type` of the answer. Default: `application/json`; `text/html` with `html`. */
  contentType?: string;
  /** Further headers of the answer. */
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
   * Sends status and `content-length`, but half of the body, then destroys the connection. The answer so cut is that of
   * `status`, `body` or `html` where one is given; else it is the true one, and the request acts whatever `when` says.
   */
  truncate?: boolean;
}
