/** The options of {@link startLocalIam}, all of them optional. */
export interface LocalIamOptions {
  /** The port to listen on; `0` picks a free one. Default 0. */
  port?: number;
  /** The address to listen on. Default `127.0.0.1`: only this machine reaches the server unless told otherwise. */
  host?: string;
  /**
   * Additional names for the `Host` header of requests, each with or without a port. Default: none besides this
   * machine's own: `127.0.0.1`, `localhost`, `[::1]`, and the address that the server listens on, with its port. Any other
   * name gets a 403, so that no page in a browser can reach the server through a domain of its own.
   */
  allowedHosts?: readonly string[];
  /**
   * A SQLite file that keeps the state across restarts: groups, deleted groups, security categories, sessions, and the
   * key that signs tokens. Every change is on disk before its answer is sent, so that a `kill -9` loses nothing that
   * was acknowledged. One server at a time. Default: none, with everything in memory.
   */
  dataFile?: string;
  /** Milliseconds added before each answer. Default 0. Also settable on the running server. */
  latencyMs?: number;
  /**
   * Milliseconds until a new group or security category appears in lists, and until a deleted one disappears, as in the
   * service. Permissions change at once. Default 0. Also settable on the running server.
   */
  listLagMs?: number;
  /**
   * The projects. Default: those of `dataFile`, otherwise `["local-project"]`. A new project gets the group
   * `cdf-administrators` (with the same `sourceId`), which has every permission to manage access, and the groups of
   * {@link LocalIamOptions.groups}.
   */
  projects?: readonly string[];
  /**
   * The OAuth clients, at least one. Default: `local-admin` with the secret `local-admin-secret`, an administrator of
   * every project.
   */
  clients?: readonly LocalClient[];
  /** User profiles, the same in each project. Default: none. */
  profiles?: readonly LocalUserProfile[];
  /** Groups that each new project starts with, besides the administrators. Default: none. */
  groups?: readonly LocalGroupSpec[];
  /**
   * Data sets that each new project starts with. Those without an `id` get a different one in each project, as in the
   * service. Default: none, and the administrators may not read any; with an empty list they may. The same applies to
   * the next four options.
   */
  dataSets?: readonly LocalScopeTargetSpec[];
  /** Extraction pipelines that each new project starts with. Default: none. */
  extractionPipelines?: readonly LocalScopeTargetSpec[];
  /** Time series that each new project starts with. Default: none. */
  timeSeries?: readonly LocalScopeTargetSpec[];
  /** Assets that each new project starts with; set the `rootId` of those that are not roots. Default: none. */
  assets?: readonly LocalScopeTargetSpec[];
  /** Location filters that each new project starts with. Default: none. */
  locationFilters?: readonly LocalScopeTargetSpec[];
  /** The limit of groups in a project, including deleted ones. Default 500. */
  groupQuota?: number;
  /** The lifetime of a token in seconds, fractions allowed. Default 3600. */
  tokenLifetimeSeconds?: number;
  /**
   * The effect of deleting an unknown or already deleted group; sources disagree. `missing`, the default: 400 that
   * names it in `error.missing`, and nothing is deleted. `ignore`: 200, and the others are deleted.
   */
  unknownGroupDelete?: "missing" | "ignore";
  /** Whether groups with `members` also return a `sourceId`, as on Entra clusters. Default false. */
  returnSourceIdWithMembers?: boolean;
  /** Whether scope keys return in lower case (`idScope` as `idscope`). Default false: as they were sent. */
  lowerCaseScopeKeys?: boolean;
  /**
   * Whether the projects are for data modeling only, which refuse `assetsAcl` and `relationshipsAcl`. Default false.
   */
  dataModelingOnly?: boolean;
}

/** An OAuth client or a user account that can get tokens. */
export interface LocalClient {
  /** The client ID. */
  clientId: string;
  /** The client secret, sent in the form body of the token request. */
  clientSecret: string;
  /** The token's `sub`, which token inspect returns as `subject`. Default: the client ID. */
  subject?: string;
  /** The principal ID: the name in a group's `members`, and the ID of the user profile. Default: the client ID. */
  userIdentifier?: string;
  /**
   * The IDs of the groups in the identity provider, in the token's claim, which a group's `sourceId` names;
   * `cdf-administrators` makes the client an administrator. Default: none.
   */
  groups?: readonly string[];
  /** Whether it is a user account, which `members: "allUserAccounts"` includes. Default false. */
  isUser?: boolean;
  /** The application that requests the token, which a group's `attributes.token.appIds` name. Default: none. */
  appId?: string;
  /** The projects where the token is valid. Default: all. */
  projects?: readonly string[];
}

/** A group to start with, in the API's own fields. */
export interface LocalGroupSpec {
  /** At most 255 characters. */
  name: string;
  /** The ID of the group in the identity provider. Excludes `members`. */
  sourceId?: string;
  /** Principal IDs, at most 100, or every user account. Excludes `sourceId`; without both, nobody is in the group. */
  members?: readonly string[] | "allUserAccounts";
  /** Capabilities in the API's JSON: `{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }`. */
  capabilities?: readonly object[];
  /** At most 16 entries: keys of at most 32 bytes, values of at most 512 bytes, 4,096 bytes in total. */
  metadata?: Readonly<Record<string, string>>;
  /** `{ token: { appIds: [...] } }`: the applications whose tokens the group applies to. */
  attributes?: object;
}

/**
 * A data set, an extraction pipeline, a time series, an asset or a location filter, with any of the API's own fields.
 * `dataSetId` and, for an asset, `rootId` count for scopes.
 */
export interface LocalScopeTargetSpec {
  /** Its ID, unique on the server, so only useful with one project. Default: a random one. */
  id?: number;
  /** Unique among its kind in a project: 1 to 255 characters. */
  externalId?: string;
  /** Need not be unique. */
  name?: string;
  /** Any other field that the service would return. */
  [field: string]: unknown;
}

/** A user profile. */
export interface LocalUserProfile {
  /** The principal ID; `me` finds the profile by the caller's. */
  userIdentifier: string;
  /** First name. */
  givenName?: string;
  /** Family name. */
  surname?: string;
  /** E-mail address. */
  email?: string;
  /** Full name, which lists are sorted by. */
  displayName?: string;
  /** Job title. */
  jobTitle?: string;
  /** The kind of principal. Default `USER`. */
  identityType?: "USER" | "SERVICE_PRINCIPAL" | "INTERNAL_SERVICE";
  /** Milliseconds since the epoch. Default: the start of the server. */
  lastUpdatedTime?: number;
}
