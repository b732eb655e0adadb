import { describe, expect, test } from "vitest";
import { settingIn } from "../../src/connection/settings";

describe("a setting of the stack config", () => {
  test.each<[what: string, config: Record<string, string>, found: string | undefined]>([
    ["is found under cognite-iam", { "cognite-iam:project": "new" }, "new"],
    ["is found where an earlier version had it", { "cognite:project": "old" }, "old"],
    ["is that under cognite-iam where both are set", { "cognite:project": "old", "cognite-iam:project": "new" }, "new"],
    ["is not that of another key or namespace", { "cognite-iam:cluster": "c", "proj:project": "p" }, undefined],
  ])("%s", (_, config, found) => {
    expect(settingIn((name) => config[name], "project")).toBe(found);
  });
});
