import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { pluginGroup, root, spawned, temporaryFolder, workspace } from "./harness";

const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

test("Pulumi downloads the plugin that it lacks from what a release has attached, and runs it", async () => {
  const releases = await serve(await attachments());
  const space = await workspace();
  const stack = await space.stack(
    "downloads",
    `${pluginGroup}new PluginGroup("readers", { name: "readers" }, ${JSON.stringify({ version, pluginDownloadURL: releases.url })});`,
  );
  await stack.up();
  expect(space.groupNames()).toEqual(["readers"]);
  expect(releases.asked[0]).toMatch(
    new RegExp(`^/pulumi-resource-cognite-iam-v${version}-(linux|darwin|windows)-(amd64|arm64)\\.tar\\.gz$`),
  );
  await stack.destroy();
  expect(space.groupNames()).toEqual([]);
  expect(releases.asked).toHaveLength(1);
});

/** What the release workflow attaches, of the plugin as it was built. */
async function attachments(): Promise<string> {
  const clone = temporaryFolder();
  for (const name of ["scripts", "plugin", "package.json"])
    cpSync(path.join(root, name), path.join(clone, name), { recursive: true });
  const schema = path.join(clone, "plugin/schema.json");
  const pluginDownloadURL = "github://api.github.com/pulumi-cognite-iam/pulumi-cognite-iam";
  writeFileSync(schema, JSON.stringify({ ...JSON.parse(readFileSync(schema, "utf8")), pluginDownloadURL }));
  writeFileSync(path.join(clone, "CHANGELOG.md"), `## ${version}\n\nThe first.\n`);
  const out = path.join(clone, "out");
  const { code, text } = await spawned(process.execPath, [path.join(clone, "scripts/release.mjs"), "--out", out], {
    cwd: clone,
    env: {
      ...process.env,
      GITHUB_REPOSITORY: "pulumi-cognite-iam/pulumi-cognite-iam",
      GITHUB_REF_NAME: `v${version}`,
    },
  });
  expect([code, text]).toEqual([0, ""]);
  return out;
}

/** A server of the files of a folder. */
async function serve(folder: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.end(readFileSync(path.join(folder, path.basename(url))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
