import type { Connection } from "../../connection/resolve";
import {
  type ConnectionArgs,
  type ConnectionKey,
  configNamespace,
  connectionKeys,
  credentialKeys,
  credentialPlace,
  environmentNames,
  loginFlowIn,
  nonEmpty,
  secretKeys,
  settingSources,
} from "../../connection/settings";

/** A setting of the connection as a user may see it. */
export interface Setting {
  key: ConnectionKey | "LOGIN_FLOW";
  /** The value, `set` for a secret one; undefined when it is not set. */
  value: string | undefined;
  /** Where it comes from; undefined when it is not set. */
  from: string | undefined;
}

/** Where settings may come from besides an explicit provider, which only a program knows. */
export interface SettingSources {
  /** The stack config, when a stack was named. */
  config?: ConnectionArgs | undefined;
  environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Every setting, and where it comes from: from the first place that has it, credentials whole from one.
 *
 * @param connection - what came of them; shows the defaults.
 */
export function settingsShown(sources: SettingSources, connection: Connection | undefined): Setting[] {
  const places = settingSources(sources);
  const flow = nonEmpty(sources.environment["LOGIN_FLOW"]);
  const credentials = credentialPlace(places, loginFlowIn(sources.environment));
  const settings: Setting[] = connectionKeys.map((key) => {
    const place = credentialKeys.includes(key) ? credentials : places.find((each) => each.get(key) !== undefined);
    const value = place?.get(key);
    if (place === undefined || value === undefined)
      return { key, value: defaultOf(key, connection), from: defaultOf(key, connection) && "default" };
    const from =
      place.name === "config" ? `stack config ${configNamespace}:${key}` : `environment ${environmentNames[key]}`;
    return { key, value: secretKeys.includes(key) ? "set" : value, from };
  });
  return flow === undefined ? settings : [...settings, { key: "LOGIN_FLOW", value: flow, from: "environment" }];
}

function defaultOf(key: ConnectionKey, connection: Connection | undefined): string | undefined {
  if (connection === undefined) return undefined;
  const { baseUrl, credentials, allowLockout, ownerMetadata } = connection;
  const client = credentials.kind === "clientCredentials" ? credentials : undefined;
  const defaults: Partial<Record<ConnectionKey, string | undefined>> = {
    baseUrl,
    idp: client && "entra_id",
    tokenUrl: client?.tokenUrl,
    scopes: client?.scope,
    audience: client?.audience,
    allowLockout: String(allowLockout),
    ownerMetadata: String(ownerMetadata),
  };
  return defaults[key];
}
