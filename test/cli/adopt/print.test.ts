import { expect, test } from "vitest";
import { uniqueNames, variableOf, wordsOf } from "../../../src/cli/adopt/names";
import { templateCode } from "../../../src/cli/adopt/variables";
import { FunctionCall, print, printKey, printString, RawCode } from "../../../src/source-code/print";

test.for([
  ["plain", '"plain"'],
  ['a "quoted" word', `'a "quoted" word'`],
  [`"it's" both`, `'"it\\'s" both'`],
  ["it's one", '"it\'s one"'],
  ["`\u0024{x}` \\ /* */", '"`\u0024{x}` \\\\ /* */"'],
  ["a\nb\tc\u0000", '"a\\nb\\tc\\u0000"'],
  ["\u2028\u202e\ufeff\u200b", '"\\u2028\\u202e\\ufeff\\u200b"'],
  ["\ud800", '"\\ud800"'],
] as const)("the text %j is printed as %s", ([text, literal]) => {
  expect(printString(text)).toBe(literal);
  expect(new Function(`return ${literal}`)()).toBe(text);
});

test.for([
  ["plain", "plain"],
  ["a b", '"a b"'],
  ["1e3", '"1e3"'],
  ["", '""'],
  ["n\u00f8gle", "n\u00f8gle"],
  ["__proto__", '["__proto__"]'],
  ["constructor", "constructor"],
] as const)("the key %j is printed as %s", ([key, text]) => {
  expect(printKey(key)).toBe(text);
  expect(Object.keys(new Function(`return { ${text}: 1 }`)())).toEqual([key]);
});

test("source code that fits is printed in one line, the rest one line an element", () => {
  const long = "x".repeat(60);
  expect(print({ a: [1, 2], b: {}, c: [] })).toBe("{ a: [1, 2], b: {}, c: [] }");
  expect(print({ a: long, b: [long] })).toBe(`{\n  a: "${long}",\n  b: ["${long}"],\n}`);
  expect(print({ long: long + long })).toBe(`{\n  long: "${long}${long}",\n}`);
  expect(print([long, { a: long }])).toBe(`[\n  "${long}",\n  { a: "${long}" },\n]`);
  expect(print({ ids: [new RawCode("secret.categoryId")], call: new FunctionCall("iam.unlisted", { a: 1 }) })).toBe(
    "{ ids: [secret.categoryId], call: iam.unlisted({ a: 1 }) }",
  );
  expect(print(new FunctionCall("iam.unlisted", { a: long, b: long }))).toBe(
    `iam.unlisted({\n  a: "${long}",\n  b: "${long}",\n})`,
  );
  expect(print(new FunctionCall("new iam.Group", long, { a: long }))).toBe(
    `new iam.Group(\n  "${long}",\n  { a: "${long}" },\n)`,
  );
});

test.for([
  ["\ue0000\ue001", "site"],
  ["gp_\ue0000\ue001_`x`", "`gp_\u0024{site}_\\`x\\``"],
  ['"\ue0000\ue001"\\ \u0024{a}', '`"\u0024{site}"\\\\ \\\u0024{a}`'],
] as const)("the text %j with a variable is %s", ([text, code]) => {
  expect(templateCode(text, () => "site")).toBe(code);
  expect(new Function("site", `return ${code}`)("oslo")).toBe(text.replace("\ue0000\ue001", "oslo"));
});

test("names are cut into words where a reader would", () => {
  expect(wordsOf("gp_dataOwners-2 (Oslo)")).toEqual(["gp", "data", "Owners", "2", "Oslo"]);
});

test.for([
  ["Data readers", "dataReaders"],
  ["GP_ADMIN", "gpAdmin"],
  ["return", "returnGroup"],
  ["42", "group42"],
  ["\u{1f680}", "group"],
  ["", "group"],
  ["\u{13460}a", "a"],
] as const)("the variable for %j is %s", ([name, variable]) => {
  expect(variableOf(name, "group")).toBe(variable);
});

test("names are unique, and nobody loses a name that nobody else asked for", () => {
  expect(uniqueNames(["a", "a", "a2", "A", "b"], ["b"])).toEqual(["a", "a3", "a2", "A4", "b2"]);
});
