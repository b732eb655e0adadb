import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { engineFolder, root, Stack, workspace } from "./harness";
import { typeErrors } from "./installed";

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

test("`pulumi new` makes a program of the template that is right as it is", async () => {
  const space = await workspace();
  const stack = new Stack(space, "my-access");
  for (const name of readdirSync(stack.folder)) rmSync(path.join(stack.folder, name));
  const tools = [npmOfThisClone(space.folder), engineFolder(), path.dirname(process.execPath), process.env["PATH"]];
  Object.assign(stack.env, { PATH: tools.join(path.delimiter), PULUMI_NODEJS_TRANSPILE_ONLY: "true" });

  const settings = ["cognite-iam:project=local-project", "readersSourceId=team"].flatMap((each) => ["--config", each]);
  const template = path.join(root, "templates/typescript");
  const made = await stack.pulumi(["new", template, "--yes", "--name", "my-access", "--stack", "dev", ...settings]);
  expect(made.text).toContain("Finished installing dependencies");
  expect(await typeErrors(stack.folder)).toBe("");

  expect((await stack.preview()).calls).toEqual([]);
  await stack.up();
  expect(space.groups()).toMatchObject([{ name: "readers", sourceId: "team" }]);
  expect(stack.outputs()).toEqual({ readersId: space.groups()[0]?.id });
});
