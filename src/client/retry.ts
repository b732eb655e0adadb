import { ApiError, ConnectionError, mayHaveActed, messageOf, ResponseError } from "../errors";

/**
 * When a call may be repeated. `idempotent`: after any error that may pass by itself. `only-if-rejected`: only after an
 * answer that proves that nothing was done, since the call would otherwise create a second copy.
 */
export type Repeat = "idempotent" | "only-if-rejected";

/** How long to go on, and how long to wait between attempts; all in ms. */
export interface RetryPolicy {
  /** The time for one call, with all its attempts and waits; no attempt starts after it. Default 120,000. */
  totalMs: number;
  /** The same while nothing can be reached at all, which usually means a wrong URL. Default 15,000. */
  connectMs: number;
  /** The limit of the first wait; each further one is at most twice the one before. Default 250. */
  baseMs: number;
  /** The limit of each wait. Default 15,000. A `Retry-After` may be longer, within `totalMs`. */
  capMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { totalMs: 120_000, connectMs: 15_000, baseMs: 250, capMs: 15_000 };

/** Whether a call that ended in this error may be sent again. */
export function mayRepeat(error: unknown, repeat: Repeat): boolean {
  if (error instanceof ApiError && error.status === 429) return true;
  if (error instanceof ConnectionError && !error.sent) return !error.final;
  if (repeat === "only-if-rejected") return false;
  if (error instanceof ApiError && error.autoRetryable) return true;
  return mayHaveActed(error) && !(error instanceof ResponseError && error.final);
}

/** How long to wait before the next attempt: what the service asked for, otherwise exponential with full jitter. */
export function waitMs(error: unknown, tries: number, policy: RetryPolicy, random = Math.random): number {
  const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
  const own = random() * Math.min(policy.capMs, policy.baseMs * 2 ** tries);
  // A `Retry-After: 0` must not cause a tight retry loop.
  return asked === undefined ? own : Math.max(asked + random() * policy.baseMs, own);
}

/** `Retry-After` in either form, seconds or a date, in ms from now. */
export function parseRetryAfter(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // `Date.parse` reads text that is not a date as one, such as "-5".
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  // HTTP dates are in GMT; the oldest of their three forms does not say so.
  const date = Date.parse(/ GMT$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Something to repeat, and what to report about it. */
export interface Attempts<T> {
  repeat: Repeat;
  policy: RetryPolicy;
  attempt(): Promise<T>;
  /** Called after each wait, before the next attempt; throw to give up. */
  beforeRetry?(): Promise<void>;
  /** Called once for a call, when it starts to wait. */
  notify?(message: string): void;
}

/** Does something, and again while that is safe and there is time. */
export async function withRetries<T>(attempts: Attempts<T>): Promise<T> {
  const start = Date.now();
  let told = false;
  for (let tries = 0; ; tries++) {
    try {
      return await attempts.attempt();
    } catch (error) {
      if (!mayRepeat(error, attempts.repeat)) throw error;
      const wait = waitMs(error, tries, attempts.policy);
      const { totalMs, connectMs } = attempts.policy;
      const unreachable = error instanceof ConnectionError && !error.sent;
      const left = (unreachable ? Math.min(connectMs, totalMs) : totalMs) - (Date.now() - start);
      if (wait >= left) throw error;
      if (!told && wait + Date.now() - start > 2_000) {
        told = true;
        const reason = messageOf(error);
        attempts.notify?.(`${reason}. Retrying for up to ${Math.ceil(left / 1000)} s more`);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
      await attempts.beforeRetry?.();
    }
  }
}
