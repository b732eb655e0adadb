// Builds the oldest Pulumi CLI that will do, once, for the tests that run programs on it: prints the program.
import { fail, isMain } from "../project.mjs";
import { cachedBuild } from "./cached-build.mjs";
import { oldest } from "./folder.mjs";
import { cliOf } from "./go-build.mjs";

function oldestCli() {
  return cachedBuild("engine", `oldest-cli-${oldest}`, { ...cliOf("oldest-cli", oldest), file: "pulumi" });
}

if (isMain(import.meta.url)) oldestCli().then((file) => console.log(file), fail);
