import { download } from "./engine/download.mjs";
import { cachedFolder, isComplete, make } from "./engine/folder.mjs";
import { goBuild } from "./engine/go-build.mjs";
import { onPath } from "./engine/on-path.mjs";
import { withLock } from "./lock.mjs";
import { isMain, messageOf } from "./project.mjs";
import { installed } from "./ready.mjs";

/** The ways to an engine, in the order in which they are tried. */
const WAYS = /** @type {const} */ (["path", "cache", "download", "go"]);

/**
 * Finds or makes a Pulumi engine.
 *
 * `PULUMI_COGNITE_IAM_ENGINE` (some of `path,cache,download,go`) leaves out the ways that it does not name; without
 * `cache` an engine is made anew although there is one.
 *
 * @returns {Promise<string>} the folder that holds `pulumi`, its Node.js language host and the script of dynamic providers
 */
export async function engine() {
  const allowed = allowedWays();
  const folder = cachedFolder();
  /** @type {string[]} */
  const failures = [];
  const attempt = async (/** @type {typeof WAYS[number]} */ way, /** @type {() => Promise<string>} */ find) => {
    if (!allowed.has(way)) return undefined;
    try {
      return await find();
    } catch (error) {
      failures.push(`${way.padEnd(9)} ${messageOf(error).replaceAll("\n", `\n${" ".repeat(12)}`)}`);
      return undefined;
    }
  };
  const cached = async () => {
    if (isComplete(folder)) return folder;
    throw new Error(`nothing complete in ${folder}`);
  };

  const found = (await attempt("path", onPath)) ?? (await attempt("cache", cached));
  if (found) return found;
  const made =
    allowed.has("download") || allowed.has("go")
      ? await withLock("engine", async () => {
          if (allowed.has("cache") && isComplete(folder)) return folder;
          await installed();
          return (
            (await attempt("download", () => make(folder, download))) ??
            (await attempt("go", () => make(folder, goBuild)))
          );
        })
      : undefined;
  if (made) return made;
  throw new Error(
    [
      "There is no Pulumi engine here, and none could be made:",
      ...failures.map((failure) => `  ${failure}`),
      "Any one of these is enough: the Pulumi CLI (https://www.pulumi.com/docs/iac/download-install/), access to get.pulumi.com, or Go (https://go.dev/dl/) with access to its module proxy.",
    ].join("\n"),
  );
}

/** What is wrong with how we were called, not with the machine. */
class UsageError extends Error {}

function allowedWays() {
  const named = process.env.PULUMI_COGNITE_IAM_ENGINE?.split(",").map((way) => way.trim());
  if (!named || named.join() === "") return new Set(WAYS);
  const unknown = named.filter((way) => !WAYS.some((known) => known === way));
  if (unknown.length === 0) return new Set(WAYS.filter((way) => named.includes(way)));
  throw new UsageError(`PULUMI_COGNITE_IAM_ENGINE names ${unknown.join(", ")}; it may name ${WAYS.join(", ")}`);
}

if (isMain(import.meta.url)) {
  try {
    process.stdout.write(`${await engine()}\n`);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
