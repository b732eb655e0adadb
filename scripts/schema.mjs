// Writes schema.json, the schema of the plugin, from the catalogue of ACLs and the doc comments: `npm run schema`. With
// `--plugin-download-url`, as the build of a release runs it, the schema names the releases as the place to download from.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { manifest } from "./manifest.mjs";
import { root } from "./project.mjs";
import { packageSchema } from "./schema/package.mjs";

const { values } = parseArgs({ options: { "plugin-download-url": { type: "boolean", default: false } } });
const schema = packageSchema(manifest, { downloads: values["plugin-download-url"] });
writeFileSync(path.join(root, "schema.json"), `${JSON.stringify(schema, undefined, 2)}\n`);
