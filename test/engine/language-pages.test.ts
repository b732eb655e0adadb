import { beforeAll, describe, expect, test } from "vitest";
import { snippets } from "../docs/markdown";
import { type Stack, type Workspace, workspace } from "./harness";
import { type Language, languageHost, languages, prepare, titled } from "./language-hosts";

const projects = ["plant-a", "plant-b"];

/** The files of a page's program. */
const filesOf: Record<Language, (text: string) => Record<string, string>> = {
  yaml: (text) => ({ "Pulumi.yaml": text.replace(/^name: .*/, "name: page") }),
  python: (text) => ({ "Pulumi.yaml": "name: page\nruntime: python\n", "__main__.py": text }),
};

const programs = languages.map((language) => ({
  language,
  host: languageHost(language),
  blocks: snippets(language)
    .filter(({ run }) => run === "pulumi")
    .map(({ page, line, text }) => [`${page}:${line}`, text] as const),
}));

describe.each(programs)("a program of the pages in $language", ({ language, host, blocks }) => {
  describe.skipIf(host.missing !== undefined)(titled("on its language host", host), () => {
    let space: Workspace;
    let stack: Stack;

    beforeAll(async () => {
      space = await workspace({
        projects,
        dataSets: [{ externalId: "ds_pumps" }, { externalId: "ds_historian" }],
        profiles: [{ userIdentifier: "user-1", displayName: "Ada Lovelace" }],
      });
      const settings = `name: page\nruntime: ${language}\n`;
      stack = await space.stack("page", { "Pulumi.yaml": settings }, () => undefined);
      await prepare(stack, host);
      for (const [name, value] of Object.entries({ site: "oslo", readersSourceId: "team" }))
        await stack.pulumi(["config", "set", name, value]);
    });

    // One after the other in one stack, which takes a third of the time.
    test.each(blocks)("%s makes its groups", async (_, text) => {
      stack.write(filesOf[language](unprotected(text)));
      await stack.up();
      const groups = Object.values(stack.state()).filter(({ type }) => type === "cognite-iam:index:Group");
      expect(groups).toHaveLength(projects.flatMap((project) => space.groups(project)).length);
      expect(groups).not.toEqual([]);
    });
  });
});

/** The next program takes the place of this one. */
const unprotected = (text: string): string =>
  text.replace("protect: true", "protect: false").replace("protect=True", "protect=False");
