import { describe, expect, test } from "vitest";
import { type ApiErrorBody, readApiError } from "../../src/client/api-error";

const asItIs = (text: string) => text;

const none = "(no reason given)";

const shapes: readonly (readonly [what: string, body: unknown, read: Partial<ApiErrorBody>])[] = [
  ["the documented shape", { error: { code: 400, message: "why" } }, { reason: "why" }],
  [
    "what is missing",
    { error: { code: 400, message: "why", missing: [{ userIdentifier: "x" }, { id: 1 }] } },
    { reason: "why", missing: [{ userIdentifier: "x" }, { id: 1 }] },
  ],
  [
    "what is duplicated",
    { error: { code: 409, message: "why", duplicated: [{ name: "x" }] } },
    { reason: "why", duplicated: [{ name: "x" }] },
  ],
  [
    "empty lists, which mean none",
    { error: { code: 400, message: "why", missing: [], duplicated: [] } },
    { reason: "why" },
  ],
  ["null for lists", { error: { message: "why", missing: null, duplicated: null } }, { reason: "why" }],
  ["lists of another shape", { error: { message: "why", missing: ["a"], duplicated: { id: 1 } } }, { reason: "why" }],
  ["an error that is a string", { error: "why" }, { reason: "why" }],
  ["an error that is an empty string", { error: "" }, { reason: none }],
  ["an error that is null", { error: null }, { reason: none }],
  ["an error that is a number", { error: 5 }, { reason: none }],
  ["an error that is a list", { error: ["why"] }, { reason: none }],
  ["no wrapper around code and message", { code: 404, message: "why" }, { reason: "why" }],
  [
    "group create with a field missing",
    { code: 400, message: "Missing fields", missingFields: [{ name: "name" }] },
    { reason: 'Missing fields (missing fields: [{"name":"name"}])' },
  ],
  [
    "missing fields inside the wrapper",
    { error: { message: "why", missingFields: [{ a: 1 }] } },
    { reason: 'why (missing fields: [{"a":1}])' },
  ],
  ["no message", { error: { code: 500 } }, { reason: none }],
  ["an empty message", { error: { code: 500, message: "" } }, { reason: none }],
  ["a message that is none", { error: { message: { text: "why" } } }, { reason: none }],
  [
    "more than is known",
    { error: { code: 400, message: "why", forbidden: [{ id: 1 }], extra: { a: 1 }, detail: [] } },
    { reason: "why" },
  ],
  [
    "a hint that it may be repeated",
    { error: { message: "why", isAutoRetryable: true } },
    { reason: "why", autoRetryable: true },
  ],
  ["a hint that it may not", { error: { message: "why", isAutoRetryable: false } }, { reason: "why" }],
  ["a hint of another shape", { error: { message: "why", isAutoRetryable: "true" } }, { reason: "why" }],
  ["null", null, { reason: none }],
  ["a list", [1], { reason: none }],
  ["a number", 5, { reason: none }],
  ["a string", "why", { reason: "why" }],
  ["an empty object", {}, { reason: none }],
  ["lines", { error: { message: "a\n  b\t\tc" } }, { reason: "a b c" }],
];

const texts: readonly (readonly [what: string, text: string, reason: string])[] = [
  ["nothing", "", "(the answer is empty)"],
  ["blanks", " \n", "(the answer is empty)"],
  ["a proxy's page", "<html><head><TITLE> 502 Bad\nGateway </TITLE></head></html>", '(a web page: "502 Bad Gateway")'],
  ["a page without a title", "<html><body>no</body></html>", "(the answer is not JSON)"],
  ["JSON cut off", '{"error": {"message": "wh', "(the answer is not JSON)"],
  ["plain text", "upstream connect error", "(the answer is not JSON)"],
];

describe("the reason of an API error is read from", () => {
  test.each(shapes)("JSON: %s", (_, body, read) => {
    expect(readApiError(JSON.stringify(body), asItIs)).toEqual({ autoRetryable: false, ...read });
  });

  test.each(texts)("other text: %s", (_, text, reason) => {
    expect(readApiError(text, asItIs)).toEqual({ reason, autoRetryable: false });
  });

  test("a body of any length, and stays short", () => {
    const long = "x".repeat(100_000);
    for (const body of [
      JSON.stringify({ error: { message: long } }),
      JSON.stringify({ error: long }),
      JSON.stringify({ message: "why", missingFields: [{ name: long }] }),
      `<title>${long}</title>`,
    ])
      expect(readApiError(body, asItIs).reason.length).toBeLessThan(550);
  });
});
