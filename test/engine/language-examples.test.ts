import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { root, type Stack, type Workspace, workspace } from "./harness";
import { languageHost, languages, prepare, titled } from "./language-hosts";

describe.each(languages.map((language) => ({ language, host: languageHost(language) })))(
  "the example $language",
  ({ language, host }) => {
    describe.skipIf(host.missing !== undefined)(titled("on its language host", host), () => {
      let space: Workspace;
      let stack: Stack;

      beforeAll(async () => {
        space = await workspace({ projects: ["plant", "archive"], dataSets: [{ externalId: "ds_pumps" }] });
        const folder = path.join(root, "examples", language);
        const program = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), "utf8")]);
        stack = await space.stack(`pulumi-cognite-iam-${language}`, Object.fromEntries(program), () => undefined);
        await prepare(stack, host);
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
