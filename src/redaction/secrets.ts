/** Shorter ones are no secrets, and replacing them would garble every text. */
const shortest = 4;

/** What looks like a token: whoever's it is, it is nobody else's business. */
const anyToken = /\beyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?/g;

/** A text without these secrets and without tokens, however they are spelled: plain, in JSON, in an address or in a form. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  // JSON may quote JSON: an error that repeats the request.
  const spellings = secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => [secret, inJson(secret), inJson(inJson(secret)), encodeURIComponent(secret), inForm(secret)]);
  // The longest first, so that no part of one is left over.
  spellings.sort((a, b) => b.length - a.length);
  const rest = spellings.reduce((shown, spelling) => shown.replaceAll(spelling, "[secret]"), text);
  return rest.replaceAll(anyToken, "[secret]");
}

/** The client secrets that a request's body holds. */
export function secretsIn(body: unknown): string[] {
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) =>
    key === "clientSecret" && typeof value === "string" ? [value] : secretsIn(value),
  );
}

/** A text as it stands in a string of JSON. */
export const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const inForm = (secret: string) => new URLSearchParams({ "": secret }).toString().slice(1);
