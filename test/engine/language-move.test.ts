import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";
import { type Language, languageHost, languages, prepare, titled } from "./language-hosts";

const capability = { assetsAcl: { actions: ["READ"], scope: { all: {} } } };

const before = `
new iam.SecurityCategory("secret", { name: "top-secret" });
const readers = new iam.Group("readers", { name: "readers", capabilities: [${JSON.stringify(capability)}], metadata: { team: "data" } });
exports.readersId = readers.groupId;
`;

/** The same program in another language, with aliases of the dynamic resources' types, and without. */
const programs: Record<Language, (aliases: boolean) => Record<string, string>> = {
  yaml: (aliases) => {
    // YAML takes whole URNs only.
    const alias = (type: string, name: string) =>
      aliases
        ? `\n    options:\n      aliases: ["urn:pulumi:dev::moved::pulumi-nodejs:dynamic/cognite:${type}::${name}"]`
        : "";
    return {
      "Pulumi.yaml": `name: moved
runtime: yaml
resources:
  secret:
    type: cognite-iam:SecurityCategory
    properties:
      name: top-secret${alias("SecurityCategory", "secret")}
  readers:
    type: cognite-iam:Group
    properties:
      name: readers
      capabilities:
        - assetsAcl: { actions: [READ], scope: { all: {} } }
      metadata: { team: data }${alias("Group", "readers")}
outputs:
  readersId: \${readers.groupId}
`,
    };
  },
  python: (aliases) => {
    const alias = (type: string) =>
      aliases
        ? `opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(type_="pulumi-nodejs:dynamic/cognite:${type}")]),`
        : "";
    return {
      "Pulumi.yaml": "name: moved\nruntime: python\n",
      "__main__.py": `import pulumi
import pulumi_cognite_iam as iam

iam.SecurityCategory("secret", name="top-secret", ${alias("SecurityCategory")})
readers = iam.Group(
    "readers",
    name="readers",
    capabilities=[{"assets_acl": {"actions": ["READ"], "scope": {"all": {}}}}],
    metadata={"team": "data"},
    ${alias("Group")}
)
pulumi.export("readersId", readers.group_id)
`,
    };
  },
};

describe.each(languages.map((language) => ({ language, host: languageHost(language), program: programs[language] })))(
  "a stack of dynamic resources whose program becomes $language",
  ({ host, program }) => {
    describe.skipIf(host.missing !== undefined)(titled("with an alias of each type", host), () => {
      let space: Workspace;
      let stack: Stack;

      beforeAll(async () => {
        space = await workspace();
        stack = await space.stack("moved", before);
        await prepare(stack, host);
      });

      test("moves to the plugin without a write; then the alias can go, and destroy finds all", async () => {
        await stack.up();
        const { readersId } = stack.outputs();
        const untouched = space.iam.state();
        for (const aliases of [true, false]) {
          stack.write(program(aliases));
          const preview = await stack.preview();
          expect(preview.text).not.toMatch(/to (create|delete|replace|update)/);
          await stack.up();
          expect(space.iam.state()).toEqual(untouched);
          expect(stack.outputs()).toEqual({ readersId });
          expect(stack.state()["readers"]?.type).toBe("cognite-iam:index:Group");
          await stack.refresh("--expect-no-changes");
        }
        expect(JSON.stringify(stack.state())).not.toContain("__provider");
        await stack.destroy();
        expect(space.groups()).toEqual([]);
        expect(space.iam.state().securityCategories).toEqual([]);
      });
    });
  },
);
