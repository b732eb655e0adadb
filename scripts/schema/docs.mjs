import { documentedIn } from "./doc-comments.mjs";
import { wording } from "./wording.mjs";

/** @typedef {import("./types.mjs").Properties} Properties */

/** The doc comments, in the terms of the plugin's languages. */
export class Docs {
  /** @type {Set<string>} */
  #used = new Set();

  /** The description of an exported name. @param {string} folder below `src` @param {string} symbol */
  of(folder, symbol) {
    return this.#worded(symbol, () => documentedIn(folder).get(symbol)?.text);
  }

  /**
   * Properties, each with its description in an interface or class.
   *
   * @param {string} folder below `src`
   * @param {string} symbol
   * @param {Properties} types
   * @returns {Properties}
   */
  properties(folder, symbol, types) {
    const said = (/** @type {string} */ name) =>
      this.#worded(`${symbol}.${name}`, () => documentedIn(folder).get(symbol)?.properties.get(name));
    return Object.fromEntries(
      Object.entries(types).map(([name, type]) => [name, { ...type, description: said(name) }]),
    );
  }

  /** A line of `wording.mjs` that describes nothing would go stale unnoticed. */
  assertAllUsed() {
    const unused = Object.keys(wording).filter((key) => !this.#used.has(key));
    if (unused.length > 0) throw new Error(`wording.mjs describes what the schema lacks: ${unused.join(", ")}`);
  }

  /** @param {string} key @param {() => string | undefined} read */
  #worded(key, read) {
    this.#used.add(key);
    const said = wording[key] ?? read();
    if (!said) throw new Error(`there is neither a doc comment nor a line in wording.mjs for ${key}`);
    return said
      .replaceAll(/`?\bundefined\b`?/g, "absent")
      .replaceAll("Undefined", "Absent")
      .replaceAll('option `import: "<id>"`', "option `import`");
  }
}
