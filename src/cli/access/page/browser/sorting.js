// @ts-check

/** @typedef {"risks" | "acls" | "groups"} TableName */

/**
 * How each table is sorted: by which column, and 1 for upwards or -1 for downwards.
 *
 * @type {Record<TableName, [string, number]>}
 */
const sorting = { groups: ["", 1], acls: ["acl", 1], risks: ["", 1] };

/** The words for severity, the gravest first. */
const severities = ["high", "medium", "low"];

/**
 * A table's head whose buttons sort it.
 *
 * @param {TableName} name
 * @param {[column: string, label: string][]} columns
 * @param {(name: TableName) => void} redraw Rebuilds the table.
 */
function head(name, columns, redraw) {
  const [key, direction] = sorting[name];
  const cells = columns.map(([column, label]) => {
    if (column === "") return element("th", { scope: "col" }, label);
    const order = column === key ? (direction === 1 ? "ascending" : "descending") : undefined;
    const sort = () => {
      sorting[name] = [column, column === key ? -direction : 1];
      redraw(name);
      const again = byId(name, HTMLElement).querySelector(`[data-column="${column}"]`);
      if (again instanceof HTMLElement) again.focus();
    };
    const button = element("button", { type: "button", "data-column": column, click: sort }, label);
    return element("th", { scope: "col", "aria-sort": order }, button);
  });
  return element("thead", {}, element("tr", {}, cells));
}

/**
 * @template T
 * @param {TableName} name
 * @param {T[]} rows
 * @param {Record<string, (row: T) => string | number>} keys What each column is sorted by.
 */
function sorted(name, rows, keys) {
  const [column, direction] = sorting[name];
  const key = keys[column];
  if (key === undefined) return rows;
  const compare = (/** @type {string | number} */ a, /** @type {string | number} */ b) =>
    typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  return [...rows].sort((a, b) => direction * compare(key(a), key(b)));
}
