import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { workspace } from "./harness";
import { languageHost, titled } from "./language-hosts";
import { pluginStack, yaml } from "./plugin-stack";

const host = languageHost("yaml");

const inTypeScript = (options = "") => `new iam.Group("readers", {
  name: "readers",
  sourceId: "idp-readers",
  capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }, iam.unlisted({ newAcl: { actions: ["FLY"], scope: { all: {} } } })],
  metadata: { team: "data" },
}, { ${options} });`;

const inYaml = `resources:
  readers:
    type: cognite-iam:Group
    properties:
      name: readers
      sourceId: idp-readers
      capabilities:
        - assetsAcl: { actions: [READ], scope: { all: {} } }
        - unlisted: { newAcl: { actions: [FLY], scope: { all: {} } } }
      metadata: { team: data }
`;

/** A warning about anything but what is not checked. */
const warning = /warning: (?!.*is not checked)/;

describe.skipIf(host.missing !== undefined)(titled("a group that the other door has made", host), () => {
  test("is imported from the dynamic resources by the plugin, without a write; only the import warns of the mark", async () => {
    const at = await workspace();
    const dynamic = await at.stack("dynamic", inTypeScript());
    await dynamic.up();
    const untouched = at.iam.state();
    const stack = await pluginStack(at, "plugin", yaml("plugin", "resources: {}\n"), host);
    const args = [
      "import",
      "cognite-iam:index:Group",
      "readers",
      String(at.groups()[0]?.id),
      "--yes",
      "--protect=false",
    ];
    const imported = await stack.pulumi([...args, "--skip-preview", "--out", "generated.yaml"]);
    expect(imported.text).toMatch(
      /has the owner marker of dynamic\/dev\/readers#\S+, so two stacks would now manage it/,
    );
    stack.write(yaml("plugin", readFileSync(path.join(stack.folder, "generated.yaml"), "utf8")));
    for (const run of [await stack.up("--expect-no-changes"), await stack.refresh(), await dynamic.refresh()])
      expect(run.text).not.toMatch(warning);
    expect(at.iam.state()).toEqual(untouched);
    stack.write(yaml("plugin", inYaml.replace("team: data", "team: other")));
    await stack.up();
    expect(at.groups().map(({ metadata }) => metadata)).toEqual([
      { team: "other", pulumi: expect.stringMatching(/^plugin\/dev\/readers#/) },
    ]);
  });

  test("is imported from the plugin by the dynamic resources, without a write; only the import warns of the mark", async () => {
    const at = await workspace();
    const stack = await pluginStack(at, "plugin", yaml("plugin", inYaml), host);
    await stack.up();
    const untouched = at.iam.state();
    const dynamic = await at.stack("dynamic", inTypeScript(`import: "${at.groups()[0]?.id}"`));
    const imported = await dynamic.up();
    expect(imported.text).toMatch(
      /has the owner marker of plugin\/dev\/readers#\S+, so two stacks would now manage it/,
    );
    for (const run of [await dynamic.up("--expect-no-changes"), await dynamic.refresh(), await stack.refresh()])
      expect(run.text).not.toMatch(warning);
    expect(at.iam.state()).toEqual(untouched);
  });
});
