import * as vega from "vega";
import * as vegaLite from "vega-lite";
import { best, runsOf, sizes, titles } from "./results.mjs";
import { steps } from "./variants.mjs";

/** @typedef {import("./results.mjs").Results} Results */

const compared = /** @type {const} */ (["null", "ours", "plugin", "guide"]);
const domain = compared.map((variant) => titles[variant]);

/** From the palette of Okabe and Ito, which colour-blind readers can distinguish; the shapes of the points differ too. */
const colours = ["#555555", "#0072B2", "#009E73", "#D55E00"];

const importing = "up with import";

/**
 * The plots of the page, by file name.
 *
 * @param {Results} results
 * @returns {Promise<Record<string, string>>}
 */
export async function plots(results) {
  const title = "The most memory that the provider process had, by number of groups, step and provider";
  const memory = memoryData(results);
  return {
    "bench-seconds.svg": await svg(secondsData(results), "seconds", "Seconds by number of groups, step and provider"),
    ...(memory.length > 0 && { "bench-memory.svg": await svg(memory, "MiB", title) }),
  };
}

/** @typedef {{ groups: number, panel: string, provider: string, value: number }} Datum */

/** @param {Results} results @returns {Datum[]} */
function secondsData(results) {
  const ofSteps = steps.flatMap((step) =>
    compared.flatMap((variant) =>
      sizes(results).map((groups) => ({
        ...{ groups, panel: step, provider: titles[variant] },
        value: best(results, { groups, step, variant }),
      })),
    ),
  );
  const ofImport = /** @type {const} */ (["null", "import"]).flatMap((variant) =>
    sizes(results).map((groups) => ({
      ...{ groups, panel: importing, provider: variant === "null" ? titles.null : titles.ours },
      value: best(results, { groups, step: "up", variant }),
    })),
  );
  return [...ofSteps, ...ofImport].flatMap(({ value, ...rest }) => (value === undefined ? [] : [{ ...rest, value }]));
}

/** @param {Results} results @returns {Datum[]} */
function memoryData(results) {
  return steps.flatMap((step) =>
    compared.flatMap((variant) =>
      sizes(results).flatMap((groups) => {
        const peaks = runsOf(results, { groups, step, variant }).flatMap(({ peakBytes = 0 }) => peakBytes);
        const value = Math.max(...peaks) / 1024 ** 2;
        return value > 0 ? [{ groups, panel: step, provider: titles[variant], value }] : [];
      }),
    ),
  );
}

/**
 * Small multiples: a panel a step, each with its own scale. White behind, so that a dark page shows it too.
 *
 * @param {readonly Datum[]} data
 * @param {string} unit
 * @param {string} description
 */
async function svg(data, unit, description) {
  const groups = [...new Set(data.map((each) => each.groups))];
  const xAxis = { values: groups, format: ",d", grid: false, labelFlush: false };
  const yAxis = { tickCount: 5, minExtent: 32, maxExtent: 32 };
  const provider = { field: "provider", type: "nominal", sort: domain, title: null };
  /** @type {any} */
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description,
    background: "white",
    padding: 12,
    data: { values: data },
    facet: { field: "panel", type: "nominal", title: null, sort: [...steps, importing] },
    columns: 3,
    // Panels in rows and columns, whatever room the numbers beside them take.
    bounds: "flush",
    spacing: { row: 80, column: 70 },
    resolve: { scale: { y: "independent" }, axis: { x: "independent" } },
    spec: {
      width: 190,
      height: 150,
      mark: { type: "line", point: { filled: true, size: 55 }, strokeWidth: 2 },
      encoding: {
        x: { field: "groups", type: "quantitative", title: "groups", scale: { zero: true, nice: false }, axis: xAxis },
        y: { field: "value", type: "quantitative", title: unit, scale: { zero: true }, axis: yAxis },
        color: { ...provider, scale: { domain, range: colours }, legend: { orient: "top" } },
        shape: { ...provider, scale: { domain, range: ["circle", "square", "diamond", "triangle-up"] } },
      },
    },
    config: {
      font: "Helvetica, Arial, sans-serif",
      axis: { labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal", gridColor: "#e5e5e5" },
      header: { labelFontSize: 13, labelFontWeight: "bold" },
      legend: { labelFontSize: 12, labelLimit: 0, symbolSize: 80 },
      view: { stroke: null },
    },
  };
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: "none" });
  return `${await view.toSVG()}\n`;
}
