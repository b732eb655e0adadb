import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(__dirname, "..");
const src = path.join(root, "src");

/** The rooms and files of `src`, as the map in CONTRIBUTING.md names them, from the top down. */
const map = (() => {
  const contributing = readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8");
  const [, tree = ""] = /^src\/\n((?: .*\n)+)/m.exec(contributing) ?? [];
  return [...tree.matchAll(/^ {2}([\w.-]+)\/? /gm)].map(([, name = ""]) => name);
})();

interface Arrow {
  from: string;
  to: string;
  isType: boolean;
}

/** What each file of `src` imports of `src`, by paths below it. */
const arrows = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.replaceAll(path.sep, "/"))
  .flatMap((from): Arrow[] => {
    const text = readFileSync(path.join(src, from), "utf8");
    const imports = text.matchAll(
      /(import type [^;]*?from |export type [^;]*?from |from |import |import\(|require\()\s*"(\.[^"]+)"/g,
    );
    return [...imports].map(([, how = "", specifier = ""]) => ({
      from,
      to: path.posix.join(path.posix.dirname(from), specifier).replace(/\.js$/, ""),
      isType: how.includes(" type "),
    }));
  });

/** The rooms of what a program declares or looks up. */
const features = map.filter(
  (room) => room !== "program" && ["resource.ts", "lookup.ts"].some((file) => existsSync(path.join(src, room, file))),
);

/** What matters here of an override in biome.json. */
interface Override {
  includes: readonly string[];
  linter: {
    rules: { style?: { noRestrictedImports?: { options: { patterns?: readonly { group: readonly string[] }[] } } } };
  };
}

const roomOf = (file: string) => file.split("/")[0]?.replace(/\.ts$/, "") ?? "";
const floors = map.map((name) => name.replace(/\.ts$/, ""));

describe("the map in CONTRIBUTING.md", () => {
  test("names every room and file of src, and nothing else", () => {
    expect([...map].sort()).toEqual(readdirSync(src).sort());
  });

  test("shows every arrow pointing down", () => {
    expect(arrows.length).toBeGreaterThan(400);
    const upward = arrows.filter(({ from, to }) => floors.indexOf(roomOf(from)) > floors.indexOf(roomOf(to)));
    expect(upward).toEqual([]);
  });

  test("is what the linter holds: each room may import none above it", () => {
    const { overrides }: { overrides: readonly Override[] } = JSON.parse(
      readFileSync(path.join(root, "biome.json"), "utf8"),
    );
    const rooms = map.filter((name) => !name.endsWith(".ts") && !["cli", "local"].includes(name));
    for (const room of rooms) {
      const rule = overrides.find(({ includes }) => includes[0] === `src/${room}/**`)?.linter.rules.style;
      const forbidden = rule?.noRestrictedImports?.options.patterns?.flatMap(({ group }) => group);
      const above = map.slice(0, map.indexOf(room)).filter((name) => !name.endsWith(".ts"));
      const siblings = features.includes(room) ? features : [];
      const wanted = [...new Set([...above, ...siblings])].filter((name) => name !== room);
      expect([room, forbidden]).toEqual([room, expect.arrayContaining(wanted.map((name) => `**/${name}/**`))]);
    }
  });

  test("names the stops of its walks as they are", () => {
    const contributing = readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8");
    const stops = [...contributing.matchAll(/^\d+\. `([\w./-]+\.ts)`/gm)].map(([, file = ""]) => file);
    expect(stops.length).toBeGreaterThan(20);
    for (const stop of stops)
      expect([stop, readFileSync(path.join(src, stop), "utf8").length > 0]).toEqual([stop, true]);
  });
});

test("features do not import each other", () => {
  const between = arrows.filter(
    ({ from, to }) => features.includes(roomOf(from)) && features.includes(roomOf(to)) && roomOf(from) !== roomOf(to),
  );
  expect(between).toEqual([]);
});

test("what describes takes of the client its types only, so that a program without lookups loads no HTTP", () => {
  const describing = /\/resource\.ts$|^program\/(dynamic-resource|provider|run-error)\.ts$|^groups\/bundles\.ts$/;
  const acting = arrows.filter(
    ({ from, to, isType }) => describing.test(from) && ["client", "lifecycle"].includes(roomOf(to)) && !isType,
  );
  expect(acting).toEqual([]);
});
