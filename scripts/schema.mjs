// Writes schema.json, the schema of the plugin, from the catalogue of ACLs and the doc comments: `npm run schema`.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";
import { packageSchema } from "./schema/package.mjs";

writeFileSync(path.join(root, "schema.json"), `${JSON.stringify(packageSchema(), undefined, 2)}\n`);
