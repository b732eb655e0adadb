import { type Connection, resolveConnection } from "../connection/resolve";
import type { ConnectionArgs } from "../connection/settings";
import { explainDenied } from "./explain";
import { GroupsApi } from "./groups";
import { Http, type HttpOptions } from "./http";
import {
  assets,
  dataSets,
  extractionPipelines,
  ListedTargetsApi,
  LocationFiltersApi,
  ScopeTargetsApi,
  timeSeries,
} from "./scope-targets";
import { SecurityCategoriesApi } from "./security-categories";
import { requestAs } from "./session-request";
import { SessionsApi } from "./sessions";
import { TokenApi } from "./token-inspection";
import { UserProfilesApi } from "./user-profiles";

/**
 * What may be set beside the connection.
 *
 * @interface
 */
export type IamClientOptions = Omit<HttpOptions, "explain" | "beforeWrite">;

/**
 * The IAM part of the CDF API, for scripts: no Pulumi in it. One token, shared by all calls and renewed in time; at most
 * 5 reads and 4 writes at once; repeated where that is safe, for up to 2 minutes; every answer checked, and what is new in it
 * passed through.
 *
 * Every call may throw an `ApiError` (`AccessDeniedError` for a right that the caller lacks), an `AuthError`, a `ConnectionError`
 * or a `ResponseError`.
 *
 * @example
 * ```ts
 * const client = new IamClient({ project: "my-project", cluster: "westeurope-1", token });
 * const groups = await client.groups.list({ all: true });
 * ```
 */
export class IamClient {
  /** The CDF project that every call goes to. */
  readonly project: string;
  /** The caller's own token. */
  readonly token: TokenApi;
  /** The groups of the project. */
  readonly groups: GroupsApi;
  /** The security categories of the project. */
  readonly securityCategories: SecurityCategoriesApi;
  /** The sessions of the project. */
  readonly sessions: SessionsApi;
  /** The user profiles of the project. */
  readonly userProfiles: UserProfilesApi;
  /** The data sets of the project, to read only: what `datasetScope` names. */
  readonly dataSets: ListedTargetsApi;
  /** The extraction pipelines of the project, to read only: what `extractionPipelineScope` names. */
  readonly extractionPipelines: ListedTargetsApi;
  /** The time series of the project, to read only: what `idscope` of `timeSeriesAcl` names. */
  readonly timeSeries: ScopeTargetsApi;
  /** The assets of the project, to read only: what `assetRootIdScope` names. */
  readonly assets: ScopeTargetsApi;
  /** The location filters of the project, to read only: what `idScope` of `locationFiltersAcl` names. */
  readonly locationFilters: LocationFiltersApi;

  /**
   * @param connection - settings; what is left out comes from the environment, credentials whole from one of the two.
   * @param options - how to repeat calls, and what to be told.
   * @throws ConfigError when one is missing or wrong.
   */
  constructor(connection: ConnectionArgs | Connection = {}, options: IamClientOptions = {}) {
    const resolved = isResolved(connection)
      ? connection
      : resolveConnection({ args: connection, environment: process.env });
    this.project = resolved.project;
    const explain = explainDenied(resolved.project, {
      inspect: () => new TokenApi(http.unexplained()).inspect(),
      ownGroups: () => new GroupsApi(http.unexplained()).list(),
    });
    const http: Http = new Http(resolved, { ...options, explain });
    this.token = new TokenApi(http);
    this.groups = new GroupsApi(http);
    this.securityCategories = new SecurityCategoriesApi(http);
    this.sessions = new SessionsApi(http, () => requestAs(resolved));
    this.userProfiles = new UserProfilesApi(http);
    this.dataSets = new ListedTargetsApi(http, dataSets);
    this.extractionPipelines = new ListedTargetsApi(http, extractionPipelines);
    this.timeSeries = new ScopeTargetsApi(http, timeSeries);
    this.assets = new ScopeTargetsApi(http, assets);
    this.locationFilters = new LocationFiltersApi(http);
  }
}

const isResolved = (connection: ConnectionArgs | Connection): connection is Connection => "credentials" in connection;
