/**
 * How a cost grows: `a + b·N + c·N²` with the least squares from the points. Through three N's, each measured once, it is
 * the one parabola that meets them all.
 *
 * @param {readonly (readonly [n: number, cost: number])[]} points
 * @returns {{ a: number, b: number, c: number } | undefined} undefined for fewer than three different N's
 */
export function parabola(points) {
  const largest = Math.max(...points.map(([n]) => n));
  if (new Set(points.map(([n]) => n)).size < 3) return undefined;
  // In shares of the largest N: powers of N itself are too far apart for the numbers of a computer.
  const scaled = points.map(([n, cost]) => /** @type {const} */ ([n / largest, cost]));
  const sum = (/** @type {(x: number, y: number) => number} */ of) => scaled.reduce((all, [x, y]) => all + of(x, y), 0);
  const s = [0, 1, 2, 3, 4].map((power) => sum((x) => x ** power));
  const t = [0, 1, 2].map((power) => sum((x, y) => y * x ** power));
  const rows = [0, 1, 2].map((i) => [0, 1, 2].map((j) => s[i + j] ?? 0));
  const whole = determinant(rows);
  const [a = 0, b = 0, c = 0] = [0, 1, 2].map(
    (column) => determinant(rows.map((row, i) => row.with(column, t[i] ?? 0))) / whole,
  );
  return { a, b: b / largest, c: c / largest ** 2 };
}

/** Of three rows of three. @param {readonly (readonly number[])[]} rows */
function determinant(rows) {
  const at = (/** @type {number} */ i, /** @type {number} */ j) => rows[i % 3]?.[j % 3] ?? 0;
  return [0, 1, 2].reduce((all, j) => all + at(0, j) * (at(1, j + 1) * at(2, j + 2) - at(1, j + 2) * at(2, j + 1)), 0);
}
