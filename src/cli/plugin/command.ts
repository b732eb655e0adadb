import path from "node:path";
import { Command } from "commander";
import { manifest } from "../../client/manifest";

/** `pulumi-cognite-iam plugin`: the provider plugin for programs in other languages. */
export function plugin(): Command {
  const command = new Command("plugin")
    .description("Install or locate the provider plugin, for Pulumi programs in Python, YAML and other languages.")
    .addHelpText("after", help);
  command
    .command("path")
    .description("Print the plugin's folder, for `plugins: providers:` in a Pulumi.yaml.")
    .action(() => void process.stdout.write(`${folder}\n`));
  command
    .command("install")
    .description("Install the plugin for this user, so that every program finds it by name.")
    .action(install);
  return command;
}

const help = `
Examples:
  $ npx pulumi-cognite-iam plugin install
  $ npx pulumi-cognite-iam plugin path`;

const folder = path.resolve(__dirname, "../../../plugin");

/** Where `pulumi plugin install` puts a plugin, by the very command. */
async function install(): Promise<void> {
  const { pulumiOutput } = await import("../pulumi.js");
  const { version } = manifest;
  await pulumiOutput(
    ["plugin", "install", "resource", "cognite-iam", version, "--file", folder, "--reinstall"],
    (said) => `cannot install the plugin: ${said}`,
  );
  process.stdout.write(`Installed the plugin cognite-iam ${version}. \`pulumi plugin ls\` lists it.\n`);
}
