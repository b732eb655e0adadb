import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { engineFolder, spawned, temporaryFolder, workspace } from "../engine/harness";
import { installedFrom, npm, packedAndInstalled } from "../engine/installed";
import { nodeVersions } from "./node-versions";

const body = `
const readers = new iam.Group("readers", { name: "readers", capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }] });
`;
const programs = {
  CommonJS: {
    "index.js": `const iam = require("pulumi-cognite-iam");${body}exports.id = readers.groupId; exports.node = process.version;`,
  },
  "ES modules": {
    "package.json": '{ "type": "module" }',
    "index.js": `import * as iam from "pulumi-cognite-iam";${body}export const id = readers.groupId; export const node = process.version;`,
  },
  TypeScript: {
    "package.json": '{ "main": "index.ts" }',
    "tsconfig.json": JSON.stringify({ compilerOptions: { strict: true, target: "es2020" }, files: ["index.ts"] }),
    "index.ts": `import * as iam from "pulumi-cognite-iam";${body}export const id = readers.groupId; export const node: string = process.version;`,
  },
};

describe.each(nodeVersions)("on Node %s, from the tarball", (version) => {
  let installed: string;
  let bin: string;

  beforeAll(async () => {
    [installed, bin] = await Promise.all([packedAndInstalled(), nodeOf(version)]);
  });

  test.each(Object.entries(programs))("a program in %s goes through its whole life", async (language, program) => {
    const space = await workspace();
    const stack = await space.stack(language.replaceAll(" ", "-"), program, installedFrom(installed));
    stack.env = { ...stack.env, PATH: [engineFolder(), bin, process.env["PATH"]].join(path.delimiter) };
    await stack.preview();
    await stack.up();
    expect(stack.outputs()).toEqual({ id: space.groups()[0]?.id, node: `v${version}` });
    expect((await stack.up()).calls).toEqual([]);
    await stack.refresh();
    await stack.destroy();
    expect(space.groups()).toEqual([]);
  });

  test("the command line answers", async () => {
    const cli = path.join(installed, "node_modules/pulumi-cognite-iam/dist/cli/main.js");
    const { iam } = await workspace();
    const env = { ...process.env, ...iam.env };
    const { code, text } = await spawned(path.join(bin, "node"), [cli, "verify"], { cwd: installed, env });
    expect([code, text]).toEqual([0, expect.stringContaining("cdf-administrators")]);
  });
});

/** The folder of that version's `node`, as npm brings it. */
async function nodeOf(version: string): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, allowScripts: { node: true } }));
  await npm(folder, "install", "--prefer-offline", "--no-audit", "--no-fund", `node@${version}`);
  const bin = path.join(folder, "bin");
  mkdirSync(bin);
  const found = path.join(folder, "node_modules/node/bin/node");
  if (!existsSync(found)) throw new Error(`npm brought no ${found}.`);
  symlinkSync(found, path.join(bin, "node"));
  return bin;
}
