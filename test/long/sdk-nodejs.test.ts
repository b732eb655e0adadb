import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { pluginProject, root, secretSignature, spawned, temporaryFolder, workspace } from "../engine/harness";

const sdk = path.join(temporaryFolder(), "sdk");
const written = spawnSync(
  process.execPath,
  [path.join(root, "scripts/sdk.mjs"), "--language", "nodejs", "--out", sdk],
  { encoding: "utf8" },
);
const missing = written.status === 0 ? undefined : written.stderr.trim().replace(/\s+/g, " ");

const program = (from: string, options: string) => `
const iam = require("${from}");
const options = (type) => ${options};
new iam.SecurityCategory("secret", { name: "top-secret" }, options("SecurityCategory"));
const readers = new iam.Group("readers", {
  name: "readers",
  capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }],
  metadata: { team: "data" },
}, options("Group"));
const job = new iam.Session("job", { triggers: [1] }, options("Session"));
exports.readersId = readers.groupId;
exports.jobId = job.sessionId;
`;

const title =
  "a stack of dynamic resources, a session too, moves to the plugin's SDK for Node.js by aliases, without a write";
test.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, async () => {
  const space = await workspace();
  const stack = await space.stack("moved", { "index.js": program("pulumi-cognite-iam", "({})") });
  await stack.up();
  const [outputs, untouched] = [stack.outputs(), space.iam.state()];

  await compiled();
  cpSync(path.join(sdk, "bin"), path.join(stack.folder, "node_modules/pulumi-cognite-iam-sdk"), { recursive: true });
  stack.write(pluginProject("moved"));
  for (const options of ['({ aliases: [{ type: "pulumi-nodejs:dynamic/cognite:" + type }] })', "({})"]) {
    stack.write({ "index.js": program("pulumi-cognite-iam-sdk", options) });
    const preview = await stack.preview();
    expect(preview.text).not.toMatch(/to (create|delete|replace|update)/);
    await stack.up();
    expect([stack.outputs(), space.iam.state()]).toEqual([outputs, untouched]);
    const { type, outputs: kept } = stack.state()["job"] ?? {};
    expect([type, kept?.["nonce"]]).toEqual([
      "cognite-iam:index:Session",
      expect.objectContaining({ [secretSignature]: expect.any(String) }),
    ]);
    await stack.refresh("--expect-no-changes");
  }
  await stack.destroy();
  expect(space.groups()).toEqual([]);
});

/** Compiles the SDK to the folder that is published of it. */
async function compiled(): Promise<void> {
  symlinkSync(path.join(root, "node_modules"), path.join(sdk, "node_modules"), "dir");
  // It is written for an older compiler, whose settings this one has deprecated.
  const args = [path.join(root, "node_modules/typescript/bin/tsc"), "-p", sdk, "--ignoreDeprecations", "6.0"];
  const { code, text } = await spawned(process.execPath, args, { cwd: sdk, env: process.env });
  expect([code, text]).toEqual([0, ""]);
  copyFileSync(path.join(sdk, "package.json"), path.join(sdk, "bin/package.json"));
}
