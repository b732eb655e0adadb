import { runtime } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { holdsUnknown, isUnknown } from "../../src/validation/unknown";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("a value that is not known yet", () => {
  test("is the one that Pulumi sends", () => {
    expect(runtime.unknownValue).toBe(unknown);
    expect(isUnknown(runtime.unknownValue)).toBe(true);
  });

  test.each([undefined, null, "", "unknown", unknown.toUpperCase(), ` ${unknown}`, 0, {}, [unknown], { a: unknown }])(
    "is not %j",
    (value) => {
      expect(isUnknown(value)).toBe(false);
    },
  );

  test.each([unknown, [unknown], { a: unknown }, { a: [{ b: [1, unknown] }] }, [[[[unknown]]]]])(
    "is found in %j",
    (value) => {
      expect(holdsUnknown(value)).toBe(true);
    },
  );

  test.each([undefined, null, "", 1, [], {}, { a: [{ b: [1, null, undefined] }] }, { [unknown]: 1 }])(
    "is not found in %j",
    (value) => {
      expect(holdsUnknown(value)).toBe(false);
    },
  );
});
