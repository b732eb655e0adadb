// Asks a CDF project what its API's contract leaves open; CONTRIBUTING.md says how.
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import { root } from "./project.mjs";

// Node strips no types from this package's modules, and vitest ends its workers on Ctrl-C before they have cleared up. Two
// folders deep, where what is bundled finds package.json.
const bundle = path.join(root, "dist.acceptance", "bundle", "main.js");
await build({
  entryPoints: [path.join(root, "test", "acceptance", "main.ts")],
  outfile: bundle,
  bundle: true,
  platform: "node",
  packages: "external",
  logLevel: "error",
});
const { main } = createRequire(import.meta.url)(bundle);
const code = await main(process.argv.slice(2), process.env);
// What an interrupted run leaves waiting would go on for as long as it waits.
process.stdout.write("", () => process.exit(code));
