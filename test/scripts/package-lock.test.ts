import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "./harness";

interface Package {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
const packages: Record<string, Package> = JSON.parse(
  readFileSync(path.join(root, "package-lock.json"), "utf8"),
).packages;

/** Whether a package is in the list where Node finds it: beside the one that asks for it, or in a folder above. */
function isListed(name: string, from: string): boolean {
  const folders = from.split("/node_modules/");
  const parents = folders.map((_, i) => folders.slice(0, folders.length - i).join("/node_modules/"));
  return [...parents, ""].some((parent) => path.posix.join(parent, "node_modules", name) in packages);
}

test("package-lock.json lists the packages of every platform, without which `npm ci` fails with npm 10", () => {
  const wanted = Object.entries(packages).flatMap(([from, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => ({ from, name })),
  );
  expect(wanted.filter(({ name }) => name.includes("win32")).length).toBeGreaterThan(0);
  expect(wanted.filter(({ from, name }) => !isListed(name, from))).toEqual([]);
});
