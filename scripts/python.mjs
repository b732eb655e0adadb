// A Python with Pulumi's SDK and what builds ours, for programs in tests: prints the folder of its executables.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run, showing } from "./child.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, fail, hash, isMain, messageOf, windows } from "./project.mjs";

const packages = new URL("python/requirements.txt", import.meta.url);

/** Finds or makes the environment, by pip, once for each Python and list of packages. */
export async function pythonEnvironment() {
  const python = findPython();
  const key = hash(`${python}\n${readFileSync(packages, "utf8")}`).slice(0, 12);
  const folder = path.join(cacheFolder(), "python", key);
  const bin = path.join(folder, windows ? "Scripts" : "bin");
  const stamp = path.join(folder, "complete");
  if (existsSync(stamp)) return bin;
  await withLock("python", async () => {
    if (existsSync(stamp)) return;
    rmSync(folder, { recursive: true, force: true });
    await showing("Installing Pulumi's SDK for Python", async () => {
      await run(python, ["-m", "venv", folder]);
      const list = ["--quiet", "--disable-pip-version-check", "-r", fileURLToPath(packages)];
      await run(path.join(bin, "python"), ["-m", "pip", "install", ...list]);
    });
    writeFileSync(stamp, "");
  });
  return bin;
}

/** The executable itself: what is on the PATH may be a script that chooses one by the folder. */
function findPython() {
  for (const name of windows ? ["python"] : ["python3", "python"])
    try {
      return execFileSync(name, ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw new Error(messageOf(error));
    }
  throw new Error("python3 is not on the PATH");
}

if (isMain(import.meta.url)) pythonEnvironment().then((bin) => console.log(bin), fail);
