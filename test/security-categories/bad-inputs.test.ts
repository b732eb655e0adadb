import { describe, expect, test } from "vitest";
import { checkSecurityCategory } from "../../src/security-categories/handler";
import { type Refused, titled } from "../support/refused";

const bad: readonly Refused[] = [
  [{}, "name: is missing: a security category needs a name"],
  [{ name: null }, "name: is missing: a security category needs a name"],
  [{ name: "" }, "name: is empty: a security category needs a name"],
  [{ name: "\n " }, "name: is empty: a security category needs a name"],
  [{ name: 4711 }, "name: must be a string; found a number"],
  [{ name: { id: "s3cret" } }, 'name: must be a string; found an object with "id"'],
  [{ name: ["s3cret"] }, "name: must be a string; found a list of 1"],
  [
    { nam: "s3cret" },
    'there is no property "nam"; allowed: name, project; did you mean "name"?',
    "name: is missing: a security category needs a name",
  ],
  [{ name: "c", description: "s3cret" }, 'there is no property "description"; allowed: name, project'],
  [{ name: "c", categoryId: 1 }, 'there is no property "categoryId"; allowed: name, project'],
];

describe("the check of a security category says:", () => {
  test.each(titled(bad))("%s", (_, inputs, messages) => {
    expect(checkSecurityCategory(inputs)).toMatchObject({ errors: messages, warnings: [] });
  });
});

describe("the check of a security category accepts", () => {
  test.each([
    ["a name", { name: "c" }],
    ["a long name, since no limit is published", { name: "🙂".repeat(5000) }],
    ["a name that is not known yet", { name: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }],
    [
      "what this package adds to the inputs",
      { name: "c", __provider: "x", owner: "o", importId: "1", secretInputs: ["name"] },
    ],
  ])("%s", (_, inputs) => {
    expect(checkSecurityCategory(inputs)).toMatchObject({ errors: [], warnings: [] });
  });
});
