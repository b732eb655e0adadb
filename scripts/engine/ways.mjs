import { messageOf } from "../project.mjs";

/** The ways to a program, in the order in which they are tried. */
const names = /** @type {const} */ (["path", "cache", "download", "go"]);

/** @typedef {typeof names[number]} Way */

/** What is wrong with how we were called, not with the machine. */
export class UsageError extends Error {}

/**
 * Tries ways, and keeps why each failed. `PULUMI_COGNITE_IAM_ENGINE` (some of `path,cache,download,go`) leaves out the ways
 * that it does not name; without `cache` a program is made again although there is one.
 */
export class Ways {
  /** @type {string[]} */
  failures = [];
  #allowed = allowedWays();

  /** @param {Way} way */
  allows(way) {
    return this.#allowed.has(way);
  }

  /** What `find` gives; undefined when the way is left out or fails. @template T @param {Way} way @param {() => T | Promise<T>} find */
  async try(way, find) {
    if (!this.allows(way)) return undefined;
    try {
      return await find();
    } catch (error) {
      this.failures.push(`  ${way.padEnd(9)} ${messageOf(error).replaceAll("\n", `\n${" ".repeat(12)}`)}`);
      return undefined;
    }
  }
}

/** @returns {Set<Way>} */
function allowedWays() {
  const named = process.env.PULUMI_COGNITE_IAM_ENGINE?.split(",").map((way) => way.trim());
  if (!named || named.join() === "") return new Set(names);
  const unknown = named.filter((way) => !names.some((known) => known === way));
  if (unknown.length === 0) return new Set(names.filter((way) => named.includes(way)));
  throw new UsageError(`PULUMI_COGNITE_IAM_ENGINE names ${unknown.join(", ")}; it may name ${names.join(", ")}`);
}
