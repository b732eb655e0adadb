import { resolveConnection } from "../connection/resolve";
import { type ConnectionArgs, connectionKeys, secretKeys } from "../connection/settings";
import { CdfError } from "../errors";
import { masked } from "../redaction/masked";
import { allowedOf, quote } from "../validation/problems";
import { holdsUnknown } from "../validation/unknown";
import type { Received } from "./values";

/** Settings that Pulumi itself adds to a provider. */
const pulumiKeys = new Set(["version", "pluginDownloadURL", "__internal"]);

/**
 * Everything that is wrong with the settings. Each must be text; no message shows a secret, nor a value that does not
 * look like the setting that it is given for.
 */
export function settingErrors({ props, secrets }: Received): string[] {
  const hidden = [...secrets, ...secretKeys].map((key) => props[key]);
  return errorsIn(props).map((error) => masked(error, hidden));
}

function errorsIn(props: Received["props"]): string[] {
  const keys = Object.keys(props).filter((key) => !pulumiKeys.has(key));
  const unknown = keys.filter((key) => !connectionKeys.some((known) => known === key));
  const errors = unknown.map((key) => `there is no setting ${quote(key)}${allowedOf(key, connectionKeys)}`);
  // Values that are known only after `up` are checked then.
  if (errors.length > 0 || holdsUnknown(props)) return errors;
  try {
    resolveConnection({ config: settingsIn(props), environment: process.env });
    return [];
  } catch (error) {
    if (error instanceof CdfError) return [error.message];
    throw error;
  }
}

/** The settings among the properties from the engine, each as text. */
export const settingsIn = (props: Received["props"]): ConnectionArgs =>
  Object.fromEntries(
    connectionKeys.flatMap((key) => (props[key] === undefined ? [] : [[key, String(props[key])]])),
  ) as ConnectionArgs;

/**
 * The settings that differ. None replaces the provider: its resources stay in their projects, and check that
 * themselves.
 */
export function settingsChanged(olds: Received["props"], news: Received["props"]): string[] {
  return connectionKeys.filter((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
}
