/**
 * A Markdown table, its columns aligned.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const widths = head.map((title, i) => Math.max(title.length, 3, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

const begin = (/** @type {string} */ name) => `<!-- ${name}: made by the benchmark -->\n`;
const end = (/** @type {string} */ name) => `\n<!-- end of ${name} -->`;

/**
 * The text between the marks of a part of a page.
 *
 * @param {string} page
 * @param {string} name
 * @returns {string | undefined} undefined if the page has no such part
 */
export function partOf(page, name) {
  const from = page.indexOf(begin(name));
  const to = page.indexOf(end(name), from);
  return from === -1 || to === -1 ? undefined : page.slice(from + begin(name).length, to);
}

/**
 * The page with its generated parts replaced.
 *
 * @param {string} page
 * @param {Readonly<Record<string, string>>} parts
 */
export function withParts(page, parts) {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const old = partOf(text, name);
    if (old === undefined) throw new Error(`The page has no part ${name}.`);
    return text.replace(begin(name) + old + end(name), () => begin(name) + part + end(name));
  }, page);
}
