import type { FailRule } from "./fail-rule";
import type { LocalRequest } from "./local-request";
import type { LocalGroupSpec, LocalScopeTargetSpec } from "./options";

/** A running local IAM server. */
export interface LocalIam {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** How to connect to the first project as the first client. */
  readonly connection: LocalConnection;
  /** The same as the environment variables of the Cognite Toolkit, which this package reads too. */
  readonly env: Record<string, string>;
  /** Every request so far, in the order of arrival. Empty it with `requests.length = 0`. */
  readonly requests: LocalRequest[];
  /** The most requests that were under way at once; set the numbers to 0 to count anew. */
  readonly maxConcurrent: {
    /** Of those that read. */
    reads: number;
    /** Of those that write. */
    writes: number;
  };
  /** Milliseconds added before each answer. */
  latencyMs: number;
  /** Milliseconds by which lists lag behind. */
  listLagMs: number;
  /** Makes requests fail; see {@link FailRule}. Rules are tried in the order added. Gives a function that takes the rule back. */
  fail(rule: FailRule): () => void;
  /** A bearer token, as the token endpoint would give it. Default: of the first client. Throws for an unknown client. */
  token(clientId?: string): string;
  /** How to connect as another client, or to another project. Throws for an unknown client or project. */
  connectionFor(clientId: string, project?: string): LocalConnection;
  /** What is in a project now, deleted groups too, without any lag. Default: the first project. */
  state(project?: string): LocalState;
  /** Makes a group behind the API's back: no rights are asked for, no request is noted. Throws if the spec is not valid. */
  createGroup(spec: LocalGroupSpec, project?: string): LocalGroup;
  /** Deletes a group behind the API's back; false if there is none with that id. */
  deleteGroup(id: number, project?: string): boolean;
  /** Makes a security category behind the API's back. Throws if the name is taken. */
  createSecurityCategory(name: string, project?: string): LocalSecurityCategory;
  /** Deletes a security category behind the API's back; false if there is none with that id. */
  deleteSecurityCategory(id: number, project?: string): boolean;
  /**
   * Makes a data set, an extraction pipeline, a time series, an asset or a location filter, which the server's API only reads.
   * Throws if the id or the external id is taken.
   */
  createScopeTarget(kind: LocalScopeTargetKind, spec: LocalScopeTargetSpec, project?: string): LocalScopeTarget;
  /** Makes every token issued so far invalid: requests with them get 401. */
  revokeTokens(): void;
  /** Ends the server: cuts what is under way, hanging answers included, and closes the data file. */
  close(): Promise<void>;
}

/** What a client needs to connect; the keys are those of this package's connections. */
export interface LocalConnection {
  /** The CDF project. */
  project: string;
  /** The server's URL, in the place of `https://{cluster}.cognitedata.com`. */
  baseUrl: string;
  /** Always `other`: an identity provider that is none of the well-known ones. */
  idp: "other";
  /** The token endpoint. */
  tokenUrl: string;
  /** The OAuth client's id. */
  clientId: string;
  /** The OAuth client's secret. */
  clientSecret: string;
}

/** What is in a project. */
export interface LocalState {
  /** All groups, deleted ones too, in the order of creation and as the API would answer them. */
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

/** A kind of thing that scopes name by their ids; the keys of {@link LocalIamOptions} and {@link LocalState}. */
export type LocalScopeTargetKind = "dataSets" | "extractionPipelines" | "timeSeries" | "assets" | "locationFilters";

/** A thing that scopes name by its id, as the API answers it, with whatever else it was given. */
export interface LocalScopeTarget extends LocalScopeTargetSpec {
  /** Its id. */
  id: number;
  /** When it was made, in ms since the epoch. */
  createdTime: number;
  /** When it was last changed, in ms since the epoch. */
  lastUpdatedTime: number;
}

/** A group as the API answers it. */
export interface LocalGroup {
  /** The group's id. */
  id: number;
  /** The group's name; others may have the same. */
  name: string;
  /** The id of the group in the identity provider; `""` when not set. */
  sourceId: string;
  /** Principal ids, or every user account. Only for groups whose members are managed in CDF. */
  members?: string[] | "allUserAccounts";
  /** What the group may do; absent when none were sent. */
  capabilities?: Record<string, unknown>[];
  /** `{}` when not set. */
  metadata: Record<string, string>;
  /** Absent when none were sent. */
  attributes?: Record<string, unknown>;
  /** Whether it was deleted. */
  isDeleted: boolean;
  /** When it was deleted, in ms since the epoch; `-1` while alive. */
  deletedTime: number;
}

/** A security category as the API answers it. */
export interface LocalSecurityCategory {
  /** The category's id. */
  id: number;
  /** The category's name, unique in its project. */
  name: string;
}

/** A session as the API answers it; never with its nonce. */
export interface LocalSession {
  /** The session's id. */
  id: number;
  /** What it was made with. */
  type: "CLIENT_CREDENTIALS" | "TOKEN_EXCHANGE" | "ONESHOT_TOKEN_EXCHANGE";
  /** `READY`, `REVOKED`, or `EXPIRED` once its time is over. */
  status: string;
  /** When it was made, in ms since the epoch. */
  creationTime: number;
  /** When it ends, in ms since the epoch: a day later, or an hour for one-shot sessions. */
  expirationTime: number;
  /** The OAuth client; only for client credentials. */
  clientId?: string;
}
