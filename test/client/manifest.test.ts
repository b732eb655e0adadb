import { expect, test } from "vitest";
import { requireNode } from "../../src/client/manifest";

test.each(["22.19.0", "22.20.1", "24.0.0", "100.1.0"])("Node %s is new enough", (version) => {
  requireNode(version);
});

test.each(["22.18.9", "22.9.0", "20.19.5", "9.0.0"])("Node %s is refused, in words", (version) => {
  expect(() => requireNode(version)).toThrow(`Node.js 22.19 or later is required, and this is ${version}`);
});
