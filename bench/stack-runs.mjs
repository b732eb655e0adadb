import { startStack } from "./stack.mjs";
import { guide, imported, nothing, ours, plugin, steps } from "./variants.mjs";

/** The orders that the variants take turns in; what is compared most, null provider and ours, runs side by side. */
const orders = [
  [ours, nothing, plugin, imported, guide],
  [guide, imported, plugin, nothing, ours],
  [plugin, nothing, ours, imported, guide],
];

const all = [nothing, ours, plugin, imported, guide];

/** The names of all variants. */
export const variantNames = all.map(({ name }) => name);

/**
 * All runs of a stack of N groups, with a stack of each variant, step by step side by side: whatever slows the machine
 * down for a while slows all of them down.
 *
 * @param {{ groups: number, repeat: number, turn: number, names: readonly string[], engineDir: string, notify: (text: string) => void }} given -
 * `turn` chooses who begins, `names` the variants
 * @returns {Promise<{ runs: import("./results.mjs").Run[], adoptions: import("./results.mjs").Adoption[] }>}
 */
export async function measureStackRuns({ groups, repeat, turn, names, engineDir, notify }) {
  /** @type {Map<import("./variants.mjs").Variant, Awaited<ReturnType<typeof startStack>>>} */
  const stacks = new Map();
  try {
    for (const variant of all.filter(({ name }) => names.includes(name)))
      stacks.set(variant, await startStack(variant, groups, engineDir));
    /** @type {import("./results.mjs").Adoption[]} */
    const adoptions = [];
    if (stacks.has(imported)) adoptions.push({ groups, repeat, ...(await stackOf(stacks, imported).adopt()) });
    for (const { seconds } of adoptions) notify(`${groups} groups, adopt: ${seconds} s`);
    /** @type {import("./results.mjs").Run[]} */
    const runs = [];
    for (const [i, step] of steps.entries()) {
      const order = orders[(i + turn) % orders.length] ?? [];
      for (const variant of order.filter((each) => stacks.has(each) && each.steps.includes(step))) {
        const measured = await stackOf(stacks, variant).measure(step);
        runs.push({ groups, repeat, variant: variant.name, step, ...measured });
        notify(`${groups} groups, ${step}, ${variant.name}: ${measured.seconds} s`);
      }
    }
    return { runs, adoptions };
  } finally {
    for (const stack of stacks.values()) await stack.close();
  }
}

/**
 * @param {Map<import("./variants.mjs").Variant, Awaited<ReturnType<typeof startStack>>>} stacks
 * @param {import("./variants.mjs").Variant} variant
 */
function stackOf(stacks, variant) {
  const stack = stacks.get(variant);
  if (stack === undefined) throw new Error(`There is no stack of ${variant.name}.`);
  return stack;
}
