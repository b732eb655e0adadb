// Writes the provider plugin: one script with all that it needs, what starts it on each system, the schema, and the licences.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";
import { versionedSchema } from "./schema/versioned.mjs";

/** What Pulumi starts: its name is the provider's. */
const program = "pulumi-resource-cognite-iam";

/** Where the file `node.path` lies beside it, as the Python package writes it, the Node.js that it names comes first. */
const starter = `#!/bin/sh
folder=$(dirname "$(readlink -f "$0")")
node=
if [ -f "$folder/node.path" ]; then read -r node <"$folder/node.path"; fi
if [ ! -x "$node" ]; then node=node; fi
if ! command -v "$node" >/dev/null; then
  echo "The plugin cognite-iam needs Node.js, but there is no node on the PATH. Install Node.js, or for Python run: pip install 'pulumi_cognite_iam[node]' && pulumi-cognite-iam-plugin install" >&2
  exit 127
fi
exec "$node" "$folder/plugin.js" "$@"
`;

const windowsStarter = [
  "@setlocal",
  "@set node=node",
  '@if exist "%~dp0node.path" set /p node=<"%~dp0node.path"',
  '@if not exist "%node%" set node=node',
  '@"%node%" "%~dp0plugin.js" %*',
  "",
].join("\r\n");

/**
 * Bundles the plugin, and the module that the engine's process loads for dynamic resources, which then reads one file instead
 * of hundreds: from the sources, of whose packages only what is used goes in.
 *
 * @param {string} dist what the compiler has written
 * @param {string} out a new folder
 */
export async function writePlugin(dist, out) {
  mkdirSync(out, { recursive: true });
  const inputs = await bundle("plugin.ts", path.join(out, "plugin.js"));
  await bundle("engine.ts", path.join(dist, "engine.js"));
  writeFileSync(path.join(out, "schema.json"), JSON.stringify(versionedSchema()));
  writeFileSync(path.join(out, "LICENSES.txt"), licences(inputs));
  copyFileSync(path.join(root, "LICENSE"), path.join(out, "LICENSE"));
  writeFileSync(path.join(out, program), starter);
  chmodSync(path.join(out, program), 0o755);
  writeFileSync(path.join(out, `${program}.cmd`), windowsStarter);
}

/** @param {string} from @param {string} to @returns {Promise<string[]>} the files that went in */
async function bundle(from, to) {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    entryPoints: [path.join(root, "src", from)],
    outfile: to,
    allowOverwrite: true,
    bundle: true,
    platform: "node",
    target: "node22",
    // Names of classes are in messages.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    metafile: true,
    logLevel: "error",
    absWorkingDir: root,
    plugins: [inlineManifest],
  });
  return Object.keys(metafile.inputs);
}

/** What reads `package.json` at run time would look for it beside the bundle. @type {import("esbuild").Plugin} */
const inlineManifest = {
  name: "inline-manifest",
  setup(build) {
    build.onLoad({ filter: /client[\\/]manifest\.ts$/ }, ({ path: file }) => {
      const { version, engines, peerDependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
      const reading = /JSON\.parse\(readFileSync\(.*package\.json.*\)\)/;
      const source = readFileSync(file, "utf8");
      if (!reading.test(source)) throw new Error(`${file} no longer reads package.json as expected`);
      return {
        loader: "ts",
        contents: source.replace(reading, () => JSON.stringify({ version, engines, peerDependencies })),
      };
    });
  },
};

/** The licences of the packages of which something is in the bundle. @param {readonly string[]} files */
function licences(files) {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)]
    .sort()
    .map((folder) => {
      const at = path.join(root, folder);
      const { name, version, license } = JSON.parse(readFileSync(path.join(at, "package.json"), "utf8"));
      const texts = readdirSync(at).filter((file) => /^(licen[cs]e|notice)/i.test(file));
      const text = texts.map((file) => readFileSync(path.join(at, file), "utf8").trim());
      return [`${name} ${version} (${license})`, ...text].join("\n\n");
    })
    .join(`\n\n${"-".repeat(80)}\n\n`);
}
