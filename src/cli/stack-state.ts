import { pulumiOutput } from "./pulumi";

/**
 * The full name of a stack, such as `organization/project/dev`; of the selected one where none is named.
 * @throws CdfError `PULUMI` when the CLI fails, with its message.
 */
export async function fullStackName(stack: string | undefined): Promise<string> {
  const which = stack === undefined ? [] : ["--stack", stack];
  const name = await pulumiOutput(
    ["stack", "--show-name", "--fully-qualify-stack-names", ...which],
    (said) => `cannot find ${stack === undefined ? "the selected stack" : `stack ${stack}`}: ${said}`,
  );
  return name.trim();
}

/**
 * The text of a stack's state as it is now, secrets encrypted.
 * @throws CdfError `PULUMI` when the CLI fails, with its message.
 */
export const exportedState = (stack: string): Promise<string> =>
  pulumiOutput(["stack", "export", "--stack", stack], (said) => `cannot read the state of stack ${stack}: ${said}`);
