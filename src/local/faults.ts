import type { FailRule } from "./fail-rule";
import type { LocalRequest } from "./local-request";
import type { Operation } from "./operations";

/** An answer that is ready to be sent, or to be truncated. */
export interface RawReply {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** `all`: the connection closes without it; `half`: in the middle of the body. */
  cut?: "all" | "half";
}

/** The rules by which requests fail, in the order added. */
export class Faults {
  readonly #rules: { rule: FailRule; toSkip: number; left: number }[] = [];
  readonly #random = seededRandom(1);

  /** Adds a rule; returns a function that removes it. */
  add(rule: FailRule): () => void {
    const entry = { rule, toSkip: rule.skip ?? 0, left: rule.times ?? 1 };
    this.#rules.push(entry);
    return () => {
      entry.left = 0;
    };
  }

  /** The rule that applies to a request, if any; counts as one of its `times`. */
  next(request: LocalRequest): FailRule | undefined {
    for (const entry of this.#rules) {
      if (entry.left <= 0 || !appliesTo(entry.rule, request)) continue;
      if (entry.toSkip > 0) {
        entry.toSkip -= 1;
        continue;
      }
      const { probability = 1, random = this.#random } = entry.rule;
      if (probability < 1 && random() >= probability) continue;
      entry.left -= 1;
      return entry.rule;
    }
    return undefined;
  }
}

/** The answer of a rule in place of the real answer; `undefined` when it lets that pass, late or truncated. */
export function replyByRule(rule: FailRule, operation: Operation | undefined): RawReply | undefined {
  if (rule.breakConnection) return { status: 0, headers: {}, body: "", cut: "all" };
  const says = ["status", "body", "headers", "contentType", "retryAfter", "html", "redirect"] as const;
  const silent = says.every((key) => rule[key] === undefined);
  if (silent && (rule.truncate || rule.delayMs !== undefined || rule.hangMs !== undefined)) return undefined;
  const status = statusByRule(rule);
  return {
    status,
    headers: {
      "content-type": rule.contentType ?? (rule.html ? "text/html" : "application/json"),
      ...(rule.retryAfter !== undefined && { "retry-after": String(rule.retryAfter) }),
      ...(rule.redirect !== undefined && { location: rule.redirect }),
      ...rule.headers,
    },
    body: bodyByRule(rule, status, operation),
    ...(rule.truncate && { cut: "half" as const }),
  };
}

function appliesTo({ operation, match }: FailRule, request: LocalRequest): boolean {
  const operations: readonly (Operation | undefined)[] | undefined =
    typeof operation === "string" ? [operation] : operation;
  return operations?.includes(request.operation) !== false && match?.(request) !== false;
}

function statusByRule({ status, redirect, retryAfter, html }: FailRule): number {
  if (status !== undefined) return status;
  if (redirect !== undefined) return 302;
  if (retryAfter !== undefined) return 429;
  return html ? 502 : 500;
}

function bodyByRule({ body, html, redirect }: FailRule, status: number, operation: Operation | undefined): string {
  if (body !== undefined) return typeof body === "string" ? body : JSON.stringify(body);
  if (html) return `<html><head><title>${status}</title></head><body><h1>${status}</h1><hr>proxy</body></html>`;
  if (redirect !== undefined) return "";
  const message = MESSAGES.get(status) ?? "Failed by a rule.";
  if (operation !== "token") return JSON.stringify({ error: { code: status, message } });
  const error = status === 401 ? "invalid_client" : status === 400 ? "invalid_request" : "server_error";
  return JSON.stringify({ error, error_description: message });
}

const MESSAGES: ReadonlyMap<number, string> = new Map([
  [400, "Bad Request"],
  [401, "Unauthorized"],
  [403, "Resource not found. This may also be due to insufficient access rights."],
  [404, "Not Found"],
  [408, "Request Timeout"],
  [409, "Conflict"],
  [429, "Too many requests. Please try again later."],
  [500, "Internal server error. Please report this error to support@cognite.com"],
  [502, "Bad Gateway"],
  [503, "Service Unavailable"],
  [504, "Gateway Timeout"],
]);

/** Reproducible randomness: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
