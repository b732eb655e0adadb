// Writes the SDK of a language, by Pulumi's own generators: `npm run sdk -- --language python --out DIR`.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { onExit, run } from "./child.mjs";
import { cachedBuild } from "./engine/cached-build.mjs";
import { pinned } from "./engine/folder.mjs";
import { UsageError } from "./engine/ways.mjs";
import { repositoryOf } from "./manifest.mjs";
import { hash, isMain, messageOf, root } from "./project.mjs";
import { ready } from "./ready.mjs";
import { versionedSchema } from "./schema/versioned.mjs";
import { completePython } from "./sdk/python.mjs";

/** The languages that Pulumi's generators write. */
const languages = /** @type {const} */ (["python", "nodejs", "go", "dotnet"]);

/** @typedef {typeof languages[number]} Language */

const module = "../sdk/generator"; // as seen from the engine's

/**
 * Writes an SDK.
 *
 * @param {Language} language
 * @param {string} out a folder that is not there yet, or empty
 */
export async function writeSdk(language, out) {
  if (existsSync(out) && readdirSync(out).length > 0) throw new Error(`${out} is not empty: name a new folder`);
  const program = await generator();
  const draft = mkdtempSync(path.join(tmpdir(), "cognite-iam-sdk-"));
  const tidy = onExit(() => rmSync(draft, { recursive: true, force: true }));
  try {
    const schema = path.join(draft, "schema.json");
    writeFileSync(schema, JSON.stringify(versionedSchema()));
    const sdk = path.join(draft, "sdk");
    await run(program, [language, schema, sdk]);
    if (language === "python") {
      await ready(); // makes the plugin
      completePython(sdk, path.join(root, "plugin"));
    }
    if (language === "go") writeFileSync(path.join(sdk, "go.mod"), goModule());
    copyFileSync(path.join(root, "LICENSE"), path.join(sdk, "LICENSE"));
    mkdirSync(out, { recursive: true });
    cpSync(sdk, out, { recursive: true });
  } finally {
    tidy();
  }
}

/** The `go.mod` of the Go package, which its generator does not write: with the version of Pulumi's SDK that it is written for. */
function goModule() {
  const pulumi = "github.com/pulumi/pulumi/sdk/v3";
  return `module github.com/${repositoryOf()}/sdk/go\n\ngo 1.25\n\nrequire ${pulumi} v${pinned(module, pulumi)}\n`;
}

/** The program that runs the generators: built once for each version of it and of Pulumi's. */
async function generator() {
  const source = new URL("sdk/generator/", import.meta.url);
  const version = pinned(module, "github.com/pulumi/pulumi/pkg/v3");
  const content = hash(["main.go", "go.mod"].map((name) => readFileSync(new URL(name, source), "utf8")).join("\n"));
  const what = `Pulumi's SDK generators ${version}`;
  const binary = {
    what,
    module,
    tool: ".",
    file: "generator",
    ldflags: "-s -w",
    note: ", which takes some minutes, once",
  };
  try {
    return await cachedBuild("sdk", `sdk-generator-${version}-${content.slice(0, 12)}`, binary);
  } catch (error) {
    throw new Error(
      `SDKs are written by Pulumi's generators, which are built with Go (https://go.dev/dl/) and access to its module proxy:\n  ${messageOf(error)}`,
    );
  }
}

function asked() {
  const usage = `usage: npm run sdk -- --language <${languages.join(" | ")}> --out <folder>`;
  try {
    const { language, out } = parseArgs({ options: { language: { type: "string" }, out: { type: "string" } } }).values;
    const known = languages.find((each) => each === language);
    if (known === undefined)
      throw new Error(language ? `there is no generator for ${language}` : "--language is missing");
    if (!out) throw new Error("--out is missing");
    return { language: known, out: path.resolve(out) };
  } catch (error) {
    throw new UsageError(`${messageOf(error)}\n${usage}`);
  }
}

if (isMain(import.meta.url)) {
  try {
    const { language, out } = asked();
    await writeSdk(language, out);
    process.stdout.write(`${out}\n`);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
