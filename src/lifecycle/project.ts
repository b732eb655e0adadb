import { ConfigError } from "../errors";
import type { Context, Props } from "./handler";

/** What whoever changes a setting must know of the engine. */
export const settingsInUse =
  "`pulumi destroy` and `pulumi refresh` go by the settings of the last `pulumi up`, unless they are given `--run-program`.";

/**
 * A resource stays in its project: whatever would read or delete it elsewhere is refused.
 * @throws ConfigError naming both projects.
 */
export function assertSameProject(context: Context, what: string, props: Props): void {
  const { project } = context.connection();
  const home = props["project"];
  if (home === undefined || home === project) return;
  throw new ConfigError(
    `${what} is in the CDF project "${String(home)}", but the connection is to "${project}". Nothing was read, changed or deleted. Point the connection (cognite:project, CDF_PROJECT or the Provider) back to "${String(home)}"; to move to another project, use a stack of its own. ${settingsInUse}`,
  );
}
