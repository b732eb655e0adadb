import { expect, test } from "vitest";
import { load } from "./load";

const { parabola } = load("./growth.mjs");

const costs = (a: number, b: number, c: number, ns: readonly number[]) =>
  ns.map((n) => [n, a + b * n + c * n ** 2] as const);

test("measurements at three numbers of groups give the one parabola through them", () => {
  const found = parabola(costs(2.5, 0.03, 0.000_04, [100, 300, 1000]));
  expect(found.a).toBeCloseTo(2.5, 9);
  expect(found.b).toBeCloseTo(0.03, 12);
  expect(found.c).toBeCloseTo(0.000_04, 15);
});

test("with more than three measurements, errors to both sides even out in the parabola", () => {
  const points = costs(1, 0.02, 0.000_01, [10, 100, 500, 1000]).flatMap(([n, cost]) => [
    [n, cost + 0.2],
    [n, cost - 0.2],
  ]);
  const found = parabola(points);
  expect(found.a).toBeCloseTo(1, 9);
  expect(found.b).toBeCloseTo(0.02, 12);
  expect(found.c).toBeCloseTo(0.000_01, 15);
});

test("two numbers of groups, however often measured, give no parabola", () => {
  expect(parabola(costs(1, 1, 1, [10, 20, 20, 10]))).toBeUndefined();
  expect(parabola([])).toBeUndefined();
});
