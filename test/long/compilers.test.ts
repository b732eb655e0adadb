import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { spawned, temporaryFolder } from "../engine/harness";
import { npm, packedAndInstalled } from "../engine/installed";
import { compilerSettings, programOfAllEntries } from "../support/compiler-settings";

const versions = ["5.0", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8", "5.9", "6.0"];

/** What Pulumi's SDK brings, and what the oldest compilers bring for it, is not ours to mend. */
const ofTheSdk = ["@types/node", "@grpc/grpc-js", "typescript"];

/** One line for each compiler and setting: the errors in each package. */
const table: string[] = [];
let installed: string;
let compilers: string;

beforeAll(async () => {
  [installed, compilers] = await Promise.all([packedAndInstalled(), installedCompilers()]);
  writeFileSync(path.join(installed, "index.ts"), programOfAllEntries);
});
afterAll(() => console.log(["TypeScript, settings: errors", ...table].join("\n")));

describe.each(versions)("TypeScript %s", (version) => {
  test.each(Object.entries(compilerSettings))(
    "finds no error in the package's types or in a program by them, with the settings of %s and without skipLibCheck",
    async (name, settings) => {
      const project = `tsconfig-${version}-${name.replaceAll(" ", "-")}.json`;
      // The newest compilers warn of the old way to find packages, by an error.
      const old = version === "6.0" && settings.moduleResolution === "node" ? { ignoreDeprecations: "6.0" } : {};
      const compilerOptions = { ...settings, ...old, pretty: false };
      writeFileSync(
        path.join(installed, project),
        JSON.stringify({ compilerOptions, files: ["index.ts", "node_modules/pulumi-cognite-iam/dist/engine.d.ts"] }),
      );
      const tsc = path.join(compilers, "node_modules", `typescript-${version}`, "bin/tsc");
      const { text } = await spawned(process.execPath, [tsc, "-p", project, "--listFiles"], {
        cwd: installed,
        env: process.env,
      });
      const lines = text.split("\n").filter(Boolean);
      const errors = lines.filter((line) => line.includes("error TS"));
      const owners = errors.map(ownerOf);
      const counts = [...new Set(owners)].map(
        (owner) => `${owners.filter((each) => each === owner).length} in ${owner}`,
      );
      table.push(`${version}, ${name}: ${counts.join(", ") || "none"}`);
      expect(lines.filter((line) => line.includes("pulumi-cognite-iam/dist/index.d.ts"))).not.toEqual([]);
      expect(errors.filter((line) => !ofTheSdk.includes(ownerOf(line)))).toEqual([]);
    },
  );
});

/** The package that an error is in; of the program itself, and of the settings, the whole line. */
const ownerOf = (line: string): string =>
  /^[^(]*node_modules\/((?:@[^/]+\/)?[^/]+)\/[^:]*: error/.exec(line)?.[1]?.replace(/^typescript-.*/, "typescript") ??
  line;

/** The newest of each version, under a name of its own, in one folder. */
async function installedCompilers(): Promise<string> {
  const folder = temporaryFolder();
  const named = versions.map((version) => [`typescript-${version}`, `npm:typescript@~${version}.0`]);
  writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ private: true, dependencies: Object.fromEntries(named) }),
  );
  await npm(folder, "install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
  return folder;
}
