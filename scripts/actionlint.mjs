// Builds actionlint, which checks the workflows, once: prints the program.
import { cachedBuild } from "./engine/cached-build.mjs";
import { pinned } from "./engine/folder.mjs";
import { fail, isMain } from "./project.mjs";

function actionlint() {
  const module = "../actionlint";
  const version = pinned(module, "github.com/rhysd/actionlint");
  const tool = "github.com/rhysd/actionlint/cmd/actionlint";
  const ldflags = `-s -w -X github.com/rhysd/actionlint.version=${version}`;
  const binary = { what: `actionlint ${version}`, module, tool, file: "actionlint", ldflags, note: "" };
  return cachedBuild("actionlint", `actionlint-${version}`, binary);
}

if (isMain(import.meta.url)) actionlint().then((file) => console.log(file), fail);
