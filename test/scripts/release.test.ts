import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type Run, root, start, temporaryFolder, write } from "./harness";

const owner = "pulumi-cognite-iam/pulumi-cognite-iam";
const changes = "# Changes\n\n## 1.2.3 (2026-01-02)\n\nThe changes.\n\n- One.\n\n## 1.2.2\n\nOlder ones.\n";

let clone: string;

/** A clone with the scripts, and a plugin that is built. */
beforeEach(() => {
  clone = temporaryFolder();
  cpSync(path.join(root, "scripts"), path.join(clone, "scripts"), { recursive: true });
  writeClone("package.json", { version: "1.2.3", repository: { url: `git+https://github.com/${owner}.git` } });
  write(path.join(clone, "CHANGELOG.md"), changes);
  writeClone("plugin/schema.json", { pluginDownloadURL: "github://api.github.com/someone/releases" });
});

const writeClone = (file: string, content: unknown) => write(path.join(clone, file), JSON.stringify(content));

function release(env: Record<string, string>, ...args: string[]): Run {
  const home = { PATH: process.env["PATH"] ?? "", PULUMI_COGNITE_IAM_CACHE: path.join(clone, "cache") };
  return start(path.join(clone, "scripts/release.mjs"), args, { ...home, ...env });
}

const env = { GITHUB_REPOSITORY: owner, GITHUB_REF_NAME: "v1.2.3" };

describe("a release", () => {
  test("of this repository, under the tag of its version, with its changes, may go on", async () => {
    expect(await release(env).ended).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test.each([
    ["of a fork", { GITHUB_REPOSITORY: "someone/pulumi-cognite-iam" }, changes, "this is someone/pulumi-cognite-iam"],
    [
      "under another tag",
      { GITHUB_REF_NAME: "v1.2.4" },
      changes,
      "package.json has version 1.2.3, and the tag is v1.2.4",
    ],
    ["without its changes", {}, changes.replace("1.2.3", "Unreleased"), 'CHANGELOG.md has no section "## 1.2.3"'],
    ["with empty changes", {}, "## 1.2.3\n\n## 1.2.2\n\nOlder.\n", 'CHANGELOG.md has no section "## 1.2.3"'],
    ["with the changes of a longer version", {}, "## 1.2.30\n\nNew.\n", 'CHANGELOG.md has no section "## 1.2.3"'],
  ])("%s is refused", async (_, other, text, reason) => {
    write(path.join(clone, "CHANGELOG.md"), text);
    const { code, stderr } = await release({ ...env, ...other }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(reason);
    expect(stderr.split("\n")).toHaveLength(3);
  });

  test("by hand, with everything wrong, says it all at once", async () => {
    write(path.join(clone, "CHANGELOG.md"), "");
    const { stderr } = await release({}).ended;
    expect(stderr).toBe(
      `This cannot be released:\n  package.json names the repository ${owner}, and this is none\n  package.json has version 1.2.3, and the tag is none\n  CHANGELOG.md has no section "## 1.2.3"\n`,
    );
  });

  test("has its changes as notes, and an archive of the plugin for each platform", async () => {
    const out = path.join(clone, "out");
    expect(await release(env, "--out", out).ended).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(path.join(out, "notes.md"), "utf8")).toBe("The changes.\n\n- One.\n");
    const archives = readdirSync(out).filter((name) => name !== "notes.md");
    expect(archives).toEqual(
      ["darwin-amd64", "darwin-arm64", "linux-amd64", "linux-arm64", "windows-amd64", "windows-arm64"].map(
        (platform) => `pulumi-resource-cognite-iam-v1.2.3-${platform}.tar.gz`,
      ),
    );
    for (const archive of archives) {
      const files = execFileSync("tar", ["-tzf", path.join(out, archive)], { encoding: "utf8" });
      expect(files.split("\n")).toContain("./schema.json");
    }
  });

  test("of a plugin that does not know where releases lie writes nothing", async () => {
    writeClone("plugin/schema.json", {});
    const out = path.join(clone, "out");
    const { code, stderr } = await release(env, "--out", out).ended;
    expect([code, existsSync(out)]).toEqual([1, false]);
    expect(stderr).toContain("npm run schema -- --plugin-download-url");
  });
});
