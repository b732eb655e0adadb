// `node bench/page.mjs` rewrites the tables and plots of bench/README.md from bench/results.json.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isMain, root } from "../scripts/project.mjs";
import { withParts } from "./markdown.mjs";
import { parts } from "./tables.mjs";

/** Where the results of the page are. */
export const resultsFile = path.join(root, "bench/results.json");

/** The page. */
const pageFile = path.join(root, "bench/README.md");

/** Its pictures. */
const images = path.join(root, "bench/images");

/** Writes the page's generated parts and plots. @param {import("./results.mjs").Results} results */
export async function writePage(results) {
  // Loaded when it is needed: most runs draw nothing.
  const { plots } = await import("./plot.mjs");
  writeFileSync(pageFile, withParts(readFileSync(pageFile, "utf8"), parts(results)));
  mkdirSync(images, { recursive: true });
  for (const [name, text] of Object.entries(await plots(results))) writeFileSync(path.join(images, name), text);
}

if (isMain(import.meta.url)) await writePage(JSON.parse(readFileSync(resultsFile, "utf8")));
