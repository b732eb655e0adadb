import { readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compilerSettings, programOfAllEntries, secretAndReaders } from "../support/compiler-settings";
import { type Program, type Workspace, workspace } from "./harness";
import { installedFrom, installedWithCompiler, linkedBeside, packedAndInstalled, typeErrors } from "./installed";

const commonJs: Program = {
  "index.js": `const iam = require("pulumi-cognite-iam");${secretAndReaders}
    module.exports = { readersId: readers.groupId, secretId: secret.categoryId };`,
};

const esm: Program = {
  "package.json": '{ "type": "module" }',
  "index.js": `import * as iam from "pulumi-cognite-iam";
    import { Group, SecurityCategory } from "pulumi-cognite-iam";
    if (iam.Group !== Group || iam.SecurityCategory !== SecurityCategory) throw new Error("Two of them");${secretAndReaders}
    export const readersId = readers.groupId;
    export const secretId = secret.categoryId;`,
};

const typeScript = (compilerOptions: object) => ({
  "package.json": '{ "main": "index.ts" }',
  "tsconfig.json": JSON.stringify({ compilerOptions: { strict: true, ...compilerOptions }, files: ["index.ts"] }),
  "index.ts": `import type { Output } from "@pulumi/pulumi";
    import * as iam from "pulumi-cognite-iam";${secretAndReaders}
    export const readersId: Output<number> = readers.groupId;
    export const secretId: Output<number> = secret.categoryId;`,
});
const oldTypeScript = typeScript({ target: "es2020" });
const newTypeScript = typeScript({ target: "es2022", module: "nodenext", types: [] });

describe("a program that has the package from its tarball, and Pulumi's SDK, and nothing else", () => {
  let space: Workspace;
  let installed: string;

  beforeAll(async () => {
    space = await workspace();
    installed = await packedAndInstalled();
  });

  test("finds in it what is built, and no sources", () => {
    const folder = path.join(installed, "node_modules/pulumi-cognite-iam");
    expect(
      readdirSync(folder)
        .filter((name) => !/^(README|LICENSE|CHANGELOG)/.test(name))
        .sort(),
    ).toEqual(["dist", "package.json", "plugin"]);
    expect(readdirSync(path.join(installed, "node_modules"))).not.toContain("vitest");
  });

  test.for([
    { what: "in CommonJS", program: commonJs, install: installedFrom },
    { what: "in ES modules", program: esm, install: installedFrom },
    {
      what: "in TypeScript, with the compiler that is built into Pulumi",
      program: oldTypeScript,
      install: installedFrom,
    },
    { what: "in TypeScript, with the newest compiler", program: newTypeScript, install: installedWithCompiler },
    { what: "that has this clone linked beside a Pulumi of its own", program: commonJs, install: linkedBeside },
  ])("$what is made and destroyed", async ({ what, program, install }) => {
    const stack = await space.stack(what.replaceAll(/\W+/g, "-"), program, install(installed));
    await stack.up();
    const [group] = space.groups();
    const [category] = space.iam.state().securityCategories;
    expect(stack.outputs()).toEqual({ readersId: group?.id, secretId: category?.id });
    await stack.destroy();
    expect(space.groups()).toEqual([]);
  });

  test("in TypeScript needs no skipLibCheck, with the settings of `pulumi new typescript`", async () => {
    const compilerOptions = { ...compilerSettings["pulumi new typescript"], ignoreDeprecations: "6.0" };
    const program = {
      "tsconfig.json": JSON.stringify({ compilerOptions, files: ["index.ts"] }),
      "index.ts": programOfAllEntries,
    };
    const stack = await space.stack("no-skip-lib-check", program, installedWithCompiler(installed));
    expect(await typeErrors(stack.folder)).toBe("");
  });

  test("in TypeScript passes the compiler with the types of the package, and a wrong action does not", async () => {
    const stack = await space.stack("types", newTypeScript, installedWithCompiler(installed));
    const wrong =
      'new iam.Group("x", { name: "x", capabilities: [{ assetsAcl: { actions: ["REED"], scope: { all: {} } } }] });';
    stack.write({
      "index.ts": `${newTypeScript["index.ts"]}\n// @ts-expect-error assetsAcl has no action REED\n${wrong}`,
    });
    expect(await typeErrors(stack.folder)).toBe("");
  });
});
