import { describe, expect, test } from "vitest";
import { checkSession } from "../../src/sessions/handler";
import { type Refused, titled } from "../support/refused";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const properties = "allowed: clientId, clientSecret, tokenExchange, oneshotTokenExchange, triggers, project";
const exclude = "set only one of clientId with clientSecret, tokenExchange, and oneshotTokenExchange";

const bad: readonly Refused[] = [
  [{ clientId: "id" }, "clientSecret: is missing: clientId and clientSecret are required together"],
  [{ clientSecret: "s3cret" }, "clientId: is missing: clientId and clientSecret are required together"],
  [{ clientId: "id", clientSecret: "" }, "clientSecret: must be a non-empty string; found an empty string"],
  [
    { clientId: "id", clientSecret: { value: "s3cret" } },
    'clientSecret: must be a non-empty string; found an object with "value"',
  ],
  [{ clientId: 4711, clientSecret: "s3cret" }, "clientId: must be a non-empty string; found a number"],
  [{ tokenExchange: false }, "tokenExchange: must be true or omitted; found false"],
  [{ tokenExchange: "true" }, 'tokenExchange: must be true or omitted; found "true"'],
  [{ oneshotTokenExchange: 1 }, "oneshotTokenExchange: must be true or omitted; found a number"],
  [{ triggers: "s3cret" }, "triggers: must be a list; found a string of 6 characters"],
  [{ triggers: { a: "s3cret" } }, 'triggers: must be a list; found an object with "a"'],
  [{ tokenExchange: true, oneshotTokenExchange: true }, exclude],
  [{ clientId: "id", clientSecret: "s3cret", tokenExchange: true }, exclude],
  [{ tokenExchage: true }, `there is no property "tokenExchage"; ${properties}; did you mean "tokenExchange"?`],
  [{ nonce: "s3cret" }, `there is no property "nonce"; ${properties}`],
  [
    { importId: "1", clientId: "i", clientSecret: "s", secretInputs: ["clientSecret"] },
    "import: is not supported for sessions: a nonce is returned only once",
  ],
];

describe("the check of a session says:", () => {
  test.each(titled(bad))("%s", (_, inputs, messages) => {
    const { errors } = checkSession(inputs);
    expect(errors).toEqual(messages);
    expect(errors.join()).not.toMatch(/s3cret|4711/);
  });
});

describe("the check of a session accepts", () => {
  test.each<[string, Record<string, unknown>]>([
    ["nothing", {}],
    [
      "nothing in everything",
      { clientId: null, clientSecret: null, tokenExchange: null, oneshotTokenExchange: null, triggers: null },
    ],
    ["a client with its secret", { clientId: "id", clientSecret: "s" }],
    ["a token exchange", { tokenExchange: true }],
    ["a token exchange for once", { oneshotTokenExchange: true }],
    ["any triggers", { triggers: [1, "a", null, { b: [true] }] }],
    ["values that are not known yet", { clientId: unknown, clientSecret: unknown, triggers: unknown }],
    ["a way that is not known yet", { tokenExchange: unknown }],
    ["a trigger that is not known yet", { oneshotTokenExchange: true, triggers: [unknown] }],
    ["what this package adds to the inputs", { __provider: "x", owner: "o" }],
  ])("%s", (_, inputs) => {
    expect(checkSession(inputs)).toMatchObject({ errors: [], warnings: [] });
  });
});
