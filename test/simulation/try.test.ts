import { test } from "vitest";
import { generate } from "./generate";
import { report } from "./report";
import { shrink } from "./shrink";
import { simulate } from "./simulate";

test("try", async () => {
  const count = Number(process.env["N"] ?? 300),
    seed = Number(process.env["S"] ?? 1);
  const only = process.env["P"],
    most = Number(process.env["M"] ?? 2);
  const begin = process.hrtime.bigint();
  const broken = new Map<string, number[]>();
  const excused: Record<string, number> = { late: 0, afterCrash: 0, undecided: 0 };
  const died = { runs: 0, crashes: 0, died: 0 };
  for (let i = seed; i < seed + count; i++) {
    const out = await simulate(generate(i)).catch((e) => {
      throw new Error(`seed ${i}: ${e.stack}`);
    });
    for (const [k, v] of Object.entries(out.excused)) excused[k] = (excused[k] ?? 0) + v;
    died.runs += out.commands;
    died.died += out.killed;
    died.crashes += out.met.length;
    if (out.broken) broken.set(out.broken.promise, [...(broken.get(out.broken.promise) ?? []), i]);
  }
  console.log(died);
  console.log(count / (Number(process.hrtime.bigint() - begin) / 1e9), "a second", excused);
  for (const [k, v] of broken) {
    console.log(k, v.length, v.slice(0, 10).join());
    if (!only || only === k)
      for (const s of v.slice(0, most)) {
        const small = await shrink(generate(s), await simulate(generate(s)));
        console.log(report(small.history, small.outcome));
      }
  }
}, 600000);
