import * as z from "zod";
import type { NamedObject } from "../errors";
import { isObject } from "../validation/problems";

const objects = z.array(z.record(z.string(), z.unknown())).optional().catch(undefined);

const errorBody = z.looseObject({
  message: z.string().optional().catch(undefined),
  missing: objects,
  missingFields: objects,
  duplicated: objects,
  isAutoRetryable: z.boolean().optional().catch(undefined),
});

/** What the body of an error says, in any of the API's shapes. */
export interface ApiErrorBody {
  reason: string;
  missing?: NamedObject[];
  duplicated?: NamedObject[];
  autoRetryable: boolean;
}

/**
 * Reads `{error: {…}}`, `{error: "…"}`, a bare `{code, message}`, and what is not JSON at all.
 * @param shown - removes the secrets from a text. It gets what was parsed, since JSON can spell a character in several
 * ways, and the complete text, since it would not recognize a part of a secret.
 */
export function readApiError(text: string, shown: (text: string) => string): ApiErrorBody {
  let json: unknown;
  try {
    json = shownIn(JSON.parse(text), shown);
  } catch {
    const page = /<title>([^<]*)<\/title>/i.exec(shown(text))?.[1]?.trim();
    const found = text.trim() === "" ? "(the answer is empty)" : "(the answer is not JSON)";
    return { reason: page ? `(a web page: "${short(page)}")` : found, autoRetryable: false };
  }
  const inner = isObject(json) && "error" in json ? (json["error"] ?? json) : json;
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

/** Deeper than any error. */
const deepest = 20;

/** The same JSON, with its texts and keys as they may be shown. */
function shownIn(json: unknown, shown: (text: string) => string, depth = 0): unknown {
  if (typeof json === "string") return shown(json);
  if (typeof json !== "object" || json === null) return json;
  if (depth === deepest) return "…";
  const inside = (part: unknown) => shownIn(part, shown, depth + 1);
  if (Array.isArray(json)) return json.map(inside);
  return Object.fromEntries(Object.entries(json).map(([key, part]) => [shown(key), inside(part)]));
}

const noReason = "(no reason given)";

const short = (text: string) => (text.length > 500 ? `${text.slice(0, 500)}…` : text).replace(/\s+/g, " ");
