import { badRequest, missingFields } from "./errors";
import { isId, isObject } from "./json";

/** The most items in one request. */
const MAX_ITEMS = 1000;

/** The `items` of a request body: 1 to 1,000 of them. */
export function itemsOf(body: unknown, shape: "bare" | "normal" = "normal"): unknown[] {
  if (!isObject(body)) throw badRequest("The request body must be a JSON object.");
  const items = body["items"];
  if (items === undefined && shape === "bare") throw missingFields(["items"]);
  if (!Array.isArray(items)) throw badRequest("items must be an array.");
  if (items.length < 1 || items.length > MAX_ITEMS) {
    throw badRequest(`items must have between 1 and ${MAX_ITEMS} entries, has ${items.length}.`);
  }
  return items;
}

/** The bare IDs of a delete request, each once: `{"items": [1, 2]}`. */
export function bareIdsOf(body: unknown): number[] {
  const items = itemsOf(body);
  if (!items.every(isId)) throw badRequest("items must be ids: integers between 1 and 9007199254740991.");
  const repeated = repeatsIn(items);
  if (repeated.length > 0) {
    throw badRequest("Request contains duplicated ids.", { duplicated: repeated.map((id) => ({ id })) });
  }
  return items;
}

/** The wrapped IDs of a request: `{"items": [{"id": 1}]}`. */
export function wrappedIdsOf(body: unknown): number[] {
  return itemsOf(body).map((item) => {
    const id = isObject(item) ? item["id"] : undefined;
    if (!isId(id)) throw badRequest('items must be objects {"id": integer between 1 and 9007199254740991}.');
    return id;
  });
}

/** The values that occur more than once, each named once. */
export function repeatsIn<T>(values: readonly T[]): T[] {
  const seen = new Set<T>();
  const repeated = new Set<T>();
  for (const value of values) {
    if (seen.has(value)) repeated.add(value);
    seen.add(value);
  }
  return [...repeated];
}
