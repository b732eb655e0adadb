import { cpSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { inventoryOf } from "../../../src/cli/adopt/live";
import { planOf } from "../../../src/cli/adopt/plan";
import { sourcesOf } from "../../../src/cli/adopt/program";
import type { Group } from "../../../src/client/groups";
import { start } from "../../local/harness";
import { temporaryFolder } from "../../support/temporary-folder";
import { cli } from "../run";

const examples = path.resolve(__dirname, "../../../examples");
const example = path.join(examples, "adopted-project");

test("the example is what adopt writes of the project that its README tells of", async () => {
  const iam = await start({ projects: ["adopted-project"] });
  const readme = readFileSync(path.join(example, "README.md"), "utf8");
  const [, json = ""] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
  const { securityCategories, dataSets, groups } = JSON.parse(json);
  const targets = dataSets.map((externalId: string) => iam.createScopeTarget("dataSets", { externalId }));
  for (const name of securityCategories) iam.createSecurityCategory(name);
  const category = iam.state().securityCategories[0]?.id;
  const text = JSON.stringify(groups).replaceAll('"<id of top-secret>"', String(category));
  const named = (id: string) =>
    targets.find(({ externalId }: { externalId: string }) => id === `<id of ${externalId}>`);
  for (const group of JSON.parse(text, (_, value) => (typeof value === "string" ? (named(value)?.id ?? value) : value)))
    iam.createGroup(group);
  const live = iam.state();
  const plan = planOf(
    inventoryOf(
      { groups: live.groups as unknown as Group[], securityCategories: live.securityCategories },
      { stack: "dev", targets: { all: new Map([["dataSets", targets]]), unread: new Set() } },
    ),
    { ownerMetadata: true, pulumiProject: "adopted-project", stack: "dev" },
  );
  const { "index.ts": source = "" } = sourcesOf(plan, []);
  const written = readFileSync(path.join(example, "index.ts"), "utf8").replace(/^(\/\/.*\n)+/, "");
  expect(source).toBe(written);
});

test("the example of environments is what adopt writes of the Toolkit's project in it", async () => {
  const iam = await start({ projects: ["plant-dev", "plant-prod"], dataSets: [], extractionPipelines: [] });
  const [folder, out] = [path.join(examples, "environments"), temporaryFolder()];
  cpSync(path.join(folder, "Pulumi.yaml"), path.join(out, "Pulumi.yaml"));
  const { code } = await cli(["adopt", "--from-toolkit", path.join(folder, "toolkit/modules"), "--out", out], iam.env);
  expect(code).toBe(0);
  for (const file of ["index.ts", "Pulumi.dev.yaml", "Pulumi.prod.yaml"])
    expect(readFileSync(path.join(folder, file), "utf8"), file).toBe(readFileSync(path.join(out, file), "utf8"));
});
