import { median, ratio, runsOf, sizes } from "./results.mjs";
import { steps } from "./variants.mjs";

/**
 * @typedef {object} Aim
 * @property {string} aim
 * @property {string} figure
 * @property {boolean | undefined} met - undefined if it was not measured
 *
 * @typedef {import("./results.mjs").Results} Results
 */

/** Where the aims say "at 1,000 groups". */
const many = 1_000;

/** How many ms later than the null provider's process ours may be. */
const laterThanNull = /** @type {const} */ ([
  { what: "The provider process is ready", until: "checkMs", most: 150 },
  { what: "The first `read` of a process is answered", until: "readMs", most: 120 },
]);

/** What the plugin's process may take until it answers its first `check`, and then have. */
const [pluginReadyMs, pluginRestMegabytes] = [200, 80];

const costly = /** @type {const} */ (["up", "refresh", "destroy"]);

/**
 * The aims, and whether these results meet them.
 *
 * @param {Results} results
 * @returns {Aim[]}
 */
export function aims(results) {
  const everywhere = sizes(results);
  return [
    ...costly.map((step) => {
      const most = step === "refresh" ? 1.15 : 1.1;
      return atMost(
        `\`${step}\` within ${most.toFixed(2)} of the null provider's time, at every N`,
        most,
        everywhere,
        (groups) => ratio(results, { groups, step, of: "ours", to: "null" }),
      );
    }),
    counted("`refresh` calls the API once, to list the groups", runsOf(results, { variant: "ours", step: "refresh" }), {
      figure: ({ lists, writes }) => `${lists} ${lists === 1 ? "list" : "lists"}, ${writes} writes`,
      isMet: ({ lists, writes }) => lists === 1 && writes === 0,
    }),
    counted("A no-op `up` calls nothing", runsOf(results, { variant: "ours", step: "no-op up" }), {
      figure: ({ requests }) => `${requests} requests`,
      isMet: ({ requests }) => requests === 0,
    }),
    ...costly.map((step) =>
      atMost(
        `\`${step}\` of 1,000 groups in half of the time of the guide's provider, or less`,
        0.5,
        [many],
        (groups) => ratio(results, { groups, step, of: "ours", to: "guide" }),
      ),
    ),
    atMost("A state of at most 0.30 of the guide's provider's, at every N", 0.3, everywhere, (groups) =>
      ratio(results, { groups, step: "up", of: "ours", to: "guide", what: "stateBytes" }),
    ),
    ...laterThanNull.map(({ what, until, most }) =>
      ofStarts(results, {
        aim: `${what} within ${most} ms of the null provider's`,
        value: (of) => median(of("ours", (start) => start[until])) - median(of("null", (start) => start[until])),
        most,
        figure: (ms) => `${Math.round(ms)} ms later`,
      }),
    ),
    atMost("`import` of 1,000 groups within 1.10 of the time of the null provider's `up`", 1.1, [many], (groups) =>
      ratio(results, { groups, step: "up", of: "import", to: "null" }),
    ),
    counted("`import` writes nothing", runsOf(results, { variant: "import", step: "up" }), {
      figure: ({ writes }) => `${writes} writes`,
      isMet: ({ writes }) => writes === 0,
    }),
    ...steps.map((step) =>
      atMost(`Plugin: \`${step}\` within 0.90 of the null provider's time, at every N`, 0.9, everywhere, (groups) =>
        ratio(results, { groups, step, of: "plugin", to: "null" }),
      ),
    ),
    atMost("Plugin: a state of at most 0.83 of the dynamic resources', at every N", 0.83, everywhere, (groups) =>
      ratio(results, { groups, step: "up", of: "plugin", to: "ours", what: "stateBytes" }),
    ),
    ofStarts(results, {
      aim: `Plugin: ready within ${pluginReadyMs} ms`,
      value: (of) => median(of("plugin", ({ checkMs }) => checkMs)),
      most: pluginReadyMs,
      figure: (ms) => `${Math.round(ms)} ms`,
    }),
    ofStarts(results, {
      aim: `Plugin: at most ${pluginRestMegabytes} MB at rest`,
      value: (of) => median(of("plugin", ({ restBytes = Number.NaN }) => restBytes / 1e6)),
      most: pluginRestMegabytes,
      figure: (megabytes) => `${Math.round(megabytes)} MB`,
    }),
  ];
}

/**
 * An aim of a ratio, with the worst of the figures.
 *
 * @param {string} aim
 * @param {number} most
 * @param {readonly number[]} groups
 * @param {(groups: number) => number | undefined} at
 * @returns {Aim}
 */
function atMost(aim, most, groups, at) {
  const figures = groups.flatMap((n) => {
    const value = at(n);
    return value === undefined ? [] : [{ n, value }];
  });
  const [worst] = figures.sort((a, b) => b.value - a.value);
  if (worst === undefined) return notMeasured(aim);
  const where = groups.length > 1 ? `, at ${worst.n.toLocaleString("en")}` : "";
  return { aim, figure: `${worst.value.toFixed(2)}${where}`, met: worst.value <= most };
}

/**
 * An aim of each run, with the figure of the first one that misses it.
 *
 * @param {string} aim
 * @param {readonly import("./results.mjs").Run[]} runs
 * @param {{ figure: (run: import("./results.mjs").Run) => string, isMet: (run: import("./results.mjs").Run) => boolean }} judge
 * @returns {Aim}
 */
function counted(aim, runs, { figure, isMet }) {
  const shown = runs.find((run) => !isMet(run)) ?? runs[0];
  return shown === undefined ? notMeasured(aim) : { aim, figure: figure(shown), met: isMet(shown) };
}

/**
 * An aim of the starts of processes.
 *
 * @param {Results} results
 * @param {object} asked
 * @param {string} asked.aim
 * @param {(of: (variant: Start["variant"], what: (start: Start) => number) => number[]) => number} asked.value
 * @param {number} asked.most
 * @param {(value: number) => string} asked.figure
 * @returns {Aim}
 *
 * @typedef {import("./results.mjs").Start} Start
 */
function ofStarts({ starts }, { aim, value, most, figure }) {
  const found = value((variant, what) => starts.filter((start) => start.variant === variant).map(what));
  return Number.isNaN(found) ? notMeasured(aim) : { aim, figure: figure(found), met: found <= most };
}

/** @param {string} aim @returns {Aim} */
const notMeasured = (aim) => ({ aim, figure: "not measured", met: undefined });
