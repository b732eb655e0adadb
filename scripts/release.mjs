// What the release workflow runs. Checks that the tag releases this repository's package, and with `--out DIR` writes what is
// attached to the release: its notes, and the archives of the plugin as Pulumi downloads them.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { run } from "./child.mjs";
import { manifest, repositoryOf } from "./manifest.mjs";
import { fail, isMain, root } from "./project.mjs";

/** What Pulumi runs on, as it names archives. One archive serves them all: the plugin starts on each. */
const platforms = ["darwin-amd64", "darwin-arm64", "linux-amd64", "linux-arm64", "windows-amd64", "windows-arm64"];

const { version } = manifest;

/** The section of this version in the changes. */
function notes() {
  const sections = readFileSync(path.join(root, "CHANGELOG.md"), "utf8").split(/^## /m);
  const section = sections.find((each) => each.split(/[\s,(]/, 1)[0] === version);
  return section?.split("\n").slice(1).join("\n").trim();
}

/** @param {NodeJS.ProcessEnv} env */
function check({ GITHUB_REPOSITORY: repository = "none", GITHUB_REF_NAME: tag = "none" }) {
  const problems = [];
  if (repository !== repositoryOf())
    problems.push(`package.json names the repository ${repositoryOf()}, and this is ${repository}`);
  if (tag !== `v${version}`) problems.push(`package.json has version ${version}, and the tag is ${tag}`);
  if (!notes()) problems.push(`CHANGELOG.md has no section "## ${version}"`);
  if (problems.length > 0) throw new Error(`This cannot be released:\n  ${problems.join("\n  ")}`);
}

/** @param {string} out */
async function writeAttachments(out) {
  const plugin = path.join(root, "plugin");
  const { pluginDownloadURL } = JSON.parse(readFileSync(path.join(plugin, "schema.json"), "utf8"));
  if (!pluginDownloadURL)
    throw new Error(
      "The plugin was built without the address of its releases: first run npm run schema -- --plugin-download-url, then npm run build",
    );
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "notes.md"), `${notes()}\n`);
  const archive = path.join(out, "plugin.tar.gz");
  await run("tar", ["-czf", archive, "-C", plugin, "."]);
  for (const platform of platforms)
    copyFileSync(archive, path.join(out, `pulumi-resource-cognite-iam-v${version}-${platform}.tar.gz`));
  rmSync(archive);
}

async function release() {
  const { out } = parseArgs({ options: { out: { type: "string" } } }).values;
  check(process.env);
  if (out) await writeAttachments(path.resolve(out));
}

if (isMain(import.meta.url)) release().catch(fail);
