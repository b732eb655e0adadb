import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { isEngineAlive } from "../../src/lifecycle/engine-alive";

test.each(["127.0.0.1", "::1"])("an engine at %s lives as long as it listens", async (host) => {
  const engine = createServer();
  await new Promise<void>((resolve) => engine.listen(0, host, resolve));
  const { port } = engine.address() as AddressInfo;
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  expect(await isEngineAlive(address)).toBe(true);
  await new Promise((resolve) => engine.close(resolve));
  expect(await isEngineAlive(address)).toBe(false);
});

test.each(["", "nowhere", "unix:/tmp/x"])("an address of another form, %j, is no proof of death", async (address) => {
  expect(await isEngineAlive(address)).toBe(true);
});
