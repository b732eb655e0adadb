import { describe, expect, test } from "vitest";
import { load } from "./load";
import { results } from "./results";

const { aims } = load("./aims.mjs");

interface Aim {
  aim: string;
  figure: string;
  met: boolean | undefined;
}

const aimsOf = (shape: Parameters<typeof results>[0]): Aim[] => aims(results(shape));
const missed = (shape: Parameters<typeof results>[0]) => aimsOf(shape).filter(({ met }) => met === false);

test("results that meet every aim miss none", () => {
  expect(aimsOf({}).filter(({ met }) => met !== true)).toEqual([]);
});

test.each([
  [{ ours: { up: 1.11 } }, "`up` within 1.10", "1.11, at 100"],
  [{ ours: { destroy: 1.2 } }, "`destroy` within 1.10", "1.20, at 100"],
  [{ ours: { refresh: 1.16 } }, "`refresh` within 1.15", "1.16, at 100"],
  [{ refreshLists: 2 }, "`refresh` calls the API once", "2 lists, 0 writes"],
  [{ noOpRequests: 1 }, "A no-op `up` calls nothing", "1 requests"],
  [{ stateShare: 0.31 }, "A state of at most 0.30", "0.31, at 100"],
  [{ laterMs: 151 }, "The provider process is ready", "151 ms later"],
  [{ readLaterMs: 121 }, "The first `read` of a process", "121 ms later"],
  [{ plugin: { preview: 0.91 } }, "Plugin: `preview` within 0.90", "0.91, at 100"],
  [{ pluginStateShare: 0.84 }, "Plugin: a state of at most 0.83", "0.84, at 100"],
  [{ pluginReadyMs: 200 }, "Plugin: ready within 200 ms", "201 ms"],
  [{ pluginRestBytes: 81e6 }, "Plugin: at most 80 MB at rest", "81 MB"],
  [{ imported: 1.2 }, "`import` of 1,000 groups", "1.20"],
  [{ importWrites: 3 }, "`import` writes nothing", "3 writes"],
])("%j misses one aim: %s", (shape, aim, figure) => {
  expect(missed(shape)).toEqual([{ aim: expect.stringContaining(aim), figure, met: false }]);
});

test("half of the guide's time is asked of each costly step", () => {
  expect(missed({ guide: 2 }).map(({ aim }) => aim.split(" ")[0])).toEqual(["`up`", "`refresh`", "`destroy`"]);
});

describe("an aim that was not measured", () => {
  test("is neither met nor missed", () => {
    const open = aimsOf({ sizes: [10, 20] }).filter(({ met }) => met === undefined);
    expect(open.map(({ aim }) => aim).every((aim) => aim.includes("1,000 groups"))).toBe(true);
    expect(open).toHaveLength(4);
    expect(new Set(open.map(({ figure }) => figure))).toEqual(new Set(["not measured"]));
  });

  test("is not met either when nothing was measured at all", () => {
    const nothing = { ...results(), runs: [], starts: [], listings: [], adoptions: [] };
    expect((aims(nothing) as Aim[]).filter(({ met }) => met !== undefined)).toEqual([]);
  });
});

test("a ratio is of one repeat, and the median of the repeats", () => {
  const { best, ratio } = load("./results.mjs");
  const run = { groups: 10, step: "up" };
  const pairs = [
    [10, 12],
    [20, 21],
    [10, 11],
  ];
  const runs = pairs.flatMap(([nothing, ours], i) => [
    { ...run, repeat: i + 1, variant: "null", seconds: nothing },
    { ...run, repeat: i + 1, variant: "ours", seconds: ours },
  ]);
  expect(ratio({ runs }, { ...run, of: "ours", to: "null" })).toBeCloseTo(1.1);
  expect(best({ runs }, { ...run, variant: "ours" })).toBe(11);
});
