import { defineConfig } from "vitest/config";

/** They put shell scripts on the PATH, and send signals: Windows has neither. */
const withoutWindows =
  process.platform === "win32"
    ? ["test/scripts/{engine,languages,python-plugin,ready,sdk}.test.ts", "test/engine/demo.test.ts"]
    : [];

export default defineConfig({
  test: {
    reporters: ["default", "./test/count-reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/engine/**", "test/long/**", ...withoutWindows],
        },
      },
      {
        extends: true,
        // The same tests, with every resource declaring a project that is not the connection's.
        test: {
          name: "declared",
          include: ["test/faults/**/*.test.ts", "test/groups/gone.test.ts", "test/lifecycle/get-beside-import.test.ts"],
          env: { DECLARED_PROJECT: "true" },
        },
      },
      {
        extends: true,
        // And with every handler spoken to through the plugin.
        test: {
          name: "plugin",
          include: ["test/faults/**/*.test.ts", "test/groups/gone.test.ts"],
          env: { PLUGIN_DOOR: "true" },
        },
      },
      {
        extends: true,
        test: {
          name: "engine",
          include: ["test/engine/**/*.test.ts"],
          exclude: withoutWindows,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "long",
          include: ["test/long/**/*.test.ts"],
          testTimeout: 2_400_000,
          hookTimeout: 600_000,
          // Most of the time they wait for Pulumi.
          maxWorkers: 2,
        },
      },
    ],
  },
});
