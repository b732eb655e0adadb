import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { engineFolder, pluginGroup, pluginProject, root, temporaryFolder, workspace } from "../engine/harness";
import { installedFrom, packedAndInstalled } from "../engine/installed";

const { peerDependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const sdk = /^>=(\S+)/.exec(peerDependencies["@pulumi/pulumi"])?.[1] ?? "";

/** The oldest CLI that will do, built once with Go; or why there is none. */
const cli = spawnSync(process.execPath, [path.join(root, "scripts/engine/oldest.mjs")], { encoding: "utf8" });
const missing = cli.status === 0 ? undefined : cli.stderr.trim().replace(/\s+/g, " ");

let installed: string;

beforeAll(async () => {
  installed = await packedAndInstalled(sdk);
});

const program = (action: string) => `
const pulumi = require("@pulumi/pulumi");
const iam = require("pulumi-cognite-iam");
${pluginGroup}
const capabilities = [{ assetsAcl: { actions: ["${action}"], scope: { all: {} } } }];
new iam.Group("dynamic", { name: "dynamic", capabilities });
new PluginGroup("plugin", { name: "plugin", capabilities });
`;

/** A folder with another CLI, beside the language host and the script of dynamic providers. */
function engineOf(pulumi: string): string {
  const folder = temporaryFolder();
  symlinkSync(pulumi, path.join(folder, "pulumi"));
  for (const name of ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"])
    symlinkSync(path.join(engineFolder(), name), path.join(folder, name));
  return folder;
}

/** A whole life, on the CLI in a folder. Gives the CLI's version. */
async function live(engine: string): Promise<string> {
  const space = await workspace();
  const stack = await space.stack("oldest", { "index.js": program("READ") }, installedFrom(installed));
  stack.write(pluginProject("oldest"));
  stack.env["PATH"] = [engine, path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter);
  // An older CLI looks elsewhere for which stack is selected.
  await stack.pulumi(["stack", "select", "dev"]);
  const ids = () => space.groups().map(({ id }) => id);
  await stack.preview();
  expect(ids()).toEqual([]);
  await stack.up();
  expect(space.groupNames()).toEqual(["dynamic", "plugin"]);
  const first = ids();
  expect((await stack.up("--expect-no-changes")).calls).toEqual([]);
  stack.write({ "index.js": program("WRITE") });
  await stack.up();
  expect(space.groupNames()).toEqual(["dynamic", "plugin"]);
  expect(ids().filter((id) => first.includes(id))).toEqual([]);
  await stack.refresh("--expect-no-changes");
  await stack.destroy();
  expect(ids()).toEqual([]);
  return (await stack.pulumi(["version"])).stdout.trim();
}

test(`a program of both doors lives its whole life on SDK ${sdk} and the newest CLI`, async () => {
  const manifest = path.join(installed, "node_modules/@pulumi/pulumi/package.json");
  expect(JSON.parse(readFileSync(manifest, "utf8")).version).toBe(sdk);
  await live(engineFolder());
});

const title = `a program of both doors lives its whole life on SDK ${sdk} and the oldest CLI`;
test.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, async () => {
  expect(await live(engineOf(cli.stdout.trim()))).toMatch(/^v3\.200\./);
});
