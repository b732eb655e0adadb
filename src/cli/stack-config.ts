import { type ConnectionArgs, connectionKeys, settingIn } from "../connection/settings";
import { pulumiOutput } from "./pulumi";

/**
 * The settings that a Pulumi stack of a folder holds under `cognite-iam:…`, decrypted.
 * @throws CdfError `PULUMI` when the CLI fails, with its message.
 */
export async function stackConfigOf(stack: string, folder?: string): Promise<ConnectionArgs> {
  const stdout = await pulumiOutput(
    ["config", "--json", "--show-secrets", "--stack", stack, ...(folder === undefined ? [] : ["--cwd", folder])],
    (said) => `cannot read the config of stack ${stack}: ${said}`,
  );
  const config: Record<string, { value?: string }> = JSON.parse(stdout);
  return Object.fromEntries(connectionKeys.map((key) => [key, settingIn((name) => config[name]?.value, key)]));
}
