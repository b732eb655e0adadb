import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { badRequest, IamError } from "./errors";

/** The most bytes in a body, uncompressed. */
const MAX_BODY = 5 * 1024 * 1024;

/** The body of a request, or why it cannot be read. */
export interface Received {
  body: unknown;
  problem?: IamError;
}

/** Reads a body, gzipped or not, with any method: the Toolkit sends `{}` with a GET. An empty one is `undefined`. */
export async function receive(incoming: IncomingMessage, form: boolean): Promise<Received> {
  const raw = await readAll(incoming);
  try {
    if (raw === undefined) throw tooLarge();
    const text = (await unpack(raw, incoming.headers["content-encoding"])).toString("utf8");
    if (form) return { body: parseForm(text, incoming.headers["content-type"]) };
    return { body: text === "" ? undefined : parseJson(text) };
  } catch (error) {
    if (error instanceof IamError) return { body: undefined, problem: error };
    throw error;
  }
}

/** A body with its secrets replaced, for the record. */
export function redact(body: unknown): unknown {
  if (body === undefined) return undefined;
  const hide = (key: string, value: unknown): unknown => (/^client_?secret$/i.test(key) ? "[redacted]" : value);
  return JSON.parse(JSON.stringify(body, hide));
}

/** All bytes, or `undefined` when there are too many; those are read too, so that the answer arrives. */
async function readAll(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY) chunks.push(chunk);
  }
  return bytes <= MAX_BODY ? Buffer.concat(chunks) : undefined;
}

async function unpack(raw: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding?.toLowerCase() !== "gzip" || raw.length === 0) return raw;
  try {
    return await promisify(gunzip)(raw, { maxOutputLength: MAX_BODY });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw code === "ERR_BUFFER_TOO_LARGE" ? tooLarge() : badRequest("The request body is not valid gzip.");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("The request body is not valid JSON.");
  }
}

function parseForm(text: string, contentType: string | undefined): Record<string, string> | undefined {
  if (!contentType?.toLowerCase().startsWith("application/x-www-form-urlencoded")) return undefined;
  return Object.fromEntries(new URLSearchParams(text));
}

function tooLarge(): IamError {
  return badRequest(`The request body exceeds the buffer of ${MAX_BODY} bytes.`);
}
