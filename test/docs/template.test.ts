import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { connectionKeys, secretKeys } from "../../src/connection/settings";
import { read, snippets } from "./markdown";

const manifest = JSON.parse(read("package.json"));

/** The template of each language: its program, and how that language writes the setting that the README spells out. */
const templates = [
  {
    language: "typescript",
    fence: "ts",
    program: "index.ts",
    setting: 'config.require("readersSourceId")',
    beside: ['import * as pulumi from "@pulumi/pulumi";', "const config = new pulumi.Config();"],
  },
  {
    language: "python",
    fence: "python",
    program: "__main__.py",
    setting: 'config.require("readersSourceId")',
    beside: ["config = pulumi.Config()"],
  },
  {
    language: "yaml",
    fence: "yaml",
    program: "Pulumi.yaml",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Pulumi's own syntax
    setting: "${readersSourceId}",
    beside: [],
  },
];

const projectOf = (language: string) => parse(read(`templates/${language}/Pulumi.yaml`));

describe.each(templates)(
  "the template of `pulumi new` in $language",
  ({ language, fence, program, setting, beside }) => {
    const { template, runtime } = projectOf(language);

    test("asks for settings that there are, and for secrets as secrets", () => {
      const asked = Object.entries<{ description: string; secret?: boolean }>(template.config);
      for (const [name, { description, secret = false }] of asked) {
        expect(description).toMatch(/\w/);
        if (!name.startsWith("cognite-iam:")) continue;
        const key = connectionKeys.find((each) => name === `cognite-iam:${each}`);
        expect(key, name).toBeDefined();
        expect([name, secret]).toEqual([name, key !== undefined && secretKeys.includes(key)]);
      }
      expect(asked.map(([name]) => name)).toEqual(
        expect.arrayContaining(["cognite-iam:project", "cognite-iam:cluster"]),
      );
    });

    test("asks for what the templates of the other languages ask for", () => {
      expect(template.config).toEqual(projectOf("typescript").template.config);
      expect(runtime.name ?? runtime).toBe(language === "typescript" ? "nodejs" : language);
    });

    test("is the first program of the README, with the group of the identity provider from the config", () => {
      const [first] = snippets(fence).filter(({ page }) => page === "README.md");
      const written = (first?.text ?? "").replace(/"?9d2f6b1e-…"?/, setting);
      expect(written).toContain(setting);
      if (language === "yaml") {
        const [ours, theirs] = [parse(read(`templates/yaml/${program}`)), parse(written)];
        expect([ours.resources, ours.outputs]).toEqual([theirs.resources, theirs.outputs]);
        expect(Object.keys(template.config)).toEqual(expect.arrayContaining(Object.keys(ours.config)));
      } else {
        const made = codeOf(read(`templates/${language}/${program}`));
        expect(made).toEqual(expect.arrayContaining(beside));
        expect(made.filter((line) => !beside.includes(line))).toEqual(codeOf(written));
        expect(template.config).toHaveProperty("readersSourceId");
      }
    });
  },
);

/** The lines of a program without its comments. */
const codeOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.replace(/\s*(?:\/\/|#).*$/, "").trim())
    .filter(Boolean);

test("the template in TypeScript installs this version, and the SDK and compiler that it works with", () => {
  const made = JSON.parse(read("templates/typescript/package.json"));
  // With "module", Pulumi does not check types.
  expect(made).not.toHaveProperty("type");
  expect(made.dependencies).toEqual({
    "@pulumi/pulumi": manifest.peerDependencies["@pulumi/pulumi"],
    [manifest.name]: `^${manifest.version}`,
  });
  expect(manifest.devDependencies.typescript.split(".").slice(0, 2)).toEqual(
    made.devDependencies.typescript.slice(1).split("."),
  );
});

test("the template in Python installs what the example in Python does", () => {
  expect(read("templates/python/requirements.txt")).toBe(read("examples/python/requirements.txt"));
});
