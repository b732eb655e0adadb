import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { LocalRequest } from "./local-request";
import { readsOrWrites } from "./operations";

/** What is known about a request when its head has arrived. */
type Head = Pick<LocalRequest, "method" | "path" | "query" | "project" | "operation"> & {
  headers: IncomingHttpHeaders;
};

/** Records every request, and how many are in progress at once. */
export class Recorder {
  readonly requests: LocalRequest[] = [];
  readonly maxConcurrent = { reads: 0, writes: 0 };
  readonly #underWay = { reads: 0, writes: 0 };

  /** Records the start of a request. */
  begin({ headers, ...head }: Head): LocalRequest {
    const request: LocalRequest = {
      requestId: randomUUID(),
      ...head,
      headers: redactHeaders(headers),
      status: undefined,
      startedAt: Date.now(),
      endedAt: undefined,
      clientId: undefined,
      body: undefined,
    };
    this.requests.push(request);
    const kind = readsOrWrites(head.operation);
    if (kind !== undefined) {
      this.#underWay[kind] += 1;
      this.maxConcurrent[kind] = Math.max(this.maxConcurrent[kind], this.#underWay[kind]);
    }
    return request;
  }

  /** Records the end of a request, answered or not. */
  end(request: LocalRequest): void {
    request.endedAt = Date.now();
    const kind = readsOrWrites(request.operation);
    if (kind !== undefined) this.#underWay[kind] -= 1;
  }
}

function redactHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const flat = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { ...Object.fromEntries(flat), ...(headers.authorization !== undefined && { authorization: "[redacted]" }) };
}
