import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { connectionKeys, secretKeys } from "../../src/connection/settings";
import { read } from "./markdown";

const manifest = JSON.parse(read("package.json"));
const template = parse(read("templates/typescript/Pulumi.yaml")).template;
const made = JSON.parse(read("templates/typescript/package.json"));

describe("the template of `pulumi new`", () => {
  test("asks for settings that there are, and for secrets as secrets", () => {
    const asked = Object.entries<{ description: string; secret?: boolean }>(template.config);
    for (const [name, { description, secret = false }] of asked) {
      expect(description).toMatch(/\w/);
      if (!name.startsWith("cognite-iam:")) continue;
      const key = connectionKeys.find((each) => name === `cognite-iam:${each}`);
      expect(key, name).toBeDefined();
      expect([name, secret]).toEqual([name, key !== undefined && secretKeys.includes(key)]);
    }
    expect(asked.map(([name]) => name)).toEqual(expect.arrayContaining(["cognite-iam:project", "cognite-iam:cluster"]));
  });

  test("asks for what its program requires", () => {
    const required = [...read("templates/typescript/index.ts").matchAll(/config\.require\w*\("(\w+)"\)/g)];
    expect(required.length).toBeGreaterThan(0);
    for (const [, name = ""] of required) expect(template.config).toHaveProperty(name);
  });

  test("installs this version, and the SDK and compiler that it works with", () => {
    expect(made.dependencies).toEqual({
      "@pulumi/pulumi": manifest.peerDependencies["@pulumi/pulumi"],
      [manifest.name]: `^${manifest.version}`,
    });
    expect(manifest.devDependencies.typescript.split(".").slice(0, 2)).toEqual(
      made.devDependencies.typescript.slice(1).split("."),
    );
  });
});
