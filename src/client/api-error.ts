import * as z from "zod";
import type { NamedObject } from "../errors";

const objects = z.array(z.record(z.string(), z.unknown())).optional().catch(undefined);

const errorBody = z.looseObject({
  message: z.string().optional().catch(undefined),
  missing: objects,
  missingFields: objects,
  duplicated: objects,
  isAutoRetryable: z.boolean().optional().catch(undefined),
});

/** What an error's body says, in whichever of the API's shapes. */
export interface ApiErrorBody {
  reason: string;
  missing?: NamedObject[];
  duplicated?: NamedObject[];
  autoRetryable: boolean;
}

/** Reads `{error: {…}}`, `{error: "…"}`, a bare `{code, message}` and what is no JSON at all. */
export function readApiError(text: string): ApiErrorBody {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const page = /<title>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
    const found = text.trim() === "" ? "(the answer is empty)" : "(the answer is no JSON)";
    return { reason: page ? `(a web page: "${short(page)}")` : found, autoRetryable: false };
  }
  const inner = typeof json === "object" && json !== null && "error" in json ? json.error : json;
  if (typeof inner === "string") return { reason: short(inner) || noReason, autoRetryable: false };
  const body = errorBody.safeParse(inner);
  if (!body.success) return { reason: noReason, autoRetryable: false };
  const { message, missing, missingFields, duplicated, isAutoRetryable } = body.data;
  const fields = missingFields?.length ? ` (missing fields: ${short(JSON.stringify(missingFields))})` : "";
  return {
    reason: (short(message ?? "") || noReason) + fields,
    ...(missing?.length && { missing }),
    ...(duplicated?.length && { duplicated }),
    autoRetryable: isAutoRetryable ?? false,
  };
}

const noReason = "(the answer says no reason)";

const short = (text: string) => (text.length > 500 ? `${text.slice(0, 500)}…` : text).replace(/\s+/g, " ");
