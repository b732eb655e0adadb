// `npm run bench [-- --groups 100,300,1000] [--repeat 1] [--variants null,ours,plugin,import,guide] [--json FILE] [--add FILE]
// [--save]`: how long this package takes, compared with the
// engine alone and with the provider of Pulumi's guide. `--save` writes bench/results.json and what bench/README.md
// shows of it; without it, the results are only printed. `--add` adds the stacks of an earlier `--json` to the results.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { engine } from "../scripts/engine.mjs";
import { messageOf } from "../scripts/project.mjs";
import { measureListings } from "./clients.mjs";
import { machine } from "./machine.mjs";
import { resultsFile, writePage } from "./page.mjs";
import { Progress, stackRunSeconds } from "./progress.mjs";
import { measureStackRuns, variantNames } from "./stack-runs.mjs";
import { measureStarts } from "./start.mjs";
import { parts } from "./tables.mjs";

/** How many provider processes of each kind, and lists of each client. */
const [starts, lists] = [15, 11];

const { sizes, names, json, add, save } = options();
const engineDir = process.env["PULUMI_ENGINE_DIR"] ?? (await engine());

const aside = 60;
const progress = new Progress(sizes.reduce((sum, { groups, times }) => sum + times * stackRunSeconds(groups), aside));

/** @type {import("./results.mjs").Results} */
const results = {
  date: new Date().toISOString().slice(0, 10),
  machine: machine(engineDir),
  runs: [],
  adoptions: [],
  starts: await measureStarts(starts),
  listings: await measureListings(lists),
};
// The first stack does not count: the system's file cache is still cold then.
await measureStackRuns({ groups: 1, repeat: 1, turn: 0, names, engineDir, notify: () => undefined });
progress.done(aside);
for (let i = 1; i <= Math.max(...sizes.map(({ times }) => times)); i++) {
  for (const [place, { groups, times }] of sizes.entries()) {
    if (i > times) continue;
    const given = { groups, repeat: i, turn: place + i, names, engineDir, notify: progress.notify };
    const { runs, adoptions } = await measureStackRuns(given);
    results.runs.push(...runs);
    results.adoptions.push(...adoptions);
    progress.done(stackRunSeconds(groups));
  }
}

if (add !== undefined) {
  const { runs, adoptions } = JSON.parse(readFileSync(add, "utf8"));
  results.runs.unshift(...runs);
  results.adoptions.unshift(...adoptions);
}
for (const [name, text] of Object.entries(parts(results))) console.log(`\n== ${name}\n${text}`);
if (json !== undefined) write(json);
if (save) {
  write(resultsFile);
  await writePage(results);
}

/** @param {string} file */
function write(file) {
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        groups: { type: "string", default: "100,300,1000" },
        repeat: { type: "string", default: "1" },
        variants: { type: "string", default: variantNames.join(",") },
        add: { type: "string" },
        json: { type: "string" },
        save: { type: "boolean", default: false },
      },
    });
    const repeats = values.repeat.split(",").map(whole);
    // How often for each number of groups: the last counts for all after it.
    const times = (/** @type {number} */ i) => repeats[Math.min(i, repeats.length - 1)] ?? 1;
    const sizes = values.groups.split(",").map((text, i) => ({ groups: whole(text), times: times(i) }));
    const names = values.variants.split(",");
    const unknown = names.filter((name) => !variantNames.some((each) => each === name));
    if (unknown.length > 0)
      throw new Error(`Unknown variants: ${unknown.join(", ")}. Known: ${variantNames.join(", ")}.`);
    return { ...values, sizes, names };
  } catch (error) {
    console.error(messageOf(error));
    process.exit(2);
  }
}

/** @param {string} text */
function whole(text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${text} is not a whole number of at least 1.`);
  return Number(text);
}
