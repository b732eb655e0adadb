import { createRequire } from "node:module";
import path from "node:path";

export const root = path.resolve(__dirname, "../..");

/** A module of the benchmark: plain JavaScript, which the types of the tests know nothing of. */
export const load = createRequire(path.join(root, "bench/bench.mjs"));
