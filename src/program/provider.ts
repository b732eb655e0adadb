import * as pulumi from "@pulumi/pulumi";
import {
  type ConnectionArgs,
  type ConnectionKey,
  configNamespace,
  connectionKeys,
  credentialKeys,
  credentialPlace,
  loginFlowIn,
  secretKeys,
  settingIn,
  settingSources,
} from "../connection/settings";
import { typeToken } from "../contract/resource-types";
import { ConfigError } from "../errors";
import { allowedOf, quote } from "../validation/problems";
import { asRunError } from "./run-error";

/**
 * The connection of an explicit {@link Provider}: the keys of {@link ConnectionArgs}, each of which may be an input.
 */
export type ProviderArgs = { [K in keyof ConnectionArgs]?: pulumi.Input<ConnectionArgs[K]> | undefined };

const inputs = new WeakMap<pulumi.ProviderResource, Record<string, pulumi.Input<unknown>>>();

/**
 * An explicit connection, for programs that work with several CDF projects: the option `provider` of resources and
 * lookups.
 *
 * Omitted settings come from the stack config and then from the environment, as without an explicit provider; but
 * `token`, or `clientId` and `clientSecret`, always come from a single source. Values from the environment are not
 * written to the state. `clientSecret` and `token` are secrets in the state.
 *
 * @example
 * ```ts
 * const prod = new iam.Provider("prod", { project: "my-project-prod" });
 * new iam.Group("readers", { name: "readers" }, { provider: prod });
 * export const all = iam.getGroupsOutput({ all: true }, { provider: prod });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  /** Whether a value is a `Provider` from this copy of the package. */
  static override isInstance(x: unknown): x is Provider {
    return typeof x === "object" && x !== null && inputs.has(x as pulumi.ProviderResource);
  }

  /**
   * Creates a provider.
   *
   * @param name - its name in Pulumi, unique in the stack.
   * @param args - the settings that differ from those in the stack config and the environment.
   * @param opts - Pulumi's options.
   * @throws ConfigError for an unknown key. Missing or invalid settings are reported when the connection is used.
   */
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    for (const key of Object.keys(args))
      if (!connectionKeys.some((known) => known === key))
        throw asRunError(
          new ConfigError(`Provider "${name}": there is no setting ${quote(key)}${allowedOf(key, connectionKeys)}`),
        );
    const merged = withStackConfig(args);
    super(
      "pulumi-nodejs",
      name,
      Object.fromEntries(Object.entries(merged).map(([key, value]) => [`${configNamespace}:${key}`, value])),
      opts,
    );
    inputs.set(this, merged);
  }
}

/** The settings in the stack config, in plain text where they are not secrets. */
export function stackConfig(): ConnectionArgs {
  const get = (key: string) => {
    const [namespace, name = ""] = key.split(":");
    return new pulumi.Config(namespace).get(name);
  };
  return Object.fromEntries(connectionKeys.map((key) => [key, settingIn(get, key)]));
}

/** The settings of a lookup's provider, or of the program when there is none. */
export function providerInputs(
  provider: pulumi.ProviderResource | undefined,
): Record<string, pulumi.Input<unknown>> | undefined {
  return provider === undefined ? undefined : inputs.get(provider);
}

/** The explicit provider from some options: its own, or its parent's, as in Pulumi; none for the default provider. */
export function providerOf({
  provider,
  parent,
}: {
  provider?: pulumi.ProviderResource | undefined;
  parent?: pulumi.Resource | undefined;
}): pulumi.ProviderResource | undefined {
  return provider ?? (parent as WithProviders | undefined)?.getProvider?.(typeToken("Group"));
}

interface WithProviders {
  getProvider?(moduleMember: string): pulumi.ProviderResource | undefined;
}

function withStackConfig(args: ProviderArgs): Record<string, pulumi.Input<string>> {
  const config = stackConfig();
  const given = (key: ConnectionKey) => args[key] !== undefined && args[key] !== "";
  // Only a plain text can be told from "not set"; an output counts as set.
  const shown = Object.fromEntries(connectionKeys.map((key) => [key, given(key) ? "set" : undefined]));
  const place = credentialPlace(settingSources({ args: shown, config, environment: {} }), loginFlowIn(process.env));
  const merged: Record<string, pulumi.Input<string>> = {};
  for (const key of connectionKeys) {
    const fromConfig = !credentialKeys.includes(key) || place?.name === "config" ? config[key] : undefined;
    const value = given(key) ? args[key] : fromConfig;
    if (value === undefined || value === "") continue;
    const text = pulumi.output(value).apply((each) => (each === undefined ? "" : String(each)));
    merged[key] = secretKeys.includes(key) ? pulumi.secret(text) : text;
  }
  return merged;
}
