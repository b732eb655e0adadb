import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { apiError, IamError } from "./errors";
import type { FailRule } from "./fail-rule";
import { type Faults, type RawReply, replyByRule } from "./faults";
import type { LocalRequest } from "./local-request";
import type { Reply } from "./operation-call";

/** One request on the wire, and how to answer it. */
export interface Exchange {
  request: LocalRequest;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  faults: Faults;
  latencyMs: number;
  /** Aborted when the server closes. */
  closing: AbortSignal;
  /** Performs the operation; throws refusals. */
  act: () => Reply;
}

/** Performs a request and answers it, or fails according to the rules. */
export async function respond(exchange: Exchange): Promise<Response> {
  const { request, latencyMs, closing } = exchange;
  try {
    const reply = await replyTo(exchange, exchange.faults.next(request));
    if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: closing });
    return send(exchange, reply);
  } catch (error) {
    if (!closing.aborted && !exchange.outgoing.destroyed) throw error;
    return RESPONSE_ALREADY_SENT;
  }
}

async function replyTo(exchange: Exchange, rule: FailRule | undefined): Promise<RawReply> {
  if (rule === undefined) return trueReply(exchange);
  const failure = replyByRule(rule, exchange.request.operation);
  const early = rule.when === "after" ? trueReply(exchange) : undefined;
  if (rule.delayMs !== undefined) await sleep(rule.delayMs, undefined, { signal: exchange.closing });
  if (rule.hangMs === true) await hangForEver(exchange);
  else if (rule.hangMs !== undefined) await sleep(rule.hangMs, undefined, { signal: exchange.closing });
  if (failure !== undefined) return failure;
  const reply = early ?? trueReply(exchange);
  return rule.truncate ? { ...reply, cut: "half" } : reply;
}

/** The result of performing the request. */
function trueReply({ act }: Exchange): RawReply {
  const { status, body } = actOrRefuse(act);
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function actOrRefuse(act: () => Reply): Reply {
  try {
    return act();
  } catch (error) {
    if (error instanceof IamError) return error;
    return apiError(500, `The local IAM server failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function send({ request, incoming, outgoing }: Exchange, reply: RawReply): Response {
  const { status, body, cut } = reply;
  if (cut === "all") {
    incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  request.status = status;
  const bytes = Buffer.from(body);
  const headers = { "x-request-id": request.requestId, ...reply.headers, "content-length": String(bytes.length) };
  if (cut === "half") {
    outgoing.writeHead(status, headers);
    outgoing.write(bytes.subarray(0, bytes.length / 2), () => incoming.socket.destroy());
    return RESPONSE_ALREADY_SENT;
  }
  const bodiless = status === 204 || status === 304;
  if (!bodiless) return new Response(bytes, { status, headers });
  return new Response(null, { status, headers: { "x-request-id": request.requestId, ...reply.headers } });
}

/** Ends, by throwing, when the client disconnects or the server closes. */
function hangForEver({ outgoing, closing }: Exchange): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new Error("The connection closed while the request was hanging."));
    outgoing.once("close", end);
    closing.addEventListener("abort", end, { once: true });
  });
}
