import { CdfError } from "../errors";
import { isId } from "../validation/ids";
import { describeValue, quote } from "../validation/problems";
import type { CheckResult, Context, Props } from "./handler";
import { projectErrors } from "./project";

/**
 * Runs the checks of a resource and reports everything that is wrong at once: the connection's settings first, then
 * what the checks add. Errors that the checks throw on purpose are reported too, so that a preview shows one readable
 * text.
 */
export async function runChecks(
  context: Context,
  news: Props,
  check: (errors: string[]) => Promise<void>,
): Promise<CheckResult> {
  const errors: string[] = [];
  try {
    context.connection();
    errors.push(...projectErrors(news));
    const importId = news["importId"];
    if (importId !== undefined && !isId(importId))
      errors.push(
        `import: must be an ID, an integer of at least 1 as a string; found ${typeof importId === "string" ? quote(importId) : describeValue(importId)}`,
      );
    await check(errors);
  } catch (error) {
    if (!(error instanceof CdfError)) throw error;
    errors.push(error.message);
  }
  return {
    inputs: Object.fromEntries(Object.entries(news).filter(([key, value]) => !passing.has(key) && value !== null)),
    errors,
  };
}

/** Inputs that serve a check and that the state does not keep. */
const passing: ReadonlySet<string> = new Set(["__provider", "groups"]);
