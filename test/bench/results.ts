/** Seconds of the null provider by step; what the others take is given as a multiple of them. */
const floor = { up: 10, preview: 2, "no-op up": 2, refresh: 3, destroy: 8 };

type Step = keyof typeof floor;

/** How many times the null provider's seconds each takes, and what it calls. */
interface Shape {
  sizes?: readonly number[];
  ours?: Partial<Record<Step, number>>;
  guide?: number;
  imported?: number;
  importWrites?: number;
  stateShare?: number;
  refreshLists?: number;
  noOpRequests?: number;
  laterMs?: number;
  readLaterMs?: number;
  plugin?: Partial<Record<Step, number>>;
  pluginStateShare?: number;
  pluginReadyMs?: number;
  pluginRestBytes?: number;
}

/** Results as the benchmark gives them, which meet every aim unless told otherwise. */
export function results({
  sizes = [100, 1000],
  ours = {},
  guide = 2.5,
  imported = 1.05,
  importWrites = 0,
  stateShare = 0.25,
  refreshLists = 1,
  noOpRequests = 0,
  laterMs = 100,
  readLaterMs = 100,
  plugin = {},
  pluginStateShare = 0.8,
  pluginReadyMs = 150,
  pluginRestBytes = 70e6,
}: Shape = {}) {
  const counted = { requests: 0, lists: 0, writes: 0, peakBytes: 200 * 1024 ** 2 };
  const runs = sizes.flatMap((groups) =>
    Object.entries(floor).flatMap(([step, seconds]) => {
      const row = { groups, repeat: 1, step, ...counted };
      const own = { refresh: { lists: refreshLists }, "no-op up": { requests: noOpRequests } }[step];
      return [
        { ...row, variant: "null", seconds, stateBytes: 2000 * groups },
        {
          ...{ ...row, variant: "ours", seconds: seconds * (ours[step as Step] ?? 1.05) },
          ...{ stateBytes: stateShare * 8000 * groups, ...own },
        },
        {
          ...{ ...row, variant: "plugin", seconds: seconds * (plugin[step as Step] ?? 0.85) },
          ...{ stateBytes: pluginStateShare * stateShare * 8000 * groups },
        },
        { ...row, variant: "guide", seconds: seconds * guide, stateBytes: 8000 * groups },
        ...(step === "up"
          ? [
              {
                ...{ ...row, variant: "import", seconds: seconds * imported },
                ...{ writes: importWrites, stateBytes: 2000 * groups },
              },
            ]
          : []),
      ];
    }),
  );
  const starts = [0, 1, 2].flatMap((i) => [
    { variant: "null", portMs: 200 + i, checkMs: 210 + i, readMs: 220 + i },
    { variant: "ours", portMs: 200 + i, checkMs: 210 + laterMs + i, readMs: 220 + readLaterMs + i },
    { variant: "plugin", portMs: 70, checkMs: pluginReadyMs + i, readMs: 250, restBytes: pluginRestBytes },
  ]);
  const listings = ["ours", "sdk"].map((client) => {
    const took = { seconds: client === "ours" ? 0.02 : 0.05, requests: 1 };
    return { what: "groups", count: 1000, client, ...took };
  });
  const machine = { processor: "A processor", cores: 2, memory: "8 GiB", system: "A system" };
  const versions = { node: "24.0.0", pulumi: "3.259.0", sdk: "3.270.0", cogniteSdk: "10.5.0" };
  const adoptions = sizes.map((groups) => ({ groups, repeat: 1, seconds: 0.5, requests: 3, writes: 0 }));
  return { date: "2026-01-01", machine: { ...machine, ...versions }, runs, adoptions, starts, listings };
}
