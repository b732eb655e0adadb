import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { connectionIn, mergedStackFile, stackIn } from "../../../src/cli/adopt/stack-file";
import { temporaryFolder } from "../../support/temporary-folder";

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

const file = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
const merged = (ids: Record<string, number>, values: Record<string, unknown> = {}, kept: string[] = []) =>
  mergedStackFile(
    { folder, stack: "dev", pulumiProject: "access" },
    { import: new Map(Object.entries(ids)), values: new Map(Object.entries(values)) },
    kept,
  );

describe("the config of a stack", () => {
  test("is written where there is none, its ids as texts", () => {
    expect(merged({ readers: 8120374650192837, "a:b": 1 })).toEqual({
      name: "Pulumi.dev.yaml",
      text: 'config:\n  access:import:\n    readers: "8120374650192837"\n    a:b: "1"\n',
    });
  });

  test("keeps all that is there: comments, order, secrets, the salt", () => {
    const before = `# Ours; please keep.
secretsprovider: passphrase
encryptionsalt: v1:abc=:v1:def:ghi== # salt
config:
  # who we are
  cognite-iam:clientSecret:
    secure: v1:xyz
  access:names: ["b", 'a']   # in this order

  access:nested: { two: 2, one: "1" }
`;
    file("Pulumi.dev.yaml", before);
    const { text } = merged({ readers: 5 });
    for (const line of before.split("\n").map((each) => each.trim().replaceAll(/ +#/g, " #")))
      expect(text).toContain(line.replace("[\"b\", 'a']", "[ \"b\", 'a' ]"));
    expect(text).toMatch(/ {2}access:import:\n {4}readers: "5"\n$/);
    expect(text.indexOf("secretsprovider")).toBeLessThan(text.indexOf("encryptionsalt"));
  });

  test.each([
    ["an empty file", ""],
    ["only a comment", "# nothing yet\n"],
    ["a config without settings", "config:\n"],
    ["an import of another kind", "config:\n  access:import: none\n"],
  ])("takes ids into %s", (_, before) => {
    file("Pulumi.dev.yaml", before);
    expect(merged({ readers: 5 }).text).toContain('config:\n  access:import:\n    readers: "5"\n');
  });

  test("joins ids to those that are there, and keeps every other setting, saying so", () => {
    file(
      "Pulumi.dev.yaml",
      'config:\n  access:import:\n    a: "1"\n    b: "2"\n  access:site: oslo\n  access:same: [1]\n',
    );
    const kept: string[] = [];
    expect(merged({ b: 3, c: 4 }, { site: "bergen", same: [1], more: 7 }, kept).text).toBe(
      'config:\n  access:import:\n    a: "1"\n    b: "3"\n    c: "4"\n  access:site: oslo\n  access:same: [ 1 ]\n  access:more: 7\n',
    );
    expect(kept).toEqual(["access:site"]);
  });

  test.each([
    ["config: [unclosed\n", /Pulumi\.dev\.yaml is not valid YAML: /],
    ["- a list\n", /Pulumi\.dev\.yaml is not a map of settings$/],
  ])("that is %j is refused", (text, message) => {
    file("Pulumi.dev.yaml", text);
    expect(() => merged({ readers: 5 })).toThrow(message);
  });

  test("has the connection, unless some of it is encrypted", () => {
    expect(connectionIn(folder, "dev")).toBeUndefined();
    file("Pulumi.dev.yaml", "config:\n  cognite-iam:project: plant\n  cognite-iam:clientId: me\n");
    expect(connectionIn(folder, "organization/access/dev")).toMatchObject({ project: "plant", clientId: "me" });
    file("Pulumi.dev.yaml", "config:\n  cognite-iam:clientSecret:\n    secure: v1:x\n");
    expect(connectionIn(folder, "dev")).toBe("secrets");
  });
});

describe("the stack of a folder", () => {
  test.each([
    [[], "dev"],
    [["Pulumi.yaml"], "dev"],
    [["Pulumi.yaml", "Pulumi.prod.yaml"], "prod"],
    [["Pulumi.test.yaml", "Pulumi.prod.yaml"], "dev"],
  ])("with the files %j is %s", (files, stack) => {
    for (const name of files) file(name, "");
    expect(stackIn(folder)).toBe(stack);
    expect(stackIn(path.join(folder, "none"))).toBe("dev");
  });
});
