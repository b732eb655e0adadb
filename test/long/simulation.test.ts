import { expect, test } from "vitest";
import { reportsOf, simulateMany } from "../simulation/many";

const {
  SIMULATION_HISTORIES: histories = "20000",
  // The same for every change that is to land; `npm run simulate` draws another each time.
  SIMULATION_SEED: seed = "1",
  // Of several processes that share the seeds: which one this is, and how many there are.
  SIMULATION_SHARE: share = "0/1",
} = process.env;

test(`${histories} random histories break no promise`, async () => {
  const [own = 0, all = 1] = share.split("/").map(Number);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  say(`SIMULATION_SEED=${seed}`);
  const count = Math.ceil((Number(histories) - own) / all);
  const seeds = Array.from({ length: count }, (_, i) => Number(seed) + own + i * all);
  const summary = await simulateMany(seeds, say);
  say(summary.text);
  expect(reportsOf(summary)).toBe("");
});
