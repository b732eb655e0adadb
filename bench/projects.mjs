// `node bench/projects.mjs [--projects 1,20,40] [--providers 1,20] [--save]`: one program for many projects, five groups in
// each: by the argument `project`, beside an explicit `Provider` for each (the plugin's too), and beside one project with as
// many groups.
// `--save` writes bench/projects.md.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { engine } from "../scripts/engine.mjs";
import { isMain, root } from "../scripts/project.mjs";
import { group } from "./group.mjs";
import { machine } from "./machine.mjs";
import { table } from "./markdown.mjs";
import { startStack } from "./stack.mjs";
import { aimsTable } from "./tables.mjs";
import { pluginGroupClass } from "./variants.mjs";

/**
 * @typedef {"argument" | "providers" | "plugin" | "together"} Way
 *
 * @typedef {object} Row one command on one program
 * @property {Way} way
 * @property {number} projects
 * @property {import("./results.mjs").Step} step
 * @property {number} seconds
 * @property {number} requests - those for tokens too
 * @property {number} tokens
 * @property {number} lists
 * @property {number} writes
 * @property {number} [processes] - the most provider processes at once; Linux only, as the next
 * @property {number} [peakBytes] - the most memory (RSS) that they had together
 * @property {number} [restBytes] - what they had when all was done
 */

/** How many groups each project has. */
export const groupsEach = 5;

const steps = /** @type {const} */ (["up", "no-op up", "refresh", "destroy"]);

/** How much more memory than one project many projects may take. */
const [mostMemory, mostProjects] = [1.35, 20];

/** How much of the time of the dynamic resources' explicit providers the plugin's may take. */
const pluginShare = 0.45;

/** What a program needs before it declares groups, and for each project. @type {Partial<Record<Way, { once: string, each: string }>>} */
const preparations = {
  providers: { once: "", each: "const provider = new iam.Provider(project, { project });" },
  plugin: {
    once: `
const pulumi = require("@pulumi/pulumi");
class Provider extends pulumi.ProviderResource {
  constructor(name, props) {
    super("cognite-iam", name, props);
  }
}
${pluginGroupClass}`,
    each: "const provider = new Provider(project, { project });",
  },
};

/** @type {Record<Way, string>} */
const declarations = {
  argument: `new iam.Group(project + "-" + i, { ...group(i), project });`,
  providers: `new iam.Group(project + "-" + i, group(i), { provider });`,
  plugin: `new Group(project + "-" + i, group(i), { provider });`,
  together: `new iam.Group(project + "-" + i, group(i));`,
};

/**
 * The life of one stack.
 *
 * @param {Way} way
 * @param {number} projects
 * @param {string} engineDir
 * @returns {Promise<Row[]>}
 */
export async function measureProjects(way, projects, engineDir) {
  const names = Array.from({ length: projects }, (_, i) => `plant-${i + 1}`);
  const { once, each } = preparations[way] ?? { once: "", each: "" };
  const program = () => `
const iam = require("pulumi-cognite-iam");
const group = ${group};${once}
for (const project of ${JSON.stringify(names)}) {
  ${each}
  for (let i = 0; i < ${groupsEach}; i++) ${declarations[way]}
}
`;
  const given = { seeded: false, packages: {}, usesPlugin: way === "plugin", program };
  const stack = await startStack(given, groupsEach, engineDir, ["home", ...names]);
  try {
    /** @type {Row[]} */
    const rows = [];
    for (const step of steps) rows.push({ way, projects, step, ...(await stack.measureProcesses(step)) });
    return rows;
  } finally {
    await stack.close();
  }
}

/**
 * The aims for many projects by the argument.
 *
 * @param {readonly Row[]} rows
 * @returns {import("./aims.mjs").Aim[]}
 */
export function projectAims(rows) {
  const own = rows.filter(({ way }) => way === "argument");
  const of = (/** @type {import("./results.mjs").Step} */ step) => own.filter((row) => row.step === step);
  const explicit = (/** @type {Way} */ way, /** @type {import("./results.mjs").Step} */ step) =>
    rows.find((row) => row.way === way && row.projects === mostProjects && row.step === step)?.seconds ?? Number.NaN;
  /** The worst of all steps, each against the same step of others. */
  const memory = (/** @type {(row: Row) => boolean} */ isOther, most = mostProjects) => {
    const ratios = own
      .filter(({ projects }) => projects === most)
      .map(({ step, restBytes = Number.NaN }) => {
        const other = rows.find((row) => row.step === step && isOther(row));
        return restBytes / (other?.restBytes ?? Number.NaN);
      });
    return Math.max(...ratios);
  };
  const ofOne = memory(({ way, projects }) => way === "argument" && projects === 1);
  const ofAsMany = memory(({ way, projects }) => way === "together" && projects === mostProjects);
  const ofPlugin = Math.max(...steps.map((step) => explicit("plugin", step) / explicit("providers", step)));
  const processes = Math.max(...own.map((row) => row.processes ?? Number.NaN));
  const tokens = own.map((row) => row.tokens);
  const lists = of("refresh").map((row) => `${row.lists} of ${row.projects}`);
  return [
    { aim: "One provider process", figure: String(processes), met: processes === 1 },
    atMost(`Memory of ${mostProjects} projects of one project's with as many groups`, ofAsMany, mostMemory),
    atMost(`Memory of ${mostProjects} projects of one project's with ${groupsEach} groups`, ofOne, mostMemory),
    {
      aim: "A no-op `up` calls nothing",
      figure: of("no-op up")
        .map(({ requests }) => requests)
        .join(", "),
      met: of("no-op up").every(({ requests }) => requests === 0),
    },
    {
      aim: "`refresh` lists once for each project",
      figure: lists.join(", "),
      met: of("refresh").every((row) => row.lists === row.projects && row.writes === 0),
    },
    { aim: "One token", figure: `${Math.max(...tokens)} at most`, met: tokens.every((count) => count <= 1) },
    atMost(
      `${mostProjects} explicit \`Provider\`s: the plugin's time of the dynamic resources', in each step`,
      ofPlugin,
      pluginShare,
    ),
  ];
}

/**
 * @param {string} what
 * @param {number} value - not finite if it was not measured
 * @param {number} most
 * @returns {import("./aims.mjs").Aim}
 */
const atMost = (what, value, most) => ({
  aim: `${what}, at most ${most}`,
  ...(Number.isFinite(value)
    ? { figure: value.toFixed(2), met: value <= most }
    : { figure: "not measured", met: undefined }),
});

/**
 * @param {readonly Row[]} rows
 * @param {import("./results.mjs").Machine} on
 */
function report(rows, on) {
  const mebibytes = (/** @type {number | undefined} */ bytes) =>
    bytes === undefined ? "–" : `${Math.round(bytes / 1024 ** 2)} MiB`;
  const ways = {
    argument: "the argument `project`",
    providers: "explicit `Provider`s",
    plugin: "explicit `Provider`s of the plugin",
    together: "as many groups in one project",
  };
  const head = ["Projects", "By", "Step", "Seconds", "Processes", "At rest", "Peak", "Requests", "Tokens", "Lists"];
  const lines = rows.map((row) => [
    String(row.projects),
    ways[row.way],
    `\`${row.step}\``,
    row.seconds.toFixed(1),
    String(row.processes ?? "–"),
    mebibytes(row.restBytes),
    mebibytes(row.peakBytes),
    ...[row.requests, row.tokens, row.lists].map(String),
  ]);
  return `# Many projects in one program

\`node bench/projects.mjs --save\` writes this page: ${groupsEach} groups in each project, on ${on.cores} cores, ${on.memory} of memory, Node ${on.node}, Pulumi CLI ${on.pulumi}.
Memory is what all provider processes had together: when all was done, and at most.

${aimsTable(projectAims(rows))}

${table(head, lines)}
`;
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      projects: { type: "string", default: "1,20,40" },
      providers: { type: "string", default: "1,20,40" },
      save: { type: "boolean", default: false },
    },
  });
  const engineDir = process.env["PULUMI_ENGINE_DIR"] ?? (await engine());
  const counts = (/** @type {string} */ text) => text.split(",").filter(Boolean).map(Number);
  const wanted = [
    ...counts(values.projects).map((projects) => /** @type {const} */ ({ way: "argument", projects })),
    ...counts(values.projects).flatMap((projects) =>
      projects === 1 ? [] : [/** @type {const} */ ({ way: "together", projects })],
    ),
    ...counts(values.providers).flatMap(
      (projects) =>
        /** @type {const} */ ([
          { way: "providers", projects },
          { way: "plugin", projects },
        ]),
    ),
  ].sort((a, b) => a.projects - b.projects);
  // The first stack does not count: the system's file cache is still cold then.
  await measureProjects("argument", 1, engineDir);
  /** @type {Row[]} */
  const rows = [];
  for (const { way, projects } of wanted) {
    process.stderr.write(`${projects} projects, ${way}\n`);
    rows.push(...(await measureProjects(way, projects, engineDir)));
  }
  const text = report(rows, machine(engineDir));
  console.log(text);
  if (values.save) writeFileSync(path.join(root, "bench/projects.md"), text);
}
