import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fillProject } from "../cli/adopt/hostile-names";
import { cognite } from "./guides";
import { type Stack, type Workspace, workspace } from "./harness";
import { type Language, languageHost, languages, prepare, titled } from "./language-hosts";

/** What each language's program is before the import, the options of it, and what is written after it. */
const programs: Record<Language, { before: object; options: string[]; after(stack: Stack): Record<string, string> }> = {
  yaml: {
    before: { "Pulumi.yaml": "name: adopted\nruntime: yaml\n" },
    options: ["--out", "imported.yaml"],
    after: (stack) => ({
      "Pulumi.yaml": `name: adopted\nruntime: yaml\n${readFileSync(path.join(stack.folder, "imported.yaml"), "utf8")}`,
    }),
  },
  // The language host of the tests is too old to write programs.
  python: {
    before: { "Pulumi.yaml": "name: adopted\nruntime: python\n", "__main__.py": "" },
    options: ["--generate-code=false"],
    after: (stack) => ({ "__main__.py": python, "resources.json": resourcesOf(stack) }),
  },
};

const resourcesOf = (stack: Stack): string =>
  JSON.stringify(
    Object.entries(stack.state())
      .filter(([, { type }]) => type.startsWith("cognite-iam:"))
      .map(([name, { type, inputs }]) => ({ name, kind: type.split(":").at(-1), inputs })),
  );

const python = `import json
import pathlib

import pulumi_cognite_iam as iam

for each in json.loads(pathlib.Path("resources.json").read_text()):
    inputs = each["inputs"]
    if "sourceId" in inputs:
        inputs["source_id"] = inputs.pop("sourceId")
    getattr(iam, each["kind"])(each["name"], **inputs)
`;

describe.each(languages.map((language) => ({ language, host: languageHost(language), ...programs[language] })))(
  "pulumi import by the plugin, in $language",
  ({ host, before, options, after }) => {
    describe.skipIf(host.missing !== undefined)(titled("of forty ordinary and twenty awkward groups", host), () => {
      let space: Workspace;
      let stack: Stack;

      beforeAll(async () => {
        space = await workspace({ lowerCaseScopeKeys: true, returnSourceIdWithMembers: true });
        fillProject(space.iam, 40);
        stack = await space.stack("adopted", { ...before }, () => undefined);
        await prepare(stack, host);
      });

      test("takes them over from one file without a write, and a program of them has nothing to change", async () => {
        const untouched = space.iam.state();
        const { code, stdout, text } = await cognite(stack, ["adopt", "--json", "--plugin"]);
        expect(code, text).toBe(0);
        writeFileSync(path.join(stack.folder, "import.json"), stdout);
        await stack.pulumi([
          "import",
          "--file",
          "import.json",
          "--yes",
          "--protect=false",
          "--skip-preview",
          ...options,
        ]);
        stack.write(after(stack));
        const { text: said } = await stack.up("--expect-no-changes");
        expect(said).toContain("64 unchanged");
        expect(space.iam.state()).toEqual(untouched);
      });
    });
  },
);
