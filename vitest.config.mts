import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    reporters: ["default", "./test/count-reporter.ts"],
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/**/*.test.ts"], exclude: ["test/engine/**", "test/long/**"] },
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
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: { name: "long", include: ["test/long/**/*.test.ts"], testTimeout: 2_400_000, hookTimeout: 600_000 },
      },
    ],
  },
});
