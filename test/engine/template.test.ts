import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { engineFolder, root, Stack, workspace } from "./harness";
import { typeErrors } from "./installed";
import { languageHost, languages, prepare, titled } from "./language-hosts";

/** An `npm` for `pulumi new` to call: it brings what is installed here, since no registry has this version. */
function npmOfThisClone(folder: string): string {
  const bin = path.join(folder, "bin");
  mkdirSync(bin);
  const links = [
    ...["@pulumi", "@types", "typescript"].map((name) => [path.join(root, "node_modules", name), name] as const),
    [root, "pulumi-cognite-iam"] as const,
  ].map(([from, name]) => `ln -s '${from}' node_modules/${name}`);
  writeFileSync(path.join(bin, "npm"), ["#!/bin/sh", "set -e", "mkdir node_modules", ...links, ""].join("\n"));
  chmodSync(path.join(bin, "npm"), 0o755);
  return bin;
}

const nameAndSettings = [
  ...["--yes", "--name", "my-access"],
  ...["cognite-iam:project=local-project", "readersSourceId=team"].flatMap((each) => ["--config", each]),
];

/** An empty folder for a program. */
async function emptyStack(): Promise<Stack> {
  const stack = new Stack(await workspace(), "my-access");
  for (const name of readdirSync(stack.folder)) rmSync(path.join(stack.folder, name));
  return stack;
}

/** Previews what the template has made, makes it, and leaves it alone. */
async function createFirstGroup(stack: Stack): Promise<void> {
  expect((await stack.preview()).calls).toEqual([]);
  await stack.up();
  const space = stack.workspace;
  expect(space.groups()).toMatchObject([{ name: "readers", sourceId: "team" }]);
  expect(stack.outputs()).toEqual({ readersId: space.groups()[0]?.id });
  expect((await stack.up("--expect-no-changes")).calls).toEqual([]);
}

test("`pulumi new` makes a program of the template in TypeScript that is right as it is", async () => {
  const stack = await emptyStack();
  const bin = npmOfThisClone(stack.workspace.folder);
  const tools = [bin, engineFolder(), path.dirname(process.execPath), process.env["PATH"]];
  Object.assign(stack.env, { PATH: tools.join(path.delimiter), PULUMI_NODEJS_TRANSPILE_ONLY: "true" });

  const made = await stack.pulumi(["new", template("typescript"), "--stack", "dev", ...nameAndSettings]);
  expect(made.text).toContain("Finished installing dependencies");
  expect(await typeErrors(stack.folder)).toBe("");
  await createFirstGroup(stack);
});

describe.each(languages.map((language) => ({ language, host: languageHost(language) })))(
  "`pulumi new` with the template of $language",
  ({ language, host }) => {
    test.skipIf(host.missing !== undefined)(titled("makes a program that is right as it is", host), async () => {
      const stack = await emptyStack();
      // Neither the plugin nor the package for Python is in a registry: the rest of the page's steps is done here.
      await stack.pulumi(["new", template(language), "--generate-only", ...nameAndSettings]);
      await prepare(stack, host);
      await stack.pulumi(["stack", "init", "dev"]);
      await stack.pulumi(["config", "set", "readersSourceId", "team"]);
      await createFirstGroup(stack);
    });
  },
);

const template = (language: string): string => path.join(root, "templates", language);
