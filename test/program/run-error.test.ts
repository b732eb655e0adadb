import { afterEach, expect, test, vi } from "vitest";
import { ConfigError } from "../../src/errors";
import { expectLateUse } from "../../src/program/run-error";

afterEach(() => {
  process.removeAllListeners("rejectionHandled");
  vi.restoreAllMocks();
});

test.each([
  ["no warning for an error of this package", new ConfigError("project is missing"), 0],
  ["one warning for any other error", new Error("from the program"), 1],
])("a promise that is handled after it failed: %s", async (_, error, warnings) => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const failed = Promise.reject(error);
  await expect(failed).rejects.toBe(error);
  expectLateUse();
  expectLateUse();
  process.emit("rejectionHandled", failed);
  await new Promise((resolve) => setImmediate(resolve));
  expect(warn).toHaveBeenCalledTimes(warnings);
});
