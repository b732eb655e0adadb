import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { root, type Stack, spawned, temporaryFolder, type Workspace, workspace } from "./harness";
import { languageHost, titled } from "./language-hosts";

interface Example {
  language: "yaml" | "python";
  /** Makes the plugin known to Pulumi as the README says, and the SDK to the program. */
  install(stack: Stack, sdk: string | undefined): Promise<void>;
}

const examples: Example[] = [
  {
    language: "yaml",
    install: (stack) => run(stack, process.execPath, [path.join(root, "dist/cli/main.js"), "plugin", "install"]),
  },
  {
    language: "python",
    async install(stack, sdk = "") {
      const packages = temporaryFolder();
      const offline = ["--no-deps", "--no-build-isolation"];
      await run(stack, "python", ["-m", "pip", "install", "--quiet", ...offline, "--target", packages, sdk]);
      stack.env["PYTHONPATH"] = packages;
      await run(stack, path.join(packages, "bin/pulumi-cognite-iam-plugin"), ["install"]);
    },
  },
];

async function run(stack: Stack, command: string, args: readonly string[]): Promise<void> {
  const { code, text } = await spawned(command, args, { cwd: stack.folder, env: stack.environment() });
  expect(code, text).toBe(0);
}

describe.each(examples.map((example) => ({ ...example, host: languageHost(example.language) })))(
  "the example $language",
  ({ language, install, host }) => {
    describe.skipIf(host.missing !== undefined)(titled("on its language host", host), () => {
      let space: Workspace;
      let stack: Stack;

      beforeAll(async () => {
        if (host.missing !== undefined) return;
        space = await workspace({ projects: ["plant", "archive"], dataSets: [{ externalId: "ds_pumps" }] });
        const folder = path.join(root, "examples", language);
        const program = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), "utf8")]);
        stack = await space.stack(`pulumi-cognite-iam-${language}`, Object.fromEntries(program), () => undefined);
        stack.env["PATH"] = [...host.folders, stack.environment()["PATH"]].join(path.delimiter);
        await install(stack, host.sdk);
        await stack.pulumi(["config", "set", "readers", "team"]);
        await stack.pulumi(["config", "set", "archiveProject", "archive"]);
      });

      test("is previewed, made, left alone by a second up, and destroyed", async () => {
        const preview = await stack.preview();
        expect(preview.calls).toEqual(["dataSets.byids"]);
        await stack.up();
        const number = expect.any(Number);
        expect(stack.outputs()).toEqual({ contractsId: number, pumpReadersId: number, archiveReadersId: number });
        const pumpsId = String(space.iam.state("plant").dataSets[0]?.id);
        const contractsId = String(stack.outputs()["contractsId"]);
        const [readers, ...others] = space.groups("plant");
        expect(others).toEqual([]);
        expect(readers).toMatchObject({ name: "pump-readers", sourceId: "team" });
        expect(new Set(readers?.capabilities)).toEqual(
          new Set([
            { datasetsAcl: { actions: ["READ"], scope: { idScope: { ids: [pumpsId] } } } },
            { timeSeriesAcl: { actions: ["READ"], scope: { datasetScope: { ids: [pumpsId] } } } },
            { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [contractsId] } } } },
          ]),
        );
        expect(space.groupNames("archive")).toEqual(["archive-readers"]);
        const again = await stack.up("--expect-no-changes");
        expect(again.calls).toEqual(["dataSets.byids"]);
        await stack.destroy();
        for (const project of ["plant", "archive"]) expect(space.groups(project)).toEqual([]);
        expect(space.iam.state("plant").securityCategories).toEqual([]);
      });
    });

    test("has a README that says how to run it", () => {
      const readme = readFileSync(path.join(root, "examples", language, "README.md"), "utf8");
      expect(readme).toContain("pulumi up");
    });
  },
);
