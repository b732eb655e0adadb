import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { isSameOwner, markerKey, newMarker, ownerOf, readMarker, withoutMarker } from "../../src/contract/marker";
import { checkGroup, markerRoom } from "../../src/groups/check";

// Thousands of made-up names take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const type = "pulumi-nodejs:dynamic/cognite:Group";
const urn = (name: string, { stack = "dev", project = "proj", types = type } = {}) =>
  `urn:pulumi:${stack}::${project}::${types}::${name}`;
const bytes = (text: string) => Buffer.byteLength(text);

/** Whether a text holds no half of a character. */
const isWhole = (text: string) => Buffer.from(text).toString() === text;

describe("the owner's mark", () => {
  test("says project, stack and name, and ends in twelve hexadecimal digits", () => {
    expect(ownerOf(urn("readers"), "acme")).toMatch(/^proj\/dev\/readers#[0-9a-f]{12}$/);
    expect(markerKey).toBe("pulumi");
  });

  test("never changes: it stands in groups that live", () => {
    expect(ownerOf(urn("readers"), "organization")).toBe("proj/dev/readers#d57b5a5d848b");
  });

  test("tells apart organizations, stacks, projects, names and parents", () => {
    const all = [
      ownerOf(urn("a"), "acme"),
      ownerOf(urn("a"), "other"),
      ownerOf(urn("a", { stack: "prod" }), "acme"),
      ownerOf(urn("a", { project: "other" }), "acme"),
      ownerOf(urn("b"), "acme"),
      ownerOf(urn("a", { types: `my:mod:Component$${type}` }), "acme"),
      ownerOf(urn("a", { types: `my:mod:Other$${type}` }), "acme"),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(all.map((each) => each.split("#")[0])).toEqual([
      "proj/dev/a",
      "proj/dev/a",
      "proj/prod/a",
      "other/dev/a",
      "proj/dev/b",
      "proj/dev/a",
      "proj/dev/a",
    ]);
  });

  test("keeps a name with colons, slashes and numbers signs whole", () => {
    expect(ownerOf(urn("a::b/c#d"), "acme")).toMatch(/^proj\/dev\/a::b\/c#d#[0-9a-f]{12}$/);
  });

  test.each([
    ["one byte each", "x".repeat(600)],
    ["two bytes each", "é".repeat(600)],
    ["four bytes each", "🙂".repeat(600)],
    ["one character more than fits", "x".repeat(512 - "proj/dev/#0123456789ab".length + 1)],
  ])("is cut in the name to 512 bytes: %s", (_, name) => {
    const mark = ownerOf(urn(name), "acme");
    expect(bytes(mark)).toBeLessThanOrEqual(512);
    expect(bytes(mark)).toBeGreaterThan(508);
    expect(mark).toMatch(/^proj\/dev\/.*#[0-9a-f]{12}$/u);
    expect(isWhole(mark)).toBe(true);
    expect(urn(name)).toContain(mark.slice("proj/dev/".length, -13));
  });

  test("is not cut when it fits exactly", () => {
    const name = "x".repeat(512 - "proj/dev/#0123456789ab".length);
    expect(bytes(ownerOf(urn(name), "acme"))).toBe(512);
    expect(ownerOf(urn(name), "acme")).toContain(name);
  });

  test("of two names that are cut to the same is not the same", () => {
    const [a, b] = ["a", "b"].map((end) => ownerOf(urn(`${"x".repeat(600)}${end}`), "acme"));
    expect(a?.slice(0, -12)).toBe(b?.slice(0, -12));
    expect(a).not.toBe(b);
  });

  test("fits also where project and stack alone are too long, and a name of a megabyte takes no time", () => {
    const start = performance.now();
    const long = ownerOf(urn("x".repeat(1_000_000), { project: "p".repeat(400), stack: "s".repeat(400) }), "acme");
    expect(bytes(long)).toBeLessThanOrEqual(512);
    expect(long).toMatch(/#[0-9a-f]{12}$/);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test("of any name fits, is well-formed, and is the same every time", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.string({ unit: "grapheme", maxLength: 12 }),
    );
    const name = fc.tuple(piece, fc.integer({ min: 1, max: 100 })).map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(name, fc.string({ maxLength: 20 }), (each, organization) => {
        const mark = ownerOf(urn(each), organization);
        expect(bytes(mark)).toBeLessThanOrEqual(512);
        expect(ownerOf(urn(each), organization)).toBe(mark);
        if (isWhole(each)) expect(isWhole(mark)).toBe(true);
      }),
    );
  });
});

test("metadata without the mark is the user's own", () => {
  expect(withoutMarker({ a: "1", pulumi: "x" })).toEqual({ a: "1" });
  expect(withoutMarker({ Pulumi: "x" })).toEqual({ Pulumi: "x" });
  expect(withoutMarker(JSON.parse('{"__proto__":"x","pulumi":"y"}'))).toEqual(JSON.parse('{"__proto__":"x"}'));
  for (const nothing of [undefined, null, {}]) expect(withoutMarker(nothing)).toEqual({});
});

describe("the marker of a create call", () => {
  const owner = ownerOf(urn("readers"), "acme");

  test("is the owner and eight more digits, others for each call", () => {
    expect(newMarker(owner)).toMatch(/^proj\/dev\/readers#[0-9a-f]{12}\.[0-9a-f]{8}$/);
    expect(newMarker(owner).startsWith(owner)).toBe(true);
    expect(new Set(Array.from({ length: 100 }, () => newMarker(owner))).size).toBe(100);
  });

  test("is of the same resource as its owner and as a marker of an earlier version, whatever was cut", () => {
    const long = ownerOf(urn("🙂".repeat(600)), "acme");
    expect(bytes(newMarker(long))).toBeLessThanOrEqual(512);
    expect(bytes(newMarker(long, 100))).toBeLessThanOrEqual(100);
    for (const each of [owner, long]) {
      expect(isSameOwner(newMarker(each), each)).toBe(true);
      expect(isSameOwner(newMarker(each), newMarker(each, 100))).toBe(true);
    }
    expect(isSameOwner(newMarker(owner), newMarker(long))).toBe(false);
    expect(isSameOwner(undefined, undefined)).toBe(false);
    expect(isSameOwner("by hand", "by hand")).toBe(true);
  });

  test.each([owner, newMarker(owner)])("says whose it is: %s", (mark) => {
    expect(readMarker(mark)).toEqual({ stack: "proj/dev", name: "readers", digits: owner.slice(-12) });
  });

  test.each(["", "by hand", "a/b", "a#0123456789ab", "a/b/c#0123"])("is not any text: %s", (text) => {
    expect(readMarker(text)).toBeUndefined();
  });
});

test("a marker that a check lets pass fits beside the metadata, and says whose stack it is", () => {
  for (const name of ["a", "readers", "x".repeat(600)])
    for (let free = 20; free < 80; free++) {
      const owner = ownerOf(urn(name), "acme");
      const metadata: Record<string, string> = {};
      let left = 4096 - bytes(markerKey) - free;
      for (let i = 0; left > 0; i++) {
        const value = "x".repeat(Math.max(0, Math.min(512, left - bytes(`k${i}`))));
        metadata[`k${i}`] = value;
        left -= bytes(`k${i}`) + value.length;
      }
      if (left < 0 || checkGroup({ name: "g", metadata }, owner).errors.length > 0) continue;
      const marker = newMarker(owner, markerRoom(metadata));
      expect(bytes(marker)).toBeLessThanOrEqual(free);
      expect(readMarker(marker)?.stack).toBe("proj/dev");
    }
});
