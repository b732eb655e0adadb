import { parseArgs } from "node:util";
import { download } from "./engine/download.mjs";
import { cachedFolder, isComplete, make } from "./engine/folder.mjs";
import { goBuild } from "./engine/go-build.mjs";
import { languageNames, withLanguages } from "./engine/languages.mjs";
import { onPath } from "./engine/on-path.mjs";
import { UsageError, Ways } from "./engine/ways.mjs";
import { withLock } from "./lock.mjs";
import { isMain, messageOf } from "./project.mjs";
import { installed } from "./ready.mjs";

/**
 * Finds or makes a Pulumi engine.
 *
 * @returns {Promise<string>} the folder that holds `pulumi`, its Node.js language host and the script of dynamic providers
 */
export async function engine() {
  const ways = new Ways();
  const folder = cachedFolder();
  const cached = () => {
    if (isComplete(folder)) return folder;
    throw new Error(`no complete engine in ${folder}`);
  };

  const found = (await ways.try("path", onPath)) ?? (await ways.try("cache", cached));
  if (found) return found;
  const made =
    ways.allows("download") || ways.allows("go")
      ? await withLock("engine", async () => {
          if (ways.allows("cache") && isComplete(folder)) return folder;
          await installed();
          return (
            (await ways.try("download", () => make(folder, download))) ??
            (await ways.try("go", () => make(folder, goBuild)))
          );
        })
      : undefined;
  if (made) return made;
  throw new Error(
    [
      "Could not find or build a Pulumi engine:",
      ...ways.failures,
      "Any one of these is enough: the Pulumi CLI (https://www.pulumi.com/docs/iac/download-install/), access to get.pulumi.com, or Go (https://go.dev/dl/) with access to its module proxy.",
    ].join("\n"),
  );
}

/** The languages of `--languages yaml,python`; none without it. */
function languagesAsked() {
  const usage = `usage: npm run engine -- [--languages ${languageNames.join(",")}]`;
  const named = () => {
    try {
      return parseArgs({ options: { languages: { type: "string" } } }).values.languages?.split(",") ?? [];
    } catch (error) {
      throw new UsageError(`${messageOf(error)}\n${usage}`);
    }
  };
  return named().map((each) => {
    const name = languageNames.find((known) => known === each.trim());
    if (name === undefined)
      throw new UsageError(`there is no language host for ${each.trim() || "an empty name"}\n${usage}`);
    return name;
  });
}

if (isMain(import.meta.url)) {
  try {
    const languages = languagesAsked();
    process.stdout.write(`${await withLanguages(await engine(), languages)}\n`);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
