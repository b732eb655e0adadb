/**
 * How to reach a CDF project, and the credentials to use. Each key can be an argument, stack config
 * (`cognite-iam:<key>`) or an environment variable; the first of these that is set wins, and an empty string counts as
 * not set. Credentials (`token`, or `clientId` and `clientSecret`) always come from a single source: the first that has
 * any. The environment variable `LOGIN_FLOW`, when set, chooses between the two: `token` or `client_credentials`.
 * `IamClient` reads arguments and the environment only.
 */
export interface ConnectionArgs {
  /**
   * The URL name of the CDF project: 3 to 32 letters, digits and hyphens. Stack config `cognite-iam:project`,
   * environment `CDF_PROJECT`. Required.
   */
  project?: string | undefined;
  /**
   * The cluster, such as `westeurope-1`, without `.cognitedata.com`. `cognite-iam:cluster`, `CDF_CLUSTER`. Required unless `baseUrl` is
   * set.
   */
  cluster?: string | undefined;
  /**
   * The root URL of the API: https, or http on this machine. `cognite-iam:baseUrl`, `CDF_URL`. Default
   * `https://{cluster}.cognitedata.com`.
   */
  baseUrl?: string | undefined;
  /** The identity provider: `entra_id`, `auth0`, `cdf` or `other`. `cognite-iam:idp`, `PROVIDER`. Default `entra_id`. */
  idp?: string | undefined;
  /**
   * The Entra tenant: its ID or domain. `cognite-iam:tenantId`, `IDP_TENANT_ID`. Required for client credentials with
   * `entra_id`, unless `tokenUrl` is set.
   */
  tenantId?: string | undefined;
  /**
   * The OAuth token endpoint: https, or http on this machine. `cognite-iam:tokenUrl`, `IDP_TOKEN_URL`. Required for
   * client credentials with `auth0` and `other`. With `entra_id` it follows from `tenantId`; with `cdf` it is always
   * the endpoint of `auth.cognite.com`.
   */
  tokenUrl?: string | undefined;
  /** The ID of the OAuth client; set it together with `clientSecret`. `cognite-iam:clientId`, `IDP_CLIENT_ID`. */
  clientId?: string | undefined;
  /** The secret of the OAuth client. `cognite-iam:clientSecret`, `IDP_CLIENT_SECRET`. A secret. */
  clientSecret?: string | undefined;
  /**
   * OAuth scopes, separated by commas. `cognite-iam:scopes`, `IDP_SCOPES`. Default
   * `https://{cluster}.cognitedata.com/.default`; with `auth0` `IDENTITY,user_impersonation`; with `cdf` none.
   */
  scopes?: string | undefined;
  /**
   * The OAuth audience. `cognite-iam:audience`, `IDP_AUDIENCE`. Default `https://{cluster}.cognitedata.com`; with
   * `auth0` `https://{project}.fusion.cognite.com/{project}`; with `cdf` none.
   */
  audience?: string | undefined;
  /** A ready token, in place of client credentials; it is not renewed. `cognite-iam:token`, `CDF_TOKEN`. A secret. */
  token?: string | undefined;
  /**
   * Whether a delete may remove your own permissions to manage groups: `true` or `false`. `cognite-iam:allowLockout`.
   * Default `false`.
   */
  allowLockout?: boolean | string | undefined;
  /**
   * Whether groups carry an owner marker, the metadata entry `pulumi`, which lets the next run clean up after an
   * interrupted one: `true` or `false`. `cognite-iam:ownerMetadata`. Default `true`.
   */
  ownerMetadata?: boolean | string | undefined;
}

/** The namespace of the stack config, and of the inputs of an explicit provider. */
export const configNamespace = "cognite-iam";

/**
 * The setting for a key, from config with namespaced keys; the namespace of earlier versions counts where the key is
 * not set.
 */
export const settingIn = <T>(get: (key: string) => T | undefined, key: ConnectionKey): T | undefined =>
  get(`${configNamespace}:${key}`) ?? get(`cognite:${key}`);

/** A key of {@link ConnectionArgs}, which is also the key of the stack config `cognite-iam:<key>`. */
export type ConnectionKey = keyof ConnectionArgs;

/** The environment variable for each key: the ones that Cognite Toolkit reads. */
export const environmentNames = {
  project: "CDF_PROJECT",
  cluster: "CDF_CLUSTER",
  baseUrl: "CDF_URL",
  idp: "PROVIDER",
  tenantId: "IDP_TENANT_ID",
  tokenUrl: "IDP_TOKEN_URL",
  clientId: "IDP_CLIENT_ID",
  clientSecret: "IDP_CLIENT_SECRET",
  scopes: "IDP_SCOPES",
  audience: "IDP_AUDIENCE",
  token: "CDF_TOKEN",
  allowLockout: undefined,
  ownerMetadata: undefined,
} as const satisfies Record<ConnectionKey, string | undefined>;

export const connectionKeys = Object.keys(environmentNames) as ConnectionKey[];

export const secretKeys: readonly ConnectionKey[] = ["clientSecret", "token"];

/** The keys that belong together: all come from the same source. */
export const credentialKeys: readonly ConnectionKey[] = ["token", "clientId", "clientSecret"];

/** Where settings come from: the first that is set wins. An empty string counts as not set. */
export interface SettingPlaces {
  args?: ConnectionArgs | undefined;
  config?: ConnectionArgs | undefined;
  environment: Readonly<Record<string, string | undefined>>;
}

/** One source of settings, as a function from key to value. */
export interface SettingSource {
  name: "args" | "config" | "environment";
  get(key: ConnectionKey): string | undefined;
}

/** The sources of settings, in order of precedence. */
export function settingSources({ args, config, environment }: SettingPlaces): SettingSource[] {
  const from = (values: ConnectionArgs | undefined) => (key: ConnectionKey) => nonEmpty(values?.[key]);
  return [
    { name: "args", get: from(args) },
    { name: "config", get: from(config) },
    { name: "environment", get: (key) => nonEmpty(environmentNames[key] && environment[environmentNames[key]]) },
  ];
}

/** The login flows that `LOGIN_FLOW` may name, each with the keys that it needs. */
const loginFlows = { client_credentials: ["clientId", "clientSecret"], token: ["token"] } as const;

export type LoginFlow = keyof typeof loginFlows;

export const loginFlowNames = Object.keys(loginFlows) as LoginFlow[];

/** The login flow that the environment variable `LOGIN_FLOW` names; undefined when it is not set or unknown. */
export function loginFlowIn(environment: SettingPlaces["environment"]): LoginFlow | undefined {
  return loginFlowNames.find((flow) => flow === environment["LOGIN_FLOW"]);
}

/** The first source that has credentials for this login flow; without a flow, credentials of either kind. */
export function credentialPlace(
  places: readonly SettingSource[],
  flow: LoginFlow | undefined,
): SettingSource | undefined {
  const keys: readonly ConnectionKey[] = flow === undefined ? credentialKeys : loginFlows[flow];
  return places.find((place) => keys.some((key) => place.get(key) !== undefined));
}

export const placeNames = {
  args: "the provider's arguments",
  config: "the stack config",
  environment: "the environment",
};

/** Every way to set a key, as a command or variable to paste. */
export function whereToSet(key: ConnectionKey): string {
  // The CLI assumes that `tokenUrl` is a secret and asks for one of the two flags.
  const flag = secretKeys.includes(key) ? "--secret " : key === "tokenUrl" ? "--plaintext " : "";
  const variable = environmentNames[key];
  return `set it with \`pulumi config set ${flag}${configNamespace}:${key} …\`${variable ? `, in the environment as ${variable}` : ""}, or as \`${key}\` of an explicit Provider`;
}

/** A setting as text; an empty one is not set. */
export function nonEmpty(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}
