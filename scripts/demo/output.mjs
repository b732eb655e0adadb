import process from "node:process";

const WIDTH = 100;
const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;

/** Whether colours are shown: on a terminal, unless `NO_COLOR` says no. */
export const coloured = colours;

/** @param {number} code */
const paint = (code) => (/** @type {string} */ text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const green = paint(32);
export const red = paint(31);

/** @param {string} [line] */
export function say(line = "") {
  process.stdout.write(`${line}\n`);
}

/** A paragraph, wrapped. @param {string} text */
export function explain(text) {
  for (const line of wrap(text, WIDTH)) say(line);
}

/**
 * The heading of a step, and what it is going to show.
 *
 * @param {string} heading
 * @param {string} [text]
 */
export function step(heading, text = "") {
  say();
  say(bold(heading));
  if (text !== "") explain(text);
}

/** What the step has shown. A claim that does not hold ends the demo. @param {string} claim @param {boolean} holds */
export function assertClaim(claim, holds) {
  if (!holds) throw new Error(`The demo claims this, but it is not true: ${claim}`);
  const [first = "", ...rest] = wrap(claim, WIDTH - 4);
  say();
  say(`${green("  ✓")} ${first}`);
  for (const line of rest) say(`    ${line}`);
}

/** @param {string} text @param {number} width */
function wrap(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
