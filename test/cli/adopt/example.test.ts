import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { inventoryOf, planOf } from "../../../src/cli/adopt/plan";
import { sourcesOf } from "../../../src/cli/adopt/program";
import type { Group } from "../../../src/client/groups";
import { start } from "../../local/harness";

const example = path.resolve(__dirname, "../../../examples/adopted-project");

test("the example is what adopt writes of the project that its README tells of", async () => {
  const iam = await start({ projects: ["adopted-project"] });
  const readme = readFileSync(path.join(example, "README.md"), "utf8");
  const [, json = ""] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
  const { securityCategories, groups } = JSON.parse(json);
  for (const name of securityCategories) iam.createSecurityCategory(name);
  const category = iam.state().securityCategories[0]?.id;
  const text = JSON.stringify(groups).replaceAll('"<id of top-secret>"', String(category));
  for (const group of JSON.parse(text)) iam.createGroup(group);
  const live = iam.state();
  const plan = planOf(
    inventoryOf({ groups: live.groups as unknown as Group[], securityCategories: live.securityCategories }, {}),
    { ownerMetadata: true, pulumiProject: "adopted-project", stack: "dev" },
  );
  const withoutIds = (source: string) => source.replaceAll(/import: "\d+"/g, 'import: "<id>"');
  const { "index.ts": source = "" } = sourcesOf(plan, []);
  const written = readFileSync(path.join(example, "index.ts"), "utf8").replace(/^(\/\/.*\n)+/, "");
  expect(withoutIds(source)).toBe(withoutIds(written));
});
