import { describe, expect, test } from "vitest";
import { didYouMean, nearest } from "../../src/text/nearest";
import { allowedOf, describeValue, Problems, quote, quoteAll, unknownProperties } from "../../src/validation/problems";

describe("a value in words", () => {
  test.each<[unknown, string]>([
    [undefined, "nothing"],
    [null, "null"],
    ["", "an empty string"],
    ["x", "a string of 1 character"],
    ["s3cret", "a string of 6 characters"],
    ["🙂🙂", "a string of 2 characters"],
    [4711, "a number"],
    [Number.NaN, "a number"],
    [true, "a boolean"],
    [[], "an empty list"],
    [["s3cret"], "a list of 1"],
    [{}, "an object with no keys"],
    [{ a: "s3cret", 'b"': 1 }, 'an object with "a", "b\\""'],
    [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1 }, 'an object with "a", "b", "c", "d", "e" and 2 more'],
  ])("%j is %s", (value, words) => {
    expect(describeValue(value)).toBe(words);
  });

  test("a word is quoted as JSON, and cut when it is long, never within a character", () => {
    expect(quote('a"b\n')).toBe('"a\\"b\\n"');
    expect(quote("x".repeat(60))).toBe(`"${"x".repeat(60)}"`);
    expect(quote("x".repeat(61))).toBe(`"${"x".repeat(60)}…"`);
    expect(quote("🙂".repeat(60))).toBe(`"${"🙂".repeat(60)}"`);
    expect(quote("🙂".repeat(61))).toBe(`"${"🙂".repeat(60)}…"`);
    expect(quoteAll(["a", "b"])).toBe('"a", "b"');
    expect(quoteAll([])).toBe("");
  });
});

describe("problems with inputs", () => {
  test("say where, unless it is the whole", () => {
    const problems = new Problems();
    problems.add("a.b", "is wrong");
    problems.add("", "all is wrong");
    problems.warn("c", "is odd");
    expect(problems).toMatchObject({ errors: ["a.b: is wrong", "all is wrong"], warnings: ["c: is odd"] });
  });

  test("name what is allowed, and what was most likely meant", () => {
    expect(allowedOf("reed", ["READ", "WRITE"])).toBe('; allowed: READ, WRITE; did you mean "READ"?');
    expect(allowedOf("x", ["READ", "WRITE"])).toBe("; allowed: READ, WRITE");
    const many = Array.from({ length: 21 }, (_, i) => `word${i}`);
    expect(allowedOf("wrod7", many)).toBe('; did you mean "word7"?');
    expect(allowedOf("nothing like it", many)).toBe("");
  });

  test("name every property that is not known", () => {
    const problems = new Problems();
    unknownProperties("p", { name: 1, nam: 2, toString: 3 }, ["name"], problems);
    expect(problems.errors).toEqual([
      'p: there is no property "nam"; allowed: name; did you mean "name"?',
      'p: there is no property "toString"; allowed: name',
    ]);
  });
});

describe("the nearest word", () => {
  const acls = [
    "assetsAcl",
    "eventsAcl",
    "rawAcl",
    "timeSeriesAcl",
    "timeSeriesSubscriptionsAcl",
    "groupsAcl",
    "datasetsAcl",
  ];

  test.each([
    ["asetsAcl", "assetsAcl"],
    ["assetAcl", "assetsAcl"],
    ["assetsacl", "assetsAcl"],
    ["ASSETSACL", "assetsAcl"],
    ["assetsAlc", "assetsAcl"],
    ["raw", "rawAcl"],
    ["rwaAcl", "rawAcl"],
    ["timeseries", "timeSeriesAcl"],
    ["TimeSeriesACL", "timeSeriesAcl"],
    ["timeseriessubscriptions", "timeSeriesSubscriptionsAcl"],
    ["dataSetsAcl", "datasetsAcl"],
    ["group", "groupsAcl"],
  ])("to %s is %s", (word, near) => {
    expect(nearest(word, acls)).toBe(near);
  });

  test.each(["quantumEntanglementAcl", "x", "", "zzz", "a"])("to %s does not exist", (word) => {
    expect(nearest(word, acls)).toBeUndefined();
  });

  test("is the one that is equal but for case before one that only begins so", () => {
    expect(nearest("read", ["READER", "READ"])).toBe("READ");
    expect(nearest("idscope", ["idScopeOf", "idScope"])).toBe("idScope");
  });

  test("is the first of those as near, and none of none", () => {
    expect(nearest("ab", ["ax", "ay"])).toBe("ax");
    expect(nearest("ab", [])).toBeUndefined();
  });

  test("ends a message when there is one, and adds nothing when there is none", () => {
    expect(didYouMean("raw", acls)).toBe('; did you mean "rawAcl"?');
    expect(didYouMean("zzz", acls)).toBe("");
  });

  test("to a text of a megabyte takes no time", () => {
    const start = performance.now();
    expect(nearest("x".repeat(1_000_000), acls)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
