import { createHash } from "node:crypto";
import { isObject } from "../../validation/problems";
import { isUnknown, unknownText, unknownValue } from "../../validation/unknown";

/** A hidden value, which cannot be reviewed. */
export interface Hidden {
  /** Which field of the group it is in. */
  field: string;
  /** `secret`: encrypted in the state; `unknown`: known only after `pulumi up`. */
  why: "secret" | "unknown";
  /** Of a ciphertext, to tell whether it has changed; never of a plaintext. */
  fingerprint?: string | undefined;
}

export const secretText = "(secret)";

/** The key by which Pulumi's state tells its own kinds of values from the program's. */
const signature = "4dabf18193072939515e22adb298388d";

/** What `pulumi preview --json` writes in the place of a secret, and of what is not known yet. */
const previewWords: Readonly<Record<string, "secret" | "unknown">> = {
  "[secret]": "secret",
  "[unknown]": "unknown",
  "output<string>": "unknown",
};

/**
 * JSON with a word in the place of each secret and each unknown value, and what was hidden. Such a value takes the place of
 * any type: readers of the result must expect a word where a list or an object should be.
 */
export function maskHidden(value: unknown, field: string): { value: unknown; hidden: Hidden[] } {
  const hidden: Hidden[] = [];
  const walk = (each: unknown): unknown => {
    const why = whyHidden(each);
    if (why !== undefined) {
      hidden.push({ field, ...why });
      return why.why === "secret" ? secretText : unknownText;
    }
    if (Array.isArray(each)) return each.map(walk);
    if (!isObject(each)) return each;
    return Object.fromEntries(Object.entries(each).map(([key, one]) => [key, walk(one)]));
  };
  return { value: walk(value), hidden };
}

/** JSON with each secret in the form of a value that is not known yet, since a ciphertext cannot be compared. */
export function secretsAsUnknown(value: unknown): unknown {
  if (whyHidden(value) !== undefined) return unknownValue;
  if (Array.isArray(value)) return value.map(secretsAsUnknown);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, secretsAsUnknown(each)]));
}

/** Whether a text is one of the two words. */
export const isHiddenText = (text: unknown): boolean => text === secretText || text === unknownText;

function whyHidden(value: unknown): Omit<Hidden, "field"> | undefined {
  if (isUnknown(value)) return { why: "unknown" };
  if (typeof value === "string") {
    const why = Object.hasOwn(previewWords, value) ? previewWords[value] : undefined;
    return why && { why };
  }
  if (!isObject(value) || !Object.hasOwn(value, signature)) return undefined;
  const { ciphertext } = value;
  if (typeof ciphertext !== "string" || ciphertext === "") return { why: "secret" };
  return { why: "secret", fingerprint: createHash("sha256").update(ciphertext).digest("hex").slice(0, 12) };
}
