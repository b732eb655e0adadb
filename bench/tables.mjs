import { aims } from "./aims.mjs";
import { parabola } from "./growth.mjs";
import { table } from "./markdown.mjs";
import { best, median, ratio, repeats, runsOf, sizes, titles } from "./results.mjs";
import { steps } from "./variants.mjs";

/** @typedef {import("./results.mjs").Results} Results */

const compared = /** @type {const} */ (["null", "ours", "plugin", "guide"]);
const heads = compared.map((variant) => titles[variant]);
const none = "–";

/**
 * The parts of the page that come from the results, by name.
 *
 * @param {Results} results
 * @returns {Record<string, string>}
 */
export const parts = (results) => ({
  machine: machine(results),
  aims: aimsTable(aims(results)),
  times: times(results),
  growth: growth(results),
  sizes: sizesTable(results),
  ready: ready(results),
  imports: imports(results),
  clients: clients(results),
});

/** @param {Results} results */
function machine(results) {
  const { date, machine: on } = results;
  const often = sizes(results).map((n) => `${repeats(results, n)} × ${number(n)} groups`);
  return [
    `Measured on ${date}, ${often.join(", ")}: ${on.processor}, ${on.cores} cores, ${on.memory} of memory, ${on.system};`,
    `Node ${on.node}, Pulumi CLI ${on.pulumi}, \`@pulumi/pulumi\` ${on.sdk}, \`@cognite/sdk\` ${on.cogniteSdk}.`,
  ].join("\n");
}

/** @param {readonly import("./aims.mjs").Aim[]} judged */
export const aimsTable = (judged) =>
  table(
    ["Aim", "Measured", "Result"],
    judged.map(({ aim, figure, met }) => [aim, figure, met === undefined ? none : met ? "met" : "**missed**"]),
  );

/** @param {Results} results */
function times(results) {
  const rows = sizes(results).flatMap((groups) =>
    steps.map((step) => [
      number(groups),
      `\`${step}\``,
      ...compared.map((variant) => {
        const value = ratio(results, { groups, step, of: variant, to: "null" });
        const over = variant === "null" || value === undefined ? "" : ` (${value.toFixed(2)})`;
        return `${seconds(best(results, { groups, step, variant }))}${over}`;
      }),
      .../** @type {const} */ (["ours", "guide"]).map((variant) =>
        number(runsOf(results, { groups, step, variant })[0]?.requests),
      ),
    ]),
  );
  return table(["Groups", "Step", ...heads, "Our requests", "The guide's"], rows);
}

/** @param {Results} results */
function growth(results) {
  const most = sizes(results).at(-1) ?? 0;
  const rows = /** @type {const} */ (["up", "refresh", "destroy"]).flatMap((step) =>
    compared.flatMap((variant) => {
      const runs = runsOf(results, { variant, step });
      const found = parabola(runs.map((run) => [run.groups, run.seconds]));
      if (found === undefined) return [];
      const { a, b, c } = found;
      const share = (c * most ** 2) / (a + b * most + c * most ** 2);
      const cells = [`${a.toFixed(2)} s`, `${(b * 1e3).toFixed(1)} ms`, `${(c * 1e6).toFixed(1)} µs`, percent(share)];
      return [[`\`${step}\``, titles[variant], ...cells]];
    }),
  );
  if (rows.length === 0) return "No fit: it takes at least three N's.";
  return table(["Step", "Provider", "a", "b, a group", "c, a group²", `c·N² at ${number(most)}`], rows);
}

/** @param {Results} results */
function sizesTable(results) {
  const rows = sizes(results).map((groups) => [
    number(groups),
    ...compared.map((variant) => {
      const bytes = runsOf(results, { groups, step: "up", variant })[0]?.stateBytes;
      return bytes === undefined ? none : `${number(Math.round(bytes / 1000))} kB`;
    }),
    ratio(results, { groups, step: "up", of: "ours", to: "guide", what: "stateBytes" })?.toFixed(2) ?? none,
    ratio(results, { groups, step: "up", of: "plugin", to: "ours", what: "stateBytes" })?.toFixed(2) ?? none,
    ...compared.map((variant) => memory(runsOf(results, { groups, variant }))),
  ]);
  const head = [...heads.map((title) => `State: ${lower(title)}`), "Ours of the guide's", "The plugin's of ours"];
  return table(["Groups", ...head, ...heads.map((title) => `Memory: ${lower(title)}`)], rows);
}

/** @param {Results} results */
function ready({ starts }) {
  const variants = /** @type {const} */ (["null", "ours", "plugin"]);
  /** @type {[string, (start: import("./results.mjs").Start) => number, (value: number) => string][]} */
  const rows = [
    ["until it listens", ({ portMs }) => portMs, ms],
    ["until the first `check` is answered", ({ checkMs }) => checkMs, ms],
    ["until the first `read` is answered", ({ readMs }) => readMs, ms],
    ["memory after the first `check`", ({ restBytes = Number.NaN }) => restBytes, mebibytes],
  ];
  return table(
    [`Median of ${starts.length / variants.length} processes`, ...variants.map((variant) => titles[variant])],
    rows.map(([title, what, text]) => [
      title,
      ...variants.map((variant) => text(median(starts.filter((start) => start.variant === variant).map(what)))),
    ]),
  );
}

/** @param {Results} results */
function imports(results) {
  const rows = sizes(results).map((groups) => {
    const wanted = /** @type {const} */ ({ groups, step: "up" });
    const [run] = runsOf(results, { ...wanted, variant: "import" });
    const over = ratio(results, { ...wanted, of: "import", to: "null" })?.toFixed(2);
    const adoptions = results.adoptions.filter((each) => each.groups === groups);
    return [
      number(groups),
      seconds(best(results, { ...wanted, variant: "null" })),
      `${seconds(best(results, { ...wanted, variant: "import" }))}${over ? ` (${over})` : ""}`,
      number(run?.requests),
      number(run?.writes),
      adoptions.length === 0 ? none : seconds(Math.min(...adoptions.map((each) => each.seconds))),
    ];
  });
  return table(
    ["Groups", "Null provider, `up`", "This package, `up` with `import`", "Requests", "Writes", "`adopt`"],
    rows,
  );
}

/** @param {Results} results */
function clients({ listings }) {
  const whats = [...new Set(listings.map(({ what }) => what))];
  const rows = whats.map((what) => {
    const of = (/** @type {"ours" | "sdk"} */ client) =>
      listings.filter((listing) => listing.what === what && listing.client === client);
    const cells = (/** @type {"ours" | "sdk"} */ client) => [
      ms(median(of(client).map((listing) => listing.seconds)) * 1000),
      number(of(client)[0]?.requests),
    ];
    return [`${number(of("ours")[0]?.count)} ${what}`, ...cells("ours"), ...cells("sdk")];
  });
  const times = listings.filter(({ what, client }) => what === whats[0] && client === "ours").length;
  return table([`Median of ${times} lists`, "`IamClient`", "Requests", "`@cognite/sdk`", "Requests"], rows);
}

/** The most that any of the runs had. @param {readonly import("./results.mjs").Run[]} runs */
function memory(runs) {
  const peaks = runs.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
  return peaks.length === 0 ? none : mebibytes(Math.max(...peaks));
}

const mebibytes = (/** @type {number} */ bytes) =>
  Number.isNaN(bytes) ? none : `${number(Math.round(bytes / 1024 ** 2))} MiB`;

const lower = (/** @type {string} */ title) => title.charAt(0).toLowerCase() + title.slice(1);
const number = (/** @type {number | undefined} */ value) => value?.toLocaleString("en") ?? none;
const percent = (/** @type {number} */ share) => `${Math.round(share * 100)} %`;
const ms = (/** @type {number} */ value) => (Number.isNaN(value) ? none : `${number(Math.round(value))} ms`);
const seconds = (/** @type {number | undefined} */ value) =>
  value === undefined ? none : `${value.toFixed(value < 10 ? 2 : 1)} s`;
