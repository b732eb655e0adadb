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
    return { reason: page ? `(a web page: "${short(page)}")` : "(the answer is no JSON)", autoRetryable: false };
  }
  const inner = typeof json === "object" && json !== null && "error" in json ? json.error : json;
  if (typeof inner === "string") return { reason: short(inner), autoRetryable: false };
  const body = errorBody.safeParse(inner);
  if (!body.success) return { reason: "(the answer says no reason)", autoRetryable: false };
  const { message, missing, missingFields, duplicated, isAutoRetryable } = body.data;
  const fields = missingFields?.length ? ` (missing fields: ${short(JSON.stringify(missingFields))})` : "";
  return {
    reason: short(message ?? "(the answer says no reason)") + fields,
    ...(missing?.length && { missing }),
    ...(duplicated?.length && { duplicated }),
    autoRetryable: isAutoRetryable ?? false,
  };
}

const short = (text: string) => (text.length > 500 ? `${text.slice(0, 500)}…` : text).replace(/\s+/g, " ");
