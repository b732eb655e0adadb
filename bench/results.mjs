/**
 * What the benchmark has measured: rows as they came, and what the page, the plots and the aims ask of them.
 *
 * @typedef {"null" | "ours" | "plugin" | "guide" | "import"} VariantName
 * @typedef {"up" | "preview" | "no-op up" | "refresh" | "destroy"} Step
 *
 * @typedef {object} Run one command of the Pulumi CLI
 * @property {number} groups
 * @property {number} repeat - from 1
 * @property {VariantName} variant
 * @property {Step} step
 * @property {number} seconds
 * @property {number} requests - those for tokens too
 * @property {number} lists
 * @property {number} writes
 * @property {number} stateBytes - of the state as JSON without spaces, after the step
 * @property {number} [peakBytes] - the most memory that the provider process had; Linux only
 *
 * @typedef {object} Adoption `pulumi-cognite-iam adopt` of a project
 * @property {number} groups
 * @property {number} repeat
 * @property {number} seconds
 * @property {number} requests
 * @property {number} writes
 *
 * @typedef {object} Start of one provider process
 * @property {"null" | "ours" | "plugin"} variant
 * @property {number} portMs - until it said where it listens
 * @property {number} checkMs - until it answered its first `check`
 * @property {number} readMs - until it answered its first `read`
 * @property {number} [restBytes] - the memory (RSS) that it had after that `check`; Linux only
 *
 * @typedef {object} Listing of everything, by one client
 * @property {"groups" | "security categories"} what
 * @property {number} count
 * @property {"ours" | "sdk"} client
 * @property {number} seconds
 * @property {number} requests
 *
 * @typedef {object} Machine in words
 * @property {string} processor
 * @property {number} cores
 * @property {string} memory
 * @property {string} system
 * @property {string} node
 * @property {string} pulumi - the CLI
 * @property {string} sdk - `@pulumi/pulumi`
 * @property {string} cogniteSdk - `@cognite/sdk`
 *
 * @typedef {object} Results
 * @property {string} date
 * @property {Machine} machine
 * @property {Run[]} runs
 * @property {Adoption[]} adoptions
 * @property {Start[]} starts
 * @property {Listing[]} listings
 */

/** What the page and the plots call the variants. */
export const titles = /** @type {const} */ ({
  null: "Null provider",
  ours: "This package",
  plugin: "This package, plugin",
  guide: "The guide's provider",
  import: "This package, `import`",
});

/** The numbers of groups that were measured, the least first. @param {Results} results */
export const sizes = ({ runs }) => [...new Set(runs.map(({ groups }) => groups))].sort((a, b) => a - b);

/**
 * How often each step was measured.
 *
 * @param {Results} results
 * @param {number} groups
 */
export const repeats = ({ runs }, groups) =>
  new Set(runs.filter((run) => run.groups === groups).map(({ repeat }) => repeat)).size;

/**
 * @param {Results} results
 * @param {Partial<Run>} wanted
 */
export const runsOf = ({ runs }, wanted) =>
  runs.filter((run) => Object.entries(wanted).every(([key, value]) => run[/** @type {keyof Run} */ (key)] === value));

/**
 * The best of what was repeated; undefined if it was not measured.
 *
 * @param {Results} results
 * @param {{ groups: number, variant: VariantName, step: Step }} wanted
 */
export function best(results, wanted) {
  const runs = runsOf(results, wanted);
  return runs.length === 0 ? undefined : Math.min(...runs.map(({ seconds }) => seconds));
}

/**
 * How many times as long, or as much, one variant takes as another: both of one repeat, and the median of the repeats.
 *
 * @param {Results} results
 * @param {{ groups: number, step: Step, of: VariantName, to: VariantName, toStep?: Step, what?: "seconds" | "stateBytes" }} wanted
 * @returns {number | undefined} undefined if it was not measured
 */
export function ratio(results, { groups, step, of, to, toStep = step, what = "seconds" }) {
  const ratios = runsOf(results, { groups, step, variant: of }).flatMap((run) =>
    runsOf(results, { groups, step: toStep, variant: to, repeat: run.repeat }).map((other) => run[what] / other[what]),
  );
  return ratios.length === 0 ? undefined : median(ratios);
}

/** The middle one; of an even number, half way between the two. @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = low] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return (low + high) / 2;
}
