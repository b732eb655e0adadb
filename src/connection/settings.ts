/**
 * How to reach a CDF project and who to be there. Each key is given as an argument, as stack config (`cognite-iam:<key>`), or in the
 * environment; the first of these that is set wins, and an empty string is not set. Credentials, `token` or `clientId` and
 * `clientSecret`, are taken whole from the first place that has any; the environment's `LOGIN_FLOW`, when it is set, decides
 * between the two: `token` or `client_credentials`. `IamClient` looks at arguments and environment only.
 */
export interface ConnectionArgs {
  /**
   * The CDF project's URL name: 3 to 32 letters, digits and hyphens. Stack config `cognite-iam:project`, environment `CDF_PROJECT`.
   * Required.
   */
  project?: string | undefined;
  /**
   * The cluster, such as `westeurope-1`, without `.cognitedata.com`. `cognite-iam:cluster`, `CDF_CLUSTER`. Required unless `baseUrl` is
   * set.
   */
  cluster?: string | undefined;
  /**
   * The API's root: https, or http on this machine. `cognite-iam:baseUrl`, `CDF_URL`. Default
   * `https://{cluster}.cognitedata.com`.
   */
  baseUrl?: string | undefined;
  /** The identity provider: `entra_id`, `auth0`, `cdf` or `other`. `cognite-iam:idp`, `PROVIDER`. Default `entra_id`. */
  idp?: string | undefined;
  /**
   * The Entra tenant, its id or domain. `cognite-iam:tenantId`, `IDP_TENANT_ID`. Required for a client of `entra_id`, unless
   * `tokenUrl` is set.
   */
  tenantId?: string | undefined;
  /**
   * The OAuth token endpoint: https, or http on this machine. `cognite-iam:tokenUrl`, `IDP_TOKEN_URL`. Required for a client of
   * `auth0` and `other`; of `entra_id` it follows from `tenantId`, and of `cdf` it is always that of `auth.cognite.com`.
   */
  tokenUrl?: string | undefined;
  /** The OAuth client, together with `clientSecret`. `cognite-iam:clientId`, `IDP_CLIENT_ID`. */
  clientId?: string | undefined;
  /** The OAuth client's secret. `cognite-iam:clientSecret`, `IDP_CLIENT_SECRET`. A secret. */
  clientSecret?: string | undefined;
  /**
   * OAuth scopes, separated by commas. `cognite-iam:scopes`, `IDP_SCOPES`. Default `https://{cluster}.cognitedata.com/.default`, of
   * `auth0` `IDENTITY,user_impersonation`; of `cdf` none.
   */
  scopes?: string | undefined;
  /**
   * The OAuth audience. `cognite-iam:audience`, `IDP_AUDIENCE`. Default `https://{cluster}.cognitedata.com`, of `auth0`
   * `https://{project}.fusion.cognite.com/{project}`; of `cdf` none.
   */
  audience?: string | undefined;
  /** A ready token, instead of a client id and secret; it is not renewed. `cognite-iam:token`, `CDF_TOKEN`. A secret. */
  token?: string | undefined;
  /**
   * Whether a delete may take the caller's own right to manage groups; `true` or `false`. `cognite-iam:allowLockout`. Default
   * `false`.
   */
  allowLockout?: boolean | string | undefined;
  /**
   * Whether groups carry their owner in the metadata key `pulumi`, by which a run that was killed is tidied up; `true` or
   * `false`. `cognite-iam:ownerMetadata`. Default `true`.
   */
  ownerMetadata?: boolean | string | undefined;
}

/** The namespace of the stack config, and of the inputs of an explicit provider. */
export const configNamespace = "cognite-iam";

/** The setting of a key, from config whose keys have their namespace; that of earlier versions counts where the key is not set. */
export const settingIn = <T>(get: (key: string) => T | undefined, key: ConnectionKey): T | undefined =>
  get(`${configNamespace}:${key}`) ?? get(`cognite:${key}`);

/** A key of {@link ConnectionArgs}, which is also the key of the stack config `cognite-iam:<key>`. */
export type ConnectionKey = keyof ConnectionArgs;

/** The environment variable of each key, the ones that Cognite Toolkit reads. */
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

/** The keys that go together: taken from one place or not at all. */
export const credentialKeys: readonly ConnectionKey[] = ["token", "clientId", "clientSecret"];

/** Where settings come from, the first that is set wins. An empty string is not set. */
export interface SettingPlaces {
  args?: ConnectionArgs | undefined;
  config?: ConnectionArgs | undefined;
  environment: Readonly<Record<string, string | undefined>>;
}

/** One place, as a function from key to value; `label` says where a key is set there. */
export interface SettingSource {
  name: "args" | "config" | "environment";
  get(key: ConnectionKey): string | undefined;
}

/** The places of settings, the first that counts first. */
export function settingSources({ args, config, environment }: SettingPlaces): SettingSource[] {
  const from = (values: ConnectionArgs | undefined) => (key: ConnectionKey) => nonEmpty(values?.[key]);
  return [
    { name: "args", get: from(args) },
    { name: "config", get: from(config) },
    { name: "environment", get: (key) => nonEmpty(environmentNames[key] && environment[environmentNames[key]]) },
  ];
}

/** The ways to log in that `LOGIN_FLOW` may name, each with the keys that it needs. */
const loginFlows = { client_credentials: ["clientId", "clientSecret"], token: ["token"] } as const;

export type LoginFlow = keyof typeof loginFlows;

export const loginFlowNames = Object.keys(loginFlows) as LoginFlow[];

/** How the environment's `LOGIN_FLOW` says to log in; undefined when it is not set, and when there is no such way. */
export function loginFlowIn(environment: SettingPlaces["environment"]): LoginFlow | undefined {
  return loginFlowNames.find((flow) => flow === environment["LOGIN_FLOW"]);
}

/** The first place that has any credentials of the kind asked for; without a kind, of either. */
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

/** Each place where a key can be set, as a command or a variable to paste. */
export function whereToSet(key: ConnectionKey): string {
  // The CLI takes `tokenUrl` for a secret and asks for one of the two flags.
  const flag = secretKeys.includes(key) ? "--secret " : key === "tokenUrl" ? "--plaintext " : "";
  const variable = environmentNames[key];
  return `set it with \`pulumi config set ${flag}${configNamespace}:${key} …\`${variable ? `, in the environment as ${variable}` : ""}, or as \`${key}\` of an explicit Provider`;
}

/** A setting as text; an empty one is not set. */
export function nonEmpty(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}
