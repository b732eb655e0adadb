/** What {@link startLocalIam} takes. All of it is optional. */
export interface LocalIamOptions {
  /** The port to listen on; `0` takes any free one. Default 0. */
  port?: number;
  /** The address to listen on. Default `127.0.0.1`: only this machine reaches the server unless told otherwise. */
  host?: string;
  /**
   * Names that requests may reach the server by, as in the `Host` header, each with or without a port. Default: none besides this
   * machine's own: `127.0.0.1`, `localhost`, `[::1]`, and the address that is listened on, with the server's port. Any other name gets
   * 403, so that no page in a browser reaches the server by a domain of its own.
   */
  allowedHosts?: readonly string[];
  /**
   * A SQLite file that keeps the state over restarts: groups, deleted ones, security categories, sessions, and the key
   * that tokens are signed with. Every change is on disk before its answer goes out, so that a `kill -9` loses nothing
   * that was acknowledged. One server at a time. Default: none, all in memory, nothing on disk.
   */
  dataFile?: string;
  /** Milliseconds added before each answer. Default 0. Also settable on the running server. */
  latencyMs?: number;
  /**
   * Milliseconds until a new group or security category shows in lists, and until a deleted one is gone from them, as
   * on the service. Rights follow at once. Default 0. Also settable on the running server.
   */
  listLagMs?: number;
  /**
   * The projects. Default: those of `dataFile`, or else `["local-project"]`. A new one gets the group `cdf-administrators`,
   * `sourceId` the same, with all that managing access needs, and the groups of {@link LocalIamOptions.groups}.
   */
  projects?: readonly string[];
  /**
   * The OAuth clients, at least one. Default: one, `local-admin` with the secret `local-admin-secret`, administrator of every
   * project.
   */
  clients?: readonly LocalClient[];
  /** User profiles, the same in each project. Default: none. */
  profiles?: readonly LocalUserProfile[];
  /** Groups that each new project starts with, besides the administrators. Default: none. */
  groups?: readonly LocalGroupSpec[];
  /**
   * Data sets that each new project starts with. Those without an `id` get one of their own in each project, as on the service.
   * Default: none, and the administrators have no right to read them; with an empty list they do. The same holds of the next four.
   */
  dataSets?: readonly LocalScopeTargetSpec[];
  /** Extraction pipelines that each new project starts with. Default: none. */
  extractionPipelines?: readonly LocalScopeTargetSpec[];
  /** Time series that each new project starts with. Default: none. */
  timeSeries?: readonly LocalScopeTargetSpec[];
  /** Assets that each new project starts with; the `rootId` of one that is not a root is up to you. Default: none. */
  assets?: readonly LocalScopeTargetSpec[];
  /** Location filters that each new project starts with. Default: none. */
  locationFilters?: readonly LocalScopeTargetSpec[];
  /** The most groups in a project, deleted ones included. Default 500. */
  groupQuota?: number;
  /** Seconds that a token is valid, fractions allowed. Default 3600. */
  tokenLifetimeSeconds?: number;
  /**
   * What deleting an unknown, or already deleted, group does; the sources disagree. `missing`, the default: 400 that
   * names it in `error.missing`, nothing deleted. `ignore`: 200, the others deleted.
   */
  unknownGroupDelete?: "missing" | "ignore";
  /** Whether groups with `members` also come back with a `sourceId`, as on Entra clusters. Default false. */
  returnSourceIdWithMembers?: boolean;
  /** Whether scope keys come back in lower case (`idScope` as `idscope`). Default false: as they were sent. */
  lowerCaseScopeKeys?: boolean;
  /** Whether the projects are for data modeling only: `assetsAcl` and `relationshipsAcl` are refused. Default false. */
  dataModelingOnly?: boolean;
}

/** An OAuth client, or a user account, that can get tokens. */
export interface LocalClient {
  /** The client id. */
  clientId: string;
  /** The client secret, sent in the form body of the token request. */
  clientSecret: string;
  /** The token's `sub`, which token inspect answers as `subject`. Default: the client id. */
  subject?: string;
  /** The principal id: what a group's `members` name, and the id of the user profile. Default: the client id. */
  userIdentifier?: string;
  /**
   * The ids of the groups in the identity provider, in the token's claim: what a group's `sourceId` names;
   * `cdf-administrators` makes an administrator. Default: none.
   */
  groups?: readonly string[];
  /** Whether it is a user account, which `members: "allUserAccounts"` counts. Default false. */
  isUser?: boolean;
  /** The application that asks for the token: what a group's `attributes.token.appIds` name. Default: none. */
  appId?: string;
  /** The projects that the token is good for. Default: all. */
  projects?: readonly string[];
}

/** A group to start with, in the API's own fields. */
export interface LocalGroupSpec {
  /** At most 255 characters. */
  name: string;
  /** The id of the group in the identity provider. Excludes `members`. */
  sourceId?: string;
  /** Principal ids, at most 100, or every user account. Excludes `sourceId`; without both, nobody is in the group. */
  members?: readonly string[] | "allUserAccounts";
  /** Capabilities in the API's JSON: `{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }`. */
  capabilities?: readonly object[];
  /** At most 16 pairs, keys up to 32 bytes, values up to 512, 4,096 in all. */
  metadata?: Readonly<Record<string, string>>;
  /** `{ token: { appIds: [...] } }`: the applications whose tokens the group counts for. */
  attributes?: object;
}

/**
 * A data set, an extraction pipeline, a time series, an asset or a location filter, in the API's own fields, of which there may be
 * any. `dataSetId` and, of an asset, `rootId` count for scopes.
 */
export interface LocalScopeTargetSpec {
  /** Its id, unique on the server: only where there is one project. Default: a random one. */
  id?: number;
  /** Unique among its kind in a project: 1 to 255 characters. */
  externalId?: string;
  /** Need not be unique. */
  name?: string;
  /** Whatever else the service would answer. */
  [field: string]: unknown;
}

/** A user profile. */
export interface LocalUserProfile {
  /** The principal id; `me` finds the profile by the caller's. */
  userIdentifier: string;
  /** First name. */
  givenName?: string;
  /** Family name. */
  surname?: string;
  /** E-mail address. */
  email?: string;
  /** Full name: what lists are sorted by. */
  displayName?: string;
  /** Position. */
  jobTitle?: string;
  /** What kind of principal. Default `USER`. */
  identityType?: "USER" | "SERVICE_PRINCIPAL" | "INTERNAL_SERVICE";
  /** Milliseconds since the epoch. Default: the start of the server. */
  lastUpdatedTime?: number;
}
