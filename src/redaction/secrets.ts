/** Shorter texts are not secrets, and replacing them would garble every message. */
const shortest = 4;

/** Looks like a JWT; always redact. */
const anyToken = /\beyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?/g;

/** A text without these secrets and without tokens, in every spelling: plain, in JSON, in a URL or in a form. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  // JSON may quote JSON: an error that repeats the request.
  const spellings = secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => [secret, inJson(secret), inJson(inJson(secret)), encodeURIComponent(secret), inForm(secret)]);
  // Longest first, so that no part of one remains.
  spellings.sort((a, b) => b.length - a.length);
  const rest = spellings.reduce((shown, spelling) => shown.replaceAll(spelling, "[secret]"), text);
  return rest.replaceAll(anyToken, "[secret]");
}

/** The client secrets in the body of a request. */
export function secretsIn(body: unknown): string[] {
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) =>
    key === "clientSecret" && typeof value === "string" ? [value] : secretsIn(value),
  );
}

/** A text as it appears in a JSON string. */
export const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const inForm = (secret: string) => new URLSearchParams({ "": secret }).toString().slice(1);
