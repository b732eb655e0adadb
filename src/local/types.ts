import type { FailRule } from "./fail-rule";
import type { LocalRequest } from "./local-request";
import type { LocalGroupSpec, LocalScopeTargetSpec } from "./options";

/** A running local IAM server. */
export interface LocalIam {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** How to connect to the first project as the first client. */
  readonly connection: LocalConnection;
  /** The same as environment variables of the Cognite Toolkit, which this package reads too. */
  readonly env: Record<string, string>;
  /** Every request so far, in the order of arrival. Empty it with `requests.length = 0`. */
  readonly requests: LocalRequest[];
  /** The most requests that were in progress at once; set the numbers to 0 to start over. */
  readonly maxConcurrent: {
    /** Requests that read. */
    reads: number;
    /** Requests that write. */
    writes: number;
  };
  /** Milliseconds added before each answer. */
  latencyMs: number;
  /** Milliseconds by which lists lag behind. */
  listLagMs: number;
  /**
   * Makes requests fail; see {@link FailRule}. Rules apply in the order added. Returns a function that removes the
   * rule.
   */
  fail(rule: FailRule): () => void;
  /**
   * A bearer token, as the token endpoint would return it. Default: for the first client. Throws for an unknown client.
   */
  token(clientId?: string): string;
  /** How to connect as another client, or to another project. Throws for an unknown client or project. */
  connectionFor(clientId: string, project?: string): LocalConnection;
  /** The content of a project now, including deleted groups, without any lag. Default: the first project. */
  state(project?: string): LocalState;
  /**
   * Creates a group directly: no permissions are needed, and no request is recorded. Throws if the spec is not valid.
   */
  createGroup(spec: LocalGroupSpec, project?: string): LocalGroup;
  /** Deletes a group directly; false if no group has that ID. */
  deleteGroup(id: number, project?: string): boolean;
  /** Creates a security category directly. Throws if the name is taken. */
  createSecurityCategory(name: string, project?: string): LocalSecurityCategory;
  /** Deletes a security category directly; false if no category has that ID. */
  deleteSecurityCategory(id: number, project?: string): boolean;
  /**
   * Creates a data set, an extraction pipeline, a time series, an asset or a location filter, which the server's API
   * only reads. Throws if the ID or the external ID is taken.
   */
  createScopeTarget(kind: LocalScopeTargetKind, spec: LocalScopeTargetSpec, project?: string): LocalScopeTarget;
  /** Invalidates every token issued so far: requests with them get 401. */
  revokeTokens(): void;
  /** Stops the server: closes all connections, including hanging ones, and the data file. */
  close(): Promise<void>;
}

/** What a client needs to connect; the keys are those of this package's connections. */
export interface LocalConnection {
  /** The CDF project. */
  project: string;
  /** The server's URL, in place of `https://{cluster}.cognitedata.com`. */
  baseUrl: string;
  /** Always `other`: not one of the well-known identity providers. */
  idp: "other";
  /** The token endpoint. */
  tokenUrl: string;
  /** The ID of the OAuth client. */
  clientId: string;
  /** The secret of the OAuth client. */
  clientSecret: string;
}

/** The content of a project. */
export interface LocalState {
  /** All groups, including deleted ones, in the order of creation and as the API would return them. */
  groups: LocalGroup[];
  /** The security categories, in the order of creation. */
  securityCategories: LocalSecurityCategory[];
  /** All sessions, in the order of creation. */
  sessions: LocalSession[];
  /** The data sets, in the order of creation. */
  dataSets: LocalScopeTarget[];
  /** The extraction pipelines, in the order of creation. */
  extractionPipelines: LocalScopeTarget[];
  /** The time series, in the order of creation. */
  timeSeries: LocalScopeTarget[];
  /** The assets, in the order of creation. */
  assets: LocalScopeTarget[];
  /** The location filters, in the order of creation. */
  locationFilters: LocalScopeTarget[];
}

/** A kind of target that scopes name by ID; the keys of {@link LocalIamOptions} and {@link LocalState}. */
export type LocalScopeTargetKind = "dataSets" | "extractionPipelines" | "timeSeries" | "assets" | "locationFilters";

/** A target that scopes name by ID, as the API returns it, with any other fields it was given. */
export interface LocalScopeTarget extends LocalScopeTargetSpec {
  /** Its ID. */
  id: number;
  /** When it was created, in ms since the epoch. */
  createdTime: number;
  /** When it was last changed, in ms since the epoch. */
  lastUpdatedTime: number;
}

/** A group as the API returns it. */
export interface LocalGroup {
  /** The group's ID. */
  id: number;
  /** The group's name, which need not be unique. */
  name: string;
  /** The ID of the group in the identity provider; `""` when not set. */
  sourceId: string;
  /** Principal IDs, or every user account. Only for groups whose members are managed in CDF. */
  members?: string[] | "allUserAccounts";
  /** What the group grants; absent when none were sent. */
  capabilities?: Record<string, unknown>[];
  /** `{}` when not set. */
  metadata: Record<string, string>;
  /** Absent when none were sent. */
  attributes?: Record<string, unknown>;
  /** Whether it was deleted. */
  isDeleted: boolean;
  /** When it was deleted, in ms since the epoch; `-1` while it exists. */
  deletedTime: number;
}

/** A security category as the API returns it. */
export interface LocalSecurityCategory {
  /** The category's ID. */
  id: number;
  /** The category's name, unique in its project. */
  name: string;
}

/** A session as the API returns it; never with its nonce. */
export interface LocalSession {
  /** The session's ID. */
  id: number;
  /** How it was opened. */
  type: "CLIENT_CREDENTIALS" | "TOKEN_EXCHANGE" | "ONESHOT_TOKEN_EXCHANGE";
  /** `READY`, `REVOKED`, or `EXPIRED` after its lifetime. */
  status: string;
  /** When it was opened, in ms since the epoch. */
  creationTime: number;
  /** When it ends, in ms since the epoch: a day later, or an hour for one-shot sessions. */
  expirationTime: number;
  /** The OAuth client; only for client credentials. */
  clientId?: string;
}
