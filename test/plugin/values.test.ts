import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { describe, expect, test } from "vitest";
import { detailedDiff } from "../../src/plugin/detailed-diff";
import { received, sent } from "../../src/plugin/values";
import { type Json, secret, unknown } from "./harness";

const struct = (value: Json) => Struct.fromJavaScript(value as never);

describe("what the engine sends", () => {
  test.each<[string, Json, Json, string[]]>([
    ["plain values", { a: 1, b: [true, null, { c: "d" }] }, { a: 1, b: [true, null, { c: "d" }] }, []],
    ["a secret", { a: secret("x"), b: "y" }, { a: "x", b: "y" }, ["a"]],
    ["a secret deep inside", { a: [{ b: secret({ c: 1 }) }] }, { a: [{ b: { c: 1 } }] }, ["a"]],
    ["a secret in a secret", { a: secret([secret("x")]) }, { a: ["x"] }, ["a"]],
    ["a secret that is not known yet", { a: secret(unknown) }, { a: unknown }, ["a"]],
    [
      "another value with a signature",
      { a: { "4dabf18193072939515e22adb298388d": "other" } },
      {
        a: {
          "4dabf18193072939515e22adb298388d": "other",
        },
      },
      [],
    ],
  ])("%s", (_, given, props, secrets) => {
    expect(received(struct(given))).toEqual({ props, secrets: new Set(secrets) });
  });

  test.each([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  ])("a value of any type that is not known yet: %s", (text) => {
    expect(received(struct({ a: [text] })).props).toEqual({ a: [unknown] });
  });

  test("nothing", () => {
    expect(received(undefined)).toEqual({ props: {}, secrets: new Set() });
  });
});

test("what is sent leaves out what is undefined, at any depth, and marks secrets", () => {
  const props = { a: undefined, b: { c: undefined, d: 1 }, e: ["x"], f: null };
  expect(sent(props, new Set(["e", "g"])).toJavaScript()).toEqual({ b: { d: 1 }, e: secret(["x"]), f: null });
});

test.each<[string, unknown, unknown, [string, string][]]>([
  ["nothing", { a: [1] }, { a: [1] }, []],
  ["a value", "a", "b", [["p", "update"]]],
  ["a new value", undefined, "b", [["p", "add"]]],
  ["a value that is gone", "a", undefined, [["p", "delete"]]],
  ["an element", ["a", "b"], ["a", "c"], [["p[1]", "update"]]],
  ["a new element", ["a"], ["a", "c"], [["p[1]", "add"]]],
  ["an element that is gone", ["a", "b"], ["a"], [["p[1]", "delete"]]],
  ["a list of lists", [["a"]], [["b"]], [["p[0][0]", "update"]]],
  [
    "a property",
    { a: { b: 1 } },
    { a: { b: 2, c: 3 } },
    [
      ["p.a.b", "update"],
      ["p.a.c", "add"],
    ],
  ],
  [
    "a key that is no word",
    {},
    { "a.b": 1, 'c"\\d': 2, "": 3, "1": 4 },
    [
      ['p["1"]', "add"],
      ['p["a.b"]', "add"],
      ['p["c\\"\\\\d"]', "add"],
      ['p[""]', "add"],
    ],
  ],
  ["another type", ["a"], { a: 1 }, [["p", "update"]]],
  ["a null", null, "a", [["p", "update"]]],
])("the detailed diff of %s", (_, before, now, paths) => {
  expect(detailedDiff("p", before, now)).toEqual(paths);
});
